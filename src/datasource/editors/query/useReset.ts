// Takes a query back to its defaults, and that back again.
import type { CoreApp } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useState } from 'react';
import type { TidelineQuery } from '../../query/query';
import { defaultsOf, isDefault } from './reset';

export interface Reset {
  label: string;
  undo: boolean;
  run: () => void;
}

/** Undefined where there is nothing to take back. `send` is called with the query that it shall be. */
export function useReset(
  query: TidelineQuery,
  app: CoreApp | string | undefined,
  send: (query: TidelineQuery) => void
): Reset | undefined {
  const [last, setLast] = useState<{ before: TidelineQuery; after: TidelineQuery }>();
  // Only as long as nothing else was changed since.
  if (last !== undefined && JSON.stringify(last.after) === JSON.stringify(query)) {
    return { label: t('datasource.query.undo', 'Undo the reset'), undo: true, run: () => send(last.before) };
  }
  if (isDefault(query, app)) {
    return undefined;
  }
  return {
    label: t('datasource.query.reset', 'Reset to defaults, except model and kind'),
    undo: false,
    run: () => {
      const after = defaultsOf(query, app);
      setLast({ before: query, after });
      send(after);
    },
  };
}
