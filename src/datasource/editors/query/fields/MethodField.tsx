import type { SelectableValue } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Select } from '@grafana/ui';
import React, { useId } from 'react';
import { defaults, movesByDeviations } from '../../../query/reads';
import type { MethodInfo } from '../../../resources';
import type { Kind } from '../../../settings';
import { say } from '../../../text';
import { NumberInput } from '../../NumberInput';
import { typable } from '../../typable';
import { errorsAt } from '../explain/answer';
import { listOf } from '../explain/words';
import { Cell, Small } from '../layout';
import { BinningFields } from './BinningFields';
import type { PartProps } from './part';

/** How a change is measured, and from where on it matters. */
export function MethodField({ query, known, errors, onChange }: PartProps) {
  const id = useId();
  const { method = 'auto', threshold, deviations } = query;
  const chosen = known.methods.find((candidate) => candidate.id === method);
  const features = (known.model?.features ?? []).filter(({ name }) => query.features?.includes(name));
  const misfits = chosen ? features.filter(({ kind }) => !chosen.kinds.includes(kind)).map(({ name }) => name) : [];
  return (
    <>
      <Cell
        label={t('datasource.query.method', 'Method')}
        htmlFor={`${id}-method`}
        help={definition(chosen)}
        width={180}
        errors={errorsAt(errors, 'method')}
      >
        <Select
          inputId={`${id}-method`}
          options={methodChoices(
            known.methods,
            method,
            features.map(({ kind }) => kind)
          )}
          value={method}
          // Of what is no method only a variable can be meant: words that found nothing are not taken for one at Enter.
          {...typable}
          isValidNewOption={(typed) => known.methods.length === 0 || /\$|\[\[/.test(typed)}
          noOptionsMessage={t('datasource.query.no-method', 'No method is for all of these words.')}
          filterOption={matches}
          // A threshold is in its method's unit: it means nothing to another. Nor do deviations.
          onChange={({ value }) =>
            onChange({
              method: value,
              threshold: undefined,
              deviations: undefined,
              ...(known.methods.some(({ id, bins }) => id === value && bins) ? {} : { binning: undefined }),
            })
          }
        />
        {misfits.length > 0 && chosen && (
          <Small>
            {say('method.misfits', '{{method}} compares {{kinds}} features: {{names}} will have no verdict.', {
              method: chosen.name,
              kinds: listOf(chosen.kinds),
              names: listOf(misfits),
            })}
          </Small>
        )}
      </Cell>
      <Cell
        label={t('datasource.query.threshold', 'Threshold')}
        htmlFor={`${id}-threshold`}
        help={t(
          'datasource.query.threshold-what',
          'The smallest effect that matters. Empty: the model’s own for this method, else the method’s.'
        )}
        width={96}
        most={120}
        errors={errorsAt(errors, 'threshold')}
      >
        <NumberInput
          id={`${id}-threshold`}
          step="any"
          min={0}
          placeholder={chosen && placeholder(chosen)}
          value={threshold}
          onCommit={(value) => onChange({ threshold: value })}
        />
      </Cell>
      {(movesByDeviations(query) || deviations !== undefined) && (
        <Cell
          label={t('datasource.query.deviations', 'Deviations')}
          htmlFor={`${id}-deviations`}
          help={t(
            'datasource.query.deviations-what',
            'NannyML’s line lies so many standard deviations above the mean of the reference’s own windows.'
          )}
          width={80}
          most={100}
          errors={errorsAt(errors, 'deviations')}
        >
          <NumberInput
            id={`${id}-deviations`}
            step="any"
            min={0}
            placeholder={String(defaults.deviations)}
            value={deviations}
            onCommit={(value) => onChange({ deviations: value })}
          />
        </Cell>
      )}
      {(chosen?.bins || query.binning) && <BinningFields query={query} errors={errors} onChange={onChange} />}
    </>
  );
}

/** What holds where no threshold is given: the method's own; what it makes of the reference; or nothing, and then one must be given. */
function placeholder({ threshold, group }: MethodInfo): string {
  if (threshold !== null) {
    return String(threshold);
  }
  return group === 'Frouros'
    ? t('datasource.query.threshold-needed', 'to be given')
    : t('datasource.query.threshold-computed', 'computed');
}

/** A line on the chosen method: what it is good for, and what to know before relying on it. */
export function MethodLine({ query, known }: Pick<PartProps, 'query' | 'known'>) {
  const chosen = known.methods.find(({ id }) => id === (query.method ?? 'auto'));
  return chosen ? (
    <>
      <Small>
        <strong>{chosen.name}</strong> · {chosen.summary}
        {chosen.lower &&
          ` ${t('datasource.method.lower', 'Lower is more drift; the threshold is on how far it falls.')}`}
      </Small>
      {chosen.remark && <Small>{chosen.remark}</Small>}
    </>
  ) : null;
}

/** How the chosen method is defined, and in which unit. */
function definition(method: MethodInfo | undefined): string {
  const what = t('datasource.query.method-what', 'How a change is measured. Automatic, unless you know why.');
  return method === undefined
    ? what
    : [
        what,
        method.formula && `${method.name}: ${method.formula}.`,
        method.unit && say('query.unit', 'In {{unit}}.', { unit: method.unit }),
      ]
        .filter(Boolean)
        .join(' ');
}

interface Choice {
  value: string;
  label: string;
  description: string;
}

/**
 * The methods that compare any of the chosen features, under their groups, with what each is good for; the one that the query names is always among them.
 */
function methodChoices(
  methods: MethodInfo[],
  method: string,
  chosen: Kind[]
): Array<Choice | { label: string; options: Choice[] }> {
  const fitting = methods.filter(
    ({ id, kinds }) => id === method || chosen.length === 0 || kinds.some((kind) => chosen.includes(kind))
  );
  const groups = new Map<string, Choice[]>();
  for (const { id: value, name, group, summary, kinds } of fitting) {
    const choice = {
      value,
      label: name,
      description: say('method.for', 'For {{kinds}}. {{summary}}', { kinds: listOf(kinds), summary }),
    };
    groups.set(group, [...(groups.get(group) ?? []), choice]);
  }
  const choices = [...groups].map(([label, options]) => ({ label, options }));
  return fitting.some(({ id }) => id === method)
    ? choices
    : [...choices, { value: method, label: method, description: '' }];
}

/** Whether a method is what was typed for: every word is in its name, in how a query writes it, or in what it is good for. */
export function matches({ data, value }: SelectableValue<string>, typed: string): boolean {
  const { label = '', description = '' } = (data ?? {}) as Partial<Choice>;
  const text = `${label} ${value} ${description}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
