// That drift must have lasted.
import { t } from '@grafana/i18n';
import React, { useId } from 'react';
import { NumberInput } from '../../NumberInput';
import { errorsAt } from '../explain/answer';
import type { PartProps } from '../fields/part';
import { Cell } from '../layout';

export function PersistFields({ query, errors, onChange }: PartProps) {
  const id = useId();
  const { persist } = query;
  return (
    <>
      <Cell
        label={t('datasource.options.persist', 'Drifted in')}
        htmlFor={`${id}-windows`}
        help={t(
          'datasource.options.persist-what',
          'How many of the last closed windows must have drifted, so that one odd window is no alarm.'
        )}
        width={96}
        most={110}
        errors={errorsAt(errors, 'persist')}
      >
        <NumberInput
          id={`${id}-windows`}
          min={1}
          placeholder="1"
          value={persist?.windows}
          onCommit={(windows) =>
            onChange({
              persist: windows === undefined ? undefined : { windows, of: Math.max(windows, persist?.of ?? windows) },
            })
          }
        />
      </Cell>
      <Cell label={t('datasource.options.persist-of', 'of the last')} htmlFor={`${id}-of`} width={80} most={96}>
        <NumberInput
          id={`${id}-of`}
          min={persist?.windows ?? 1}
          placeholder="1"
          value={persist?.of}
          onCommit={(of) =>
            onChange({
              persist: of === undefined ? undefined : { windows: Math.min(persist?.windows ?? of, of), of },
            })
          }
        />
      </Cell>
    </>
  );
}
