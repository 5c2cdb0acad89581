// A query with nothing in it but what it is about and what kind of answer it asks for.
import type { CoreApp } from '@grafana/data';
import { currentVersion, defaultQuery, queryTypeNames, type TidelineQuery } from '../../query/query';
import { grafanaKeys } from '../../query/shape';

/** What a reset leaves: the model, the type and the format, and what Grafana keeps in the query. */
export function defaultsOf(query: TidelineQuery, app?: CoreApp | string): TidelineQuery {
  const grafanas = Object.fromEntries(Object.entries(query).filter(([key]) => grafanaKeys.includes(key)));
  const type = queryTypeNames.includes(query.queryType) ? query.queryType : 'drift';
  return {
    refId: query.refId,
    ...grafanas,
    ...defaultQuery(app),
    version: currentVersion,
    queryType: type,
    ...(type === query.queryType && { format: query.format ?? undefined }),
    ...(typeof query.model === 'string' && { model: query.model }),
  };
}

/** Whether a reset would change anything that is read. */
export function isDefault(query: TidelineQuery, app?: CoreApp | string): boolean {
  const plain: object = defaultsOf(query, app);
  return Object.entries(query).every(
    ([key, value]) => value === undefined || (Array.isArray(value) && value.length === 0) || key in plain
  );
}
