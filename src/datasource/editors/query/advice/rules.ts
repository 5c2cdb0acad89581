// What an alert rule can ask: facts as tables, and what is wrong with a query for one, each with what mends it. A rule is evaluated by the server: it has no
// dashboard, no variables and no browser, and it needs one number for each series.
import { t } from '@grafana/i18n';
import { isObject } from '../../../query/check';
import { allModels, type Format, type QueryType, type TidelineQuery, type Value } from '../../../query/query';
import { formatOf, valueOf, valuesOf } from '../../../query/reads';
import type { MethodInfo } from '../../../resources';
import { say } from '../../../text';
import type { Hint } from './hint';

/** The types whose answers are numbers. */
export const ruleTypes: readonly QueryType[] = ['drift', 'summary', 'service'];

/** The one format that a rule can take as it is. */
export const ruleFormat: Format = 'numeric';

/** The numbers of a type, those that rules are made of first. A moment in time, and what is known of it, is no level that a threshold could be set on. */
export function ruleValues(type: QueryType): Value[] {
  const first: Value[] = ['severity', 'share', 'drifted', 'age', 'enough', 'rows'];
  const all = valuesOf(type).filter((value) => value !== 'since' && value !== 'sinceAtLeast');
  return type === 'drift' ? [...first, ...all.filter((value) => !first.includes(value))] : [...all];
}

/** What of the query does not work in a rule. */
export function ruleHints(query: TidelineQuery): Hint[] {
  return [typeHint(query), formatHint(query), zoneHint(query), variablesHint(query)].flatMap((hint) => hint ?? []);
}

function typeHint({ queryType }: TidelineQuery): Hint | undefined {
  return ruleTypes.includes(queryType)
    ? undefined
    : {
        id: 'type',
        severity: 'error',
        text: say('rule.type', 'Alert rules need numbers, and {{queryType}} gives none.', { queryType }),
        mend: {
          label: t('datasource.rule.type-mend', 'Ask for drift'),
          change: { queryType: 'drift', format: ruleFormat, value: undefined },
        },
      };
}

function formatHint(query: TidelineQuery): Hint | undefined {
  const format = formatOf(query);
  if (format === ruleFormat || !ruleTypes.includes(query.queryType)) {
    return undefined;
  }
  const mend = { label: t('datasource.rule.format-mend', 'Make it a number'), change: { format: ruleFormat } };
  return format === 'table'
    ? {
        id: 'format',
        severity: 'error',
        text: t('datasource.rule.table', 'Alert rules cannot read tables: they need one number for each series.'),
        mend,
      }
    : {
        id: 'format',
        severity: 'warning',
        text: t(
          'datasource.rule.series',
          'A time series only works with a Reduce expression. A number is the newest closed window already.'
        ),
        mend,
      };
}

function zoneHint({ timezone }: TidelineQuery): Hint | undefined {
  return timezone !== 'browser'
    ? undefined
    : {
        id: 'timezone',
        severity: 'warning',
        text: t('datasource.rule.zone', 'A rule has no browser, so its days are those of the model’s time zone.'),
        mend: { label: t('datasource.rule.zone-mend', 'Take the model’s time zone'), change: { timezone: undefined } },
      };
}

function variablesHint(query: TidelineQuery): Hint | undefined {
  const names = [...new Set(variablesIn(query))];
  return names.length === 0
    ? undefined
    : {
        id: 'variables',
        severity: 'error',
        text: say(
          'rule.variables',
          'Alert rules know no variables, and this query has {{names}}: choose model and features by name.',
          { names: names.join(', ') }
        ),
        mend: { label: t('datasource.rule.variables-mend', 'Remove them'), change: withoutVariables(query) },
      };
}

const variable = /\$\{[^}]+\}|\$\w+|\[\[[^\]]+\]\]/g;

function variablesIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return value === allModels ? [] : (value.match(variable) ?? []);
  }
  return Array.isArray(value) || isObject(value) ? Object.values(value).flatMap(variablesIn) : [];
}

/** The fields that hold variables, without them: a list loses entries, a window or a reference becomes the default, the model has to be chosen. */
function withoutVariables(query: TidelineQuery): Partial<TidelineQuery> {
  const held = Object.entries(query).filter(([key, value]) => key !== 'datasource' && variablesIn(value).length > 0);
  return Object.fromEntries(
    held.map(([key, value]) => [
      key,
      Array.isArray(value) ? value.filter((item) => variablesIn(item).length === 0) : undefined,
    ])
  );
}

/** Which threshold a rule should have on the query's number. */
export function thresholdAdvice(query: TidelineQuery, method?: MethodInfo): string {
  if (query.queryType === 'summary') {
    return t('datasource.threshold.summary', 'Set the rule’s threshold in the unit of the feature.');
  }
  if (query.queryType === 'service') {
    return serviceAdvice(query);
  }
  switch (valueOf(query)) {
    case 'share':
      return t(
        'datasource.threshold.share',
        'Set the rule’s threshold to a share: above 0.3, three in ten features have drifted.'
      );
    case 'drifted':
      return t('datasource.threshold.drifted', 'Set the rule’s threshold to 0: above it, a feature has drifted.');
    case 'age':
      return t(
        'datasource.threshold.age',
        'Set the rule’s threshold in seconds: above 129600, no row has come for a day and a half.'
      );
    case 'enough':
      return t('datasource.threshold.enough', 'Let the rule alert below 1: then a window had too few rows to judge.');
    case 'rows':
      return t('datasource.threshold.rows', 'Let the rule alert below the number of rows that a window should have.');
    case 'effect':
      return method === undefined || method.threshold === null
        ? t(
            'datasource.threshold.effect',
            'Set the rule’s threshold in the method’s unit. Severity, which knows noise as well, is the safer number.'
          )
        : say(
            'threshold.effect-of',
            'Set the rule’s threshold in the method’s unit: a change matters from {{threshold}} on. Severity, which knows noise as well, is the safer number.',
            { threshold: method.threshold }
          );
    case 'statistic':
    case 'pValue':
      return t(
        'datasource.threshold.raw',
        'This number knows neither noise nor how many features are looked at: severity is the safer one to alert on.'
      );
    case 'since':
    case 'sinceAtLeast':
      return t('datasource.threshold.since', 'A moment in time is no level to alert on: take severity.');
    default:
      return t(
        'datasource.threshold.severity',
        'Set the rule’s threshold to 1: severity is 1 or more exactly when a feature has drifted.'
      );
  }
}

function serviceAdvice(query: TidelineQuery): string {
  switch (valueOf(query)) {
    case 'error_share':
      return t(
        'datasource.threshold.error-share',
        'Set the rule’s threshold to a share: above 0.01, one request in a hundred fails.'
      );
    case 'refused_share':
      return t(
        'datasource.threshold.refused-share',
        'Set the rule’s threshold to a share: above 0.1, one request in ten is refused.'
      );
    case 'p50':
    case 'p90':
    case 'p95':
    case 'p99':
      return t('datasource.threshold.duration', 'Set the rule’s threshold in seconds.');
    case 'apdex':
      return t(
        'datasource.threshold.apdex',
        'Let the rule alert below a number between 0 and 1: under 0.7 many users wait.'
      );
    default:
      return t(
        'datasource.threshold.count',
        'Set the rule’s threshold as a number. A service without requests has no series.'
      );
  }
}
