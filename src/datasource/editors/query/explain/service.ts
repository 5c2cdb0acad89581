// What a query about services answers, as the subject of a sentence.
import { t } from '@grafana/i18n';
import type { ServiceValue, TidelineQuery } from '../../../query/query';
import { formatOf, ofExceptions, valueOf } from '../../../query/reads';
import { say } from '../../../text';
import { type Cut, newestWindow, windowClause } from './clauses';

/** "The rate of requests a second", and how time is cut. */
export function serviceAsked(query: TidelineQuery, cut: Cut): string {
  if (formatOf(query) === 'table') {
    const what = ofExceptions(query)
      ? t('datasource.sentence.exceptions', 'How often what was thrown, and when first and last')
      : t('datasource.sentence.requests', 'Rate, errors, quantiles of the durations and Apdex of requests');
    return what + (query.window === undefined ? '' : windowClause(query, cut));
  }
  const what = numbers(query)[valueOf(query) as ServiceValue];
  return formatOf(query) === 'numeric'
    ? say('sentence.service-number', 'One number: {{what}} in {{newest}}', { what, newest: newestWindow(query, cut) })
    : what.charAt(0).toUpperCase() + what.slice(1) + windowClause(query, cut);
}

const numbers = ({ threshold }: TidelineQuery): Record<ServiceValue, string> => ({
  rate: t('datasource.service.rate', 'the number of requests a second'),
  requests: t('datasource.service.requests', 'the number of requests'),
  errors: t('datasource.service.errors', 'the number of requests that failed'),
  error_share: t('datasource.service.error-share', 'the share of requests that failed'),
  refused: t('datasource.service.refused-number', 'the number of requests that were refused'),
  refused_share: t('datasource.service.refused-share', 'the share of requests that were refused'),
  p50: t('datasource.service.p50', 'the median of the durations of requests'),
  p90: t('datasource.service.p90', 'the duration within which nine of ten requests are answered'),
  p95: t('datasource.service.p95', 'the duration within which 95 % of requests are answered'),
  p99: t('datasource.service.p99', 'the duration within which 99 % of requests are answered'),
  apdex:
    threshold === undefined
      ? t('datasource.service.apdex', 'the Apdex of requests')
      : say('service.apdex-of', 'the Apdex of requests with users satisfied within {{threshold}} s', { threshold }),
  exceptions: t('datasource.service.exceptions', 'the number of exceptions'),
});
