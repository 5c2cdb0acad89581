// What only a query about services has.
import { t } from '@grafana/i18n';
import React, { useId } from 'react';
import { NumberInput } from '../../NumberInput';
import { errorsAt } from '../explain/answer';
import { Cell } from '../layout';
import type { PartProps } from './part';

/** The duration within which users are satisfied. */
export function ApdexField({ query, known, errors, onChange }: PartProps) {
  const id = useId();
  return (
    <Cell
      label={t('datasource.query.apdex', 'Apdex, s')}
      htmlFor={id}
      help={t(
        'datasource.query.apdex-what',
        'Within so many seconds users are satisfied, within four times as many half. Empty: what the settings say.'
      )}
      width={88}
      most={110}
      errors={errorsAt(errors, 'threshold')}
    >
      <NumberInput
        id={id}
        step="any"
        min={0}
        placeholder={known.service?.apdex ? String(known.service.apdex) : undefined}
        value={query.threshold}
        onCommit={(threshold) => onChange({ threshold })}
      />
    </Cell>
  );
}

/** How many services, operations or exceptions are shown. */
export function BusiestField({ query, errors, onChange }: PartProps) {
  const id = useId();
  return (
    <Cell
      label={t('datasource.query.busiest', 'Busiest')}
      htmlFor={id}
      help={t(
        'datasource.query.busiest-what',
        'How many services, operations or exceptions are shown: those with the most rows.'
      )}
      width={88}
      most={110}
      errors={errorsAt(errors, 'limit')}
    >
      <NumberInput
        id={id}
        min={1}
        max={10_000}
        placeholder="100"
        value={query.limit}
        onCommit={(limit) => onChange({ limit })}
      />
    </Cell>
  );
}
