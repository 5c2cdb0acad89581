// What an editor makes of a query as it was saved: completed where it is new, brought into the shape that forms work on, or told to be none that a form can
// show (of a newer version, of another type, malformed). Nothing is written back before a person changes something.
import type { CoreApp } from '@grafana/data';
import { t } from '@grafana/i18n';
import { check } from './check';
import { inShape } from './inShape';
import { currentVersion, defaultQuery, queryTypeNames, type TidelineQuery } from './query';
import { grafanaKeys } from './shape';
import { say } from '../text';

export interface Received {
  query: TidelineQuery;
  /** Why a form cannot show it; then it is shown as it is. */
  foreign?: string;
}

export function receive(given: TidelineQuery, app?: CoreApp | string): Received {
  const isNew = Object.entries(given).every(
    ([key, value]) => grafanaKeys.includes(key) || key === 'version' || value === undefined || value === ''
  );
  if (isNew) {
    return { query: { ...given, ...defaultQuery(app) } as TidelineQuery };
  }
  // Version 1 is the only one so far; a query without one is of the first. Older shapes will be brought up to the current one here.
  const query = { ...given, version: given.version ?? 1, queryType: given.queryType || 'drift' };
  const foreign = foreignness(query);
  return foreign === undefined ? { query: inShape(query) } : { query: given, foreign };
}

function foreignness(query: TidelineQuery): string | undefined {
  const { version, queryType } = query;
  if (Number(version) > currentVersion) {
    return say(
      'received.newer',
      'This query was written by a newer Tideline (version {{version}}; this one knows {{current}}). It is kept as it is: update the plugin to edit it.',
      { version, current: currentVersion }
    );
  }
  if (!queryTypeNames.includes(queryType)) {
    return say(
      'received.type',
      'This query is of a type that this Tideline does not know, “{{queryType}}”. It is kept as it is.',
      {
        queryType: String(queryType),
      }
    );
  }
  const [mistake] = check({ ...query }).filter(({ remark }) => !remark);
  return mistake === undefined
    ? undefined
    : `${t('datasource.received.malformed', 'The form cannot show this query:')} ${mistake.field} ${mistake.text}.`;
}
