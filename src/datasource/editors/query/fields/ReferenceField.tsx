import { t } from '@grafana/i18n';
import { InlineSwitch, Select } from '@grafana/ui';
import React, { useId } from 'react';
import type { ReferenceSpec } from '../../../query/query';
import { say } from '../../../text';
import { CommitInput } from '../../CommitInput';
import { FilterList } from '../../FilterList';
import { NumberInput } from '../../NumberInput';
import { errorsAt, errorsIn } from '../explain/answer';
import { Cell } from '../layout';
import { referenceModes } from './choices';
import type { PartProps } from './part';

/** What each kind of reference starts with. */
const initial: Record<ReferenceSpec['mode'], ReferenceSpec> = {
  model: { mode: 'model' },
  range: { mode: 'range', from: '', to: '' },
  previous: { mode: 'previous' },
  trailing: { mode: 'trailing', windows: 7 },
  season: { mode: 'season', period: '7d', windows: 4 },
  filter: { mode: 'filter', filters: [{ column: '', operator: '=', value: [] }] },
};

/** What windows are compared with. */
export function ReferenceField({ query, known, errors, onChange }: PartProps) {
  const id = useId();
  const reference: ReferenceSpec = query.reference ?? initial.model;
  const change = (changed: ReferenceSpec) => onChange({ reference: changed });
  const ofModel = known.model?.reference;
  // Those of a part stand at its own control, where that is shown.
  const of = (part: string) => (part in reference ? errorsIn(errors, `reference.${part}`) : []);
  const elsewhere = ['from', 'to', 'period', 'windows', 'filters'].flatMap(of);
  // Its label says already what it is of.
  const at = (part: string) =>
    of(part).map((error) => (error.field === `reference.${part}` ? { text: error.text } : error));
  return (
    <>
      <Cell
        label={t('datasource.query.reference', 'Reference')}
        htmlFor={`${id}-mode`}
        help={
          ofModel
            ? say('reference.of-model', 'What each window is compared with. This model’s own: {{ofModel}}', { ofModel })
            : t('datasource.reference.what', 'What each window is compared with.')
        }
        width={150}
        errors={errorsAt(errors, 'reference').filter((error) => !elsewhere.includes(error))}
      >
        <Select
          inputId={`${id}-mode`}
          options={referenceModes()}
          value={reference.mode}
          onChange={({ value }) => value && change(initial[value])}
        />
      </Cell>
      {reference.mode === 'range' && (
        <>
          <Cell
            label={t('datasource.reference.from', 'From')}
            htmlFor={`${id}-from`}
            width={130}
            most={190}
            errors={at('from')}
          >
            <CommitInput
              id={`${id}-from`}
              placeholder="2026-01-01"
              value={reference.from ?? ''}
              onCommit={(from) => change({ ...reference, from })}
            />
          </Cell>
          <Cell
            label={t('datasource.reference.until', 'To')}
            help={t('datasource.reference.to-what', 'The first moment that no longer belongs to it.')}
            htmlFor={`${id}-to`}
            width={130}
            most={190}
            errors={at('to')}
          >
            <CommitInput
              id={`${id}-to`}
              placeholder="2026-02-01"
              value={reference.to ?? ''}
              onCommit={(to) => change({ ...reference, to })}
            />
          </Cell>
        </>
      )}
      {reference.mode === 'season' && (
        <Cell
          label={t('datasource.reference.period', 'Period')}
          help={t('datasource.reference.period-what', 'How long the rhythm is: 7d for weekdays, 24h for hours.')}
          htmlFor={`${id}-period`}
          width={80}
          most={96}
          errors={at('period')}
        >
          <CommitInput
            id={`${id}-period`}
            placeholder="7d"
            value={reference.period ?? ''}
            onCommit={(period) => change({ ...reference, period: period || '7d' })}
          />
        </Cell>
      )}
      {(reference.mode === 'trailing' || reference.mode === 'season') && (
        <Cell
          label={
            reference.mode === 'season'
              ? t('datasource.reference.periods', 'How many')
              : t('datasource.reference.windows', 'Windows')
          }
          htmlFor={`${id}-windows`}
          width={80}
          most={96}
          errors={at('windows')}
        >
          <NumberInput
            id={`${id}-windows`}
            min={1}
            value={reference.windows}
            onCommit={(windows) => change({ ...reference, windows: windows ?? (reference.mode === 'season' ? 4 : 7) })}
          />
        </Cell>
      )}
      {(reference.mode === 'previous' || reference.mode === 'trailing' || reference.mode === 'season') && (
        <Cell
          label={t('datasource.reference.skip', 'Skip drifted')}
          htmlFor={`${id}-skip`}
          help={t(
            'datasource.reference.skip-what',
            'Windows in which a feature had itself drifted are left out for that feature, so that a lasting change is not taken for normal so soon.'
          )}
        >
          <InlineSwitch
            id={`${id}-skip`}
            value={reference.skipDrifted ?? false}
            onChange={({ currentTarget }) => change({ ...reference, skipDrifted: currentTarget.checked || undefined })}
          />
        </Cell>
      )}
      {reference.mode === 'filter' && (
        <Cell label={t('datasource.reference.filter-label', 'Reference filter')} width={260} errors={at('filters')}>
          <FilterList
            label={t('datasource.reference.filter-label', 'Reference filter')}
            filters={reference.filters ?? []}
            columns={known.columns}
            valuesOf={known.valuesOf}
            onChange={(filters) => change({ ...reference, filters })}
          />
        </Cell>
      )}
    </>
  );
}
