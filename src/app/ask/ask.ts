// Asks a data source the queries that panels ask, outside of a dashboard.
import { type DataFrame, type DataQueryRequest, dateTime } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import type { DataSource } from '../../datasource/DataSource';
import type { TidelineQuery } from '../../datasource/query/query';
import { dataSourceId } from '../links';
import { t } from '../text';

export interface Stretch {
  from: number;
  to: number;
}

export type Question = Omit<TidelineQuery, 'refId' | 'version'>;

/** Answers a question about a stretch of time; an error where the data source has one. */
export type Ask = (question: Question, range: Stretch) => Promise<DataFrame[]>;

export async function dataSource(uid: string): Promise<DataSource> {
  const found = await getDataSourceSrv().get({ uid });
  if (found.type !== dataSourceId) {
    throw new Error(t('ask.other', '“{{name}}” is no Tideline data source', { name: found.name }));
  }
  return found as DataSource;
}

let asked = 0;

export function askOf(datasource: DataSource): Ask {
  return async (question, { from, to }) => {
    const raw = { from: dateTime(from), to: dateTime(to) };
    const request: DataQueryRequest<TidelineQuery> = {
      app: 'tideline',
      requestId: `tideline-app-${++asked}`,
      interval: '1m',
      intervalMs: 60_000,
      range: { ...raw, raw },
      scopedVars: {},
      targets: [{ ...question, refId: 'A', version: 1, datasource: { type: datasource.type, uid: datasource.uid } }],
      timezone: 'utc',
      startTime: Date.now(),
    };
    const { data, errors, error } = await lastValueFrom(datasource.query(request));
    const failed = errors?.[0] ?? error;
    if (failed) {
      throw new Error(failed.message ?? failed.data?.message ?? failed.statusText ?? 'The question was not answered');
    }
    return data as DataFrame[];
  };
}
