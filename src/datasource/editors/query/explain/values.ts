// The numbers that a series can hold, as the subject of a sentence: one line a value, as a series over time and as one number.
import { t } from '@grafana/i18n';
import type { DriftValue, SummaryValue, Value } from '../../../query/query';
import { say } from '../../../text';

interface Of {
  model: string;
  features: string;
  /** The method's name, where it is known. */
  method?: string;
  lasting?: { windows: number; of: number };
}

/** "Severity of brightness and contrast of digits" */
export function driftSeries(value: Value | undefined, of: Of): string {
  const { model, features, lasting } = of;
  const values = { model, features };
  const series: Record<DriftValue, () => string> = {
    severity: () =>
      lasting
        ? say(
            'series.severity-lasting',
            'Severity that {{windows}} of the last {{of}} windows of {{features}} of {{model}} reach',
            {
              ...values,
              ...lasting,
            }
          )
        : say('series.severity', 'Severity (1 or more is drifted) of {{features}} of {{model}}', values),
    effect: () =>
      say('series.effect', 'Effect, the size of the change freed of noise, of {{features}} of {{model}}', values),
    statistic: () =>
      of.method === undefined
        ? say('series.statistic', 'The method’s statistic of {{features}} of {{model}}', values)
        : say('series.statistic-of', 'The statistic of the method {{method}} of {{features}} of {{model}}', {
            ...values,
            method: of.method,
          }),
    pValue: () => say('series.p', 'The p-value of {{features}} of {{model}}', values),
    drifted: () => say('series.drifted', 'Whether {{features}} of {{model}} drifted, 1 or 0', values),
    share: () =>
      say('series.share', 'The share of {{features}} of {{model}} that drifted, of those with a verdict', values),
    since: () => say('series.since', 'Since when {{features}} of {{model}} have been drifting', values),
    sinceAtLeast: () =>
      say(
        'series.since-at-least',
        'Whether {{features}} of {{model}} may have been drifting before the first window, 1 or 0',
        values
      ),
    rows: () => say('series.rows', 'The number of rows of {{model}}', values),
    age: () => say('series.age', 'The age of the newest row of {{model}} in seconds, now', values),
    enough: () => say('series.enough', 'Whether {{features}} of {{model}} could be judged, 1 or 0', values),
  };
  return (series[value as DriftValue] ?? series.severity)();
}

/** "One number for each of all 11 features of digits: the severity of the newest closed day, 1 or more is drifted" */
export function driftNumber(value: Value | undefined, of: Of & { newest: string }): string {
  const { model, features, newest, lasting } = of;
  const each = (what: string) =>
    say('number.each', 'One number for each of {{features}} of {{model}}: {{what}}', { features, model, what });
  const one = (what: string) => say('number.one', 'One number: {{what}}', { what });
  // What is said beside a severity that has lasted is of the window which that is of.
  const judged = lasting
    ? say('number.lasting-window', 'the window whose severity {{windows}} of the last {{of}} windows reach', lasting)
    : newest;
  const numbers: Record<DriftValue, () => string> = {
    severity: () =>
      each(
        lasting
          ? say(
              'number.severity-lasting',
              'the severity that {{windows}} of the last {{of}} windows reach, the last being {{newest}} (1 or more is drifted)',
              {
                ...lasting,
                newest,
              }
            )
          : say('number.severity', 'the severity of {{newest}} (1 or more is drifted)', { newest })
      ),
    effect: () =>
      each(say('number.effect', 'the effect of {{newest}}, the size of the change freed of noise', { newest: judged })),
    statistic: () =>
      each(
        of.method === undefined
          ? say('number.statistic', 'the method’s statistic of {{newest}}', { newest: judged })
          : say('number.statistic-of', 'the statistic of the method {{method}} of {{newest}}', {
              newest: judged,
              method: of.method,
            })
      ),
    pValue: () => each(say('number.p', 'the p-value of {{newest}}', { newest: judged })),
    drifted: () => each(say('number.drifted', '1 if it drifted in {{newest}}, 0 if not', { newest })),
    share: () =>
      one(
        say(
          'number.share',
          'the share of {{features}} of {{model}} that drifted in {{newest}}, of those with a verdict',
          {
            features,
            model,
            newest,
          }
        )
      ),
    since: () => each(say('number.since', 'when the drift began that lasts in {{newest}}', { newest })),
    sinceAtLeast: () =>
      each(
        say(
          'number.since-at-least',
          '1 if the drift that lasts in {{newest}} began before what was looked at, 0 if not',
          { newest }
        )
      ),
    rows: () => one(say('number.rows', 'the number of rows of {{model}} in {{newest}}', { model, newest })),
    age: () => one(say('number.age', 'the age of the newest row of {{model}} in seconds', { model })),
    enough: () => each(say('number.enough', '1 if it could be judged in {{newest}}, 0 if not', { newest })),
  };
  return (numbers[value as DriftValue] ?? numbers.severity)();
}

/** "the mean of all 11 features and the prediction of digits" */
export function summaryNumber(value: Value | undefined, features: string, model: string): string {
  const what: Record<SummaryValue, string> = {
    mean: t('datasource.number.mean', 'the mean'),
    rows: t('datasource.number.row-count', 'the number of rows'),
    null_share: t('datasource.number.null-share', 'the share of rows without a value'),
    sd: t('datasource.number.sd', 'the standard deviation'),
    min: t('datasource.number.min', 'the smallest value'),
    p01: t('datasource.number.p01', 'the 1 % quantile'),
    p05: t('datasource.number.p05', 'the 5 % quantile'),
    p25: t('datasource.number.p25', 'the lower quartile'),
    p50: t('datasource.number.p50', 'the median'),
    p75: t('datasource.number.p75', 'the upper quartile'),
    p95: t('datasource.number.p95', 'the 95 % quantile'),
    p99: t('datasource.number.p99', 'the 99 % quantile'),
    max: t('datasource.number.max', 'the largest value'),
    age: t('datasource.number.newest-age', 'the age in seconds of the newest row'),
    share: t('datasource.number.category-share', 'the share of each of the commonest categories'),
  };
  return say('number.of', '{{what}} of {{features}} of {{model}}', {
    what: what[value as SummaryValue] ?? what.mean,
    features,
    model,
  });
}
