import { t } from '@grafana/i18n';
import { ControlledCollapse, InlineField, InlineFieldRow, InlineSwitch, RadioButtonGroup, Select } from '@grafana/ui';
import React, { useId } from 'react';
import type { TidelineQuery } from '../../query';
import { CommitInput } from '../CommitInput';
import { NumberInput } from '../NumberInput';
import { corrections } from './choices';
import { labelWidth } from './layout';

interface Props {
  query: TidelineQuery;
  /** In an alert rule there is no browser whose time zone could count. */
  alerting: boolean;
  onChange: (part: Partial<TidelineQuery>) => void;
}

/** What has a sensible default and is rarely changed. */
export function Options({ query, alerting, onChange }: Props) {
  const id = useId();
  const {
    alpha,
    budget,
    correction = 'bh',
    noise = 'both',
    minRows,
    persist,
    precision = 'auto',
    includePartial = false,
    timezone,
  } = query;
  return (
    <ControlledCollapse label={t('datasource.query.options', 'Options')}>
      <InlineFieldRow>
        <InlineField
          label={t('datasource.options.alpha', 'Alpha')}
          tooltip={t(
            'datasource.options.alpha-what',
            'The chance of any false verdict in a window in which nothing changed.'
          )}
          labelWidth={labelWidth}
          htmlFor={`${id}-alpha`}
        >
          <NumberInput
            id={`${id}-alpha`}
            width={10}
            step="any"
            min={0}
            max={1}
            placeholder="0.01"
            disabled={budget !== undefined}
            value={alpha}
            onCommit={(value) => onChange({ alpha: value })}
          />
        </InlineField>
        <InlineField
          label={t('datasource.options.alarms', 'or false alarms')}
          tooltip={t('datasource.options.alarms-what', 'A budget of false alarms takes the place of alpha.')}
          htmlFor={`${id}-alarms`}
        >
          <NumberInput
            id={`${id}-alarms`}
            width={8}
            step="any"
            min={0}
            value={budget?.alarms}
            onCommit={(alarms) =>
              onChange(
                alarms === undefined
                  ? { budget: undefined }
                  : { alpha: undefined, budget: { alarms, per: budget?.per ?? '30d' } }
              )
            }
          />
        </InlineField>
        <InlineField label={t('datasource.options.per', 'in')} htmlFor={`${id}-per`}>
          <CommitInput
            id={`${id}-per`}
            width={8}
            placeholder="30d"
            disabled={budget === undefined}
            value={budget?.per ?? ''}
            onCommit={(per) => budget && onChange({ budget: { ...budget, per: per || '30d' } })}
          />
        </InlineField>
      </InlineFieldRow>
      <InlineFieldRow>
        <InlineField
          label={t('datasource.options.correction', 'Correction')}
          tooltip={t(
            'datasource.options.correction-what',
            'For asking about many features at once. The family is all features of the model, whatever is shown.'
          )}
          labelWidth={labelWidth}
          htmlFor={`${id}-correction`}
        >
          <Select
            inputId={`${id}-correction`}
            width={26}
            options={corrections()}
            value={correction}
            onChange={({ value }) => onChange({ correction: value })}
          />
        </InlineField>
        <InlineField
          label={t('datasource.options.noise', 'Noise')}
          tooltip={t(
            'datasource.options.noise-what',
            'What counts as ordinary: sampling alone, or also how much the reference’s own windows differ.'
          )}
        >
          <RadioButtonGroup<NonNullable<TidelineQuery['noise']>>
            aria-label={t('datasource.options.noise', 'Noise')}
            value={noise}
            options={[
              { value: 'both', label: t('datasource.options.noise-both', 'Sampling and ordinary variation') },
              { value: 'sampling', label: t('datasource.options.noise-sampling', 'Sampling only') },
            ]}
            onChange={(value) => onChange({ noise: value })}
          />
        </InlineField>
      </InlineFieldRow>
      <InlineFieldRow>
        <InlineField
          label={t('datasource.options.min-rows', 'Least rows')}
          tooltip={t('datasource.options.min-rows-what', 'A window with fewer rows gets no verdict.')}
          labelWidth={labelWidth}
          htmlFor={`${id}-min-rows`}
        >
          <NumberInput
            id={`${id}-min-rows`}
            width={10}
            min={1}
            placeholder="50"
            value={minRows}
            onCommit={(value) => onChange({ minRows: value })}
          />
        </InlineField>
        <InlineField
          label={t('datasource.options.persist', 'Drifted in')}
          tooltip={t(
            'datasource.options.persist-what',
            'How many of the last closed windows must have drifted, so that one odd window is no alarm.'
          )}
          htmlFor={`${id}-persist-windows`}
        >
          <NumberInput
            id={`${id}-persist-windows`}
            width={8}
            min={1}
            placeholder="1"
            value={persist?.windows}
            onCommit={(windows) =>
              onChange({
                persist: windows === undefined ? undefined : { windows, of: Math.max(windows, persist?.of ?? windows) },
              })
            }
          />
        </InlineField>
        <InlineField label={t('datasource.options.persist-of', 'of the last')} htmlFor={`${id}-persist-of`}>
          <NumberInput
            id={`${id}-persist-of`}
            width={8}
            min={persist?.windows ?? 1}
            placeholder="1"
            disabled={persist === undefined}
            value={persist?.of}
            onCommit={(of) =>
              persist && onChange({ persist: { ...persist, of: Math.max(persist.windows, of ?? persist.windows) } })
            }
          />
        </InlineField>
        <InlineField
          label={t('datasource.options.partial', 'Open windows')}
          tooltip={t('datasource.options.partial-what', 'Show the window that is not over yet.')}
          htmlFor={`${id}-partial`}
        >
          <InlineSwitch
            id={`${id}-partial`}
            value={includePartial}
            onChange={(event) => onChange({ includePartial: event.currentTarget.checked })}
          />
        </InlineField>
      </InlineFieldRow>
      <InlineFieldRow>
        <InlineField
          label={t('datasource.options.precision', 'Precision')}
          tooltip={t(
            'datasource.options.precision-what',
            'A grid with a stated error bound, or every value, which can be slow.'
          )}
          labelWidth={labelWidth}
        >
          <RadioButtonGroup<NonNullable<TidelineQuery['precision']>>
            aria-label={t('datasource.options.precision', 'Precision')}
            value={precision}
            options={[
              { value: 'auto', label: t('datasource.options.precision-auto', 'Auto') },
              { value: 'grid', label: t('datasource.options.precision-grid', 'Grid') },
              { value: 'exact', label: t('datasource.options.precision-exact', 'Exact') },
            ]}
            onChange={(value) => onChange({ precision: value })}
          />
        </InlineField>
        <InlineField
          label={t('datasource.options.timezone', 'Time zone')}
          tooltip={t(
            'datasource.options.timezone-what',
            'Where days begin: model, browser, or a name such as Europe/Copenhagen.'
          )}
          htmlFor={`${id}-timezone`}
        >
          <Select
            inputId={`${id}-timezone`}
            width={26}
            options={[
              { value: 'model', label: t('datasource.options.timezone-model', 'The model’s') },
              ...(alerting
                ? []
                : [{ value: 'browser', label: t('datasource.options.timezone-browser', 'The browser’s') }]),
              ...(timezone && timezone !== 'model' && timezone !== 'browser'
                ? [{ value: timezone, label: timezone }]
                : []),
            ]}
            value={timezone ?? 'model'}
            allowCustomValue
            onChange={({ value }) => onChange({ timezone: value })}
          />
        </InlineField>
      </InlineFieldRow>
    </ControlledCollapse>
  );
}
