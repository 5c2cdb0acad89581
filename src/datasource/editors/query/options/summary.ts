// What of the rarely changed options is not the default, in a few words each: "alpha 0.005", "Holm".
import { t } from '@grafana/i18n';
import type { TidelineQuery } from '../../../query/query';
import { defaults, type Field, readFields } from '../../../query/reads';
import { say } from '../../../text';
import { corrections, rules } from '../fields/choices';

/** The options, in the order of their fields. */
export const optionFields = [
  'alpha',
  'budget',
  'correction',
  'noise',
  'rule',
  'minRows',
  'persist',
  'includePartial',
  'precision',
  'timezone',
] as const satisfies readonly Field[];
export type OptionField = (typeof optionFields)[number];

/** Those of the fields that the query sets to something else than the default, and reads. */
export function optionsSummary(query: TidelineQuery, fields: readonly OptionField[] = optionFields): string[] {
  const read = readFields(query);
  return fields.filter((field) => read.has(field)).flatMap((field) => words(field, query) ?? []);
}

function words(field: OptionField, query: TidelineQuery): string | undefined {
  const { alpha, budget, correction, noise, rule, minRows, persist, includePartial, precision, timezone } = query;
  switch (field) {
    case 'alpha':
      return budget || alpha === undefined || alpha === defaults.alpha
        ? undefined
        : say('summary-of.alpha', 'alpha {{alpha}}', { alpha });
    case 'budget':
      return budget && falseAlarms(budget.alarms ?? 1, budget.per ?? '30d');
    case 'correction':
      return correction === undefined || correction === defaults.correction
        ? undefined
        : correction === 'none'
          ? t('datasource.summary-of.uncorrected', 'no correction')
          : corrections().find(({ value }) => value === correction)?.label;
    case 'noise':
      return noise === 'sampling' ? t('datasource.summary-of.sampling', 'sampling noise only') : undefined;
    case 'rule':
      return rule === undefined || rule === defaults.rule
        ? undefined
        : say('summary-of.rule', 'drifted when {{rule}}', {
            rule: (rules().find(({ value }) => value === rule)?.label ?? rule).toLowerCase(),
          });
    case 'minRows':
      return minRows === undefined || minRows === defaults.minRows
        ? undefined
        : say('summary-of.min-rows', 'at least {{minRows}} rows', { minRows });
    case 'persist':
      return persist && persist.of > 1
        ? say('summary-of.persist', '{{windows}} of the last {{of}} windows', persist)
        : undefined;
    case 'includePartial':
      return includePartial ? t('datasource.summary-of.partial', 'open windows') : undefined;
    case 'precision':
      return precision === undefined || precision === defaults.precision
        ? undefined
        : precision === 'exact'
          ? t('datasource.summary-of.exact', 'exact counts')
          : t('datasource.summary-of.grid', 'counts on a grid');
    case 'timezone':
      return timezone === undefined || timezone === '' || timezone === defaults.timezone
        ? undefined
        : timezone === 'browser'
          ? t('datasource.summary-of.browser', 'the browser’s time zone')
          : timezone;
  }
}

const falseAlarms = (alarms: number, per: string): string =>
  alarms === 1
    ? say('summary-of.budget-one', '1 false alarm in {{per}}', { per })
    : say('summary-of.budget', '{{alarms}} false alarms in {{per}}', { alarms, per });
