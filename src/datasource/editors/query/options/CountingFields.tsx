// How rows are counted into windows.
import { t } from '@grafana/i18n';
import { InlineSwitch, RadioButtonGroup, Select } from '@grafana/ui';
import React, { useId } from 'react';
import type { Precision } from '../../../query/query';
import { defaults, readFields } from '../../../query/reads';
import { typable } from '../../typable';
import { errorsAt } from '../explain/answer';
import type { PartProps } from '../fields/part';
import { Cell } from '../layout';

export function CountingFields({ query, known, errors, onChange }: PartProps) {
  const id = useId();
  const { timezone = defaults.timezone } = query;
  const read = readFields(query);
  return (
    <>
      {read.has('includePartial') && (
        <Cell
          label={t('datasource.options.partial', 'Open windows')}
          htmlFor={`${id}-partial`}
          help={t('datasource.options.partial-what', 'Show the window that is not over yet.')}
        >
          <InlineSwitch
            id={`${id}-partial`}
            value={query.includePartial ?? false}
            onChange={(event) => onChange({ includePartial: event.currentTarget.checked })}
          />
        </Cell>
      )}
      {read.has('precision') && (
        <Cell
          label={t('datasource.options.precision', 'Precision')}
          help={t(
            'datasource.options.precision-what',
            'A grid with a stated error bound, or every value, which can be slow.'
          )}
          errors={errorsAt(errors, 'precision')}
        >
          <RadioButtonGroup<Precision>
            aria-label={t('datasource.options.precision', 'Precision')}
            value={query.precision ?? defaults.precision}
            options={[
              { value: 'auto', label: t('datasource.options.precision-auto', 'Auto') },
              { value: 'grid', label: t('datasource.options.precision-grid', 'Grid') },
              { value: 'exact', label: t('datasource.options.precision-exact', 'Exact') },
            ]}
            onChange={(precision) => onChange({ precision })}
          />
        </Cell>
      )}
      {read.has('timezone') && (
        <Cell
          label={t('datasource.options.timezone', 'Time zone')}
          htmlFor={`${id}-timezone`}
          help={t(
            'datasource.options.timezone-what',
            'Where days begin: model, browser, or a name such as Europe/Copenhagen.'
          )}
          width={160}
          most={260}
          errors={errorsAt(errors, 'timezone')}
        >
          <Select
            inputId={`${id}-timezone`}
            options={[
              { value: 'model', label: t('datasource.options.timezone-model', 'The model’s') },
              // A rule has no browser.
              ...(known.alerting && timezone !== 'browser'
                ? []
                : [{ value: 'browser', label: t('datasource.options.timezone-browser', 'The browser’s') }]),
              ...(timezone !== 'model' && timezone !== 'browser' ? [{ value: timezone, label: timezone }] : []),
            ]}
            value={timezone}
            {...typable}
            onChange={({ value }) => onChange({ timezone: value === defaults.timezone ? undefined : value })}
          />
        </Cell>
      )}
    </>
  );
}
