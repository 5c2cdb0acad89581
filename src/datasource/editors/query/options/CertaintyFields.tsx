// How sure a verdict has to be.
import { t } from '@grafana/i18n';
import { RadioButtonGroup, Select } from '@grafana/ui';
import React, { useId } from 'react';
import type { Noise } from '../../../query/query';
import { defaults } from '../../../query/reads';
import { CommitInput } from '../../CommitInput';
import { NumberInput } from '../../NumberInput';
import { errorsAt } from '../explain/answer';
import { corrections, rules } from '../fields/choices';
import type { PartProps } from '../fields/part';
import { Cell } from '../layout';

export function AlphaField({ query, errors, onChange }: PartProps) {
  const id = useId();
  return (
    <Cell
      label={t('datasource.options.alpha', 'Alpha')}
      htmlFor={id}
      help={t('datasource.options.alpha-what', 'The chance of any false verdict in a window in which nothing changed.')}
      width={80}
      most={100}
      errors={errorsAt(errors, 'alpha')}
    >
      <NumberInput
        id={id}
        step="any"
        min={0}
        max={0.5}
        placeholder={String(defaults.alpha)}
        disabled={query.budget !== undefined}
        value={query.alpha}
        onCommit={(alpha) => onChange({ alpha })}
      />
    </Cell>
  );
}

/** So many false alarms in so long a time, in the place of alpha. */
export function BudgetFields({ query, errors, onChange }: PartProps) {
  const id = useId();
  const { budget } = query;
  return (
    <>
      <Cell
        label={t('datasource.options.alarms', 'False alarms')}
        htmlFor={`${id}-alarms`}
        help={t(
          'datasource.options.alarms-what',
          'How many you accept: a budget that takes the place of alpha, whatever the window.'
        )}
        width={104}
        most={120}
        errors={errorsAt(errors, 'budget')}
      >
        <NumberInput
          id={`${id}-alarms`}
          step="any"
          min={0}
          placeholder={t('datasource.options.by-alpha', 'by alpha')}
          value={budget?.alarms}
          onCommit={(alarms) =>
            onChange(
              alarms === undefined
                ? { budget: undefined }
                : { alpha: undefined, budget: { alarms, per: budget?.per ?? '30d' } }
            )
          }
        />
      </Cell>
      {budget && (
        <Cell label={t('datasource.options.per', 'in')} htmlFor={`${id}-per`} width={72} most={88}>
          <CommitInput
            id={`${id}-per`}
            placeholder="30d"
            value={budget.per ?? ''}
            onCommit={(per) => onChange({ budget: { ...budget, per: per || '30d' } })}
          />
        </Cell>
      )}
    </>
  );
}

export function GateFields({ query, errors, onChange }: PartProps) {
  const id = useId();
  return (
    <>
      <Cell
        label={t('datasource.options.correction', 'Correction')}
        htmlFor={`${id}-correction`}
        help={t(
          'datasource.options.correction-what',
          'For asking about many features at once. The family is all features of the model, whatever is shown.'
        )}
        width={180}
        errors={errorsAt(errors, 'correction')}
      >
        <Select
          inputId={`${id}-correction`}
          options={corrections()}
          value={query.correction ?? defaults.correction}
          onChange={({ value }) => onChange({ correction: value })}
        />
      </Cell>
      <Cell
        label={t('datasource.options.rule', 'Drifted when')}
        htmlFor={`${id}-rule`}
        help={t('datasource.options.rule-what', 'Which of the two gates a change must pass.')}
        width={170}
        errors={errorsAt(errors, 'rule')}
      >
        <Select
          inputId={`${id}-rule`}
          options={rules()}
          value={query.rule ?? defaults.rule}
          onChange={({ value }) => onChange({ rule: value })}
        />
      </Cell>
      <Cell
        label={t('datasource.options.noise', 'Noise')}
        help={t(
          'datasource.options.noise-what',
          'What counts as ordinary: sampling alone, or also how much the reference’s own windows differ.'
        )}
        errors={errorsAt(errors, 'noise')}
      >
        <RadioButtonGroup<Noise>
          aria-label={t('datasource.options.noise', 'Noise')}
          value={query.noise ?? defaults.noise}
          options={[
            { value: 'both', label: t('datasource.options.noise-both', 'Sampling and windows') },
            { value: 'sampling', label: t('datasource.options.noise-sampling', 'Sampling only') },
          ]}
          onChange={(noise) => onChange({ noise })}
        />
      </Cell>
      <Cell
        label={t('datasource.options.min-rows', 'Least rows')}
        htmlFor={`${id}-min-rows`}
        help={t('datasource.options.min-rows-what', 'A window with fewer rows gets no verdict.')}
        width={80}
        most={100}
        errors={errorsAt(errors, 'minRows')}
      >
        <NumberInput
          id={`${id}-min-rows`}
          min={1}
          placeholder={String(defaults.minRows)}
          value={query.minRows}
          onCommit={(minRows) => onChange({ minRows })}
        />
      </Cell>
    </>
  );
}
