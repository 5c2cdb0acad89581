// One query of a data source, with the editor that its plugin brings; the answer as a table.
import { css } from '@emotion/css';
import {
  CoreApp,
  type DataQuery,
  type DataSourceApi,
  dateMath,
  type GrafanaTheme2,
  LoadingState,
  type PanelData,
  type TimeRange,
} from '@grafana/data';
import { getDataSourceSrv, getRunRequest } from '@grafana/runtime';
import { Alert, Button, Stack, TimeRangeInput, useStyles2 } from '@grafana/ui';
import React, { useCallback, useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router-dom-v5-compat';
import type { Subscription } from 'rxjs';
import { Frames } from './Frames';
import { useLoaded } from './useLoaded';
import { Waiting } from './Waiting';

export function QueryPage({ onTitle }: { onTitle: (title: string) => void }) {
  const { uid = '' } = useParams();
  const source = useLoaded(uid, () => getDataSourceSrv().get(uid));
  return <Waiting loaded={source}>{(ds) => <Query key={uid} source={ds} onTitle={onTitle} />}</Waiting>;
}

const lastMonths: TimeRange = {
  from: dateMath.toDateTime('now-8w', {})!,
  to: dateMath.toDateTime('now', {})!,
  raw: { from: 'now-8w', to: 'now' },
};

function Query({ source, onTitle }: { source: DataSourceApi; onTitle: (title: string) => void }) {
  const styles = useStyles2(getStyles);
  const [query, setQuery] = useState<DataQuery>(() => ({
    refId: 'A',
    datasource: source.getRef(),
    ...source.getDefaultQuery?.(CoreApp.Explore),
  }));
  const [range, setRange] = useState(lastMonths);
  const [data, setData] = useState<PanelData>();
  const running = useRef<Subscription>(undefined);
  // Editors change a query and run it in one go, before React has drawn the change.
  const latest = useRef(query);
  const change = useCallback((changed: DataQuery) => {
    latest.current = changed;
    setQuery(changed);
  }, []);

  const run = useCallback(() => {
    running.current?.unsubscribe();
    const targets = source.filterQuery && !source.filterQuery(latest.current) ? [] : [latest.current];
    const now = {
      ...range,
      from: dateMath.toDateTime(range.raw.from, {})!,
      to: dateMath.toDateTime(range.raw.to, { roundUp: true })!,
    };
    const request = {
      app: CoreApp.Explore,
      requestId: 'query-page',
      timezone: 'browser',
      range: now,
      interval: '1h',
      intervalMs: 3_600_000,
      maxDataPoints: 1000,
      targets,
      scopedVars: {},
      startTime: Date.now(),
    };
    running.current = getRunRequest()(source, request).subscribe(setData);
  }, [source, range]);

  useEffect(() => onTitle(`Query ${source.name}`), [source, onTitle]);
  useEffect(run, [run]);
  useEffect(() => () => running.current?.unsubscribe(), []);

  const Editor = source.components?.QueryEditor;
  return (
    <div className={styles}>
      <Stack justifyContent="flex-end">
        <TimeRangeInput value={range} onChange={setRange} />
        <Button icon="play" onClick={run}>
          Run query
        </Button>
      </Stack>
      {Editor === undefined ? (
        <Alert severity="info" title="The data source’s plugin brings no query editor" />
      ) : (
        <Editor
          datasource={source}
          query={query}
          queries={[query]}
          onChange={change}
          onRunQuery={run}
          range={range}
          data={data}
          app={CoreApp.Explore}
        />
      )}
      {data?.errors?.map(({ message, data }, index) => (
        <Alert key={index} severity="error" title={message ?? data?.message ?? 'The query failed'} />
      ))}
      {data && <Frames frames={data.series} loading={data.state === LoadingState.Loading} timeRange={range} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => css({ padding: theme.spacing(2), display: 'grid', gap: theme.spacing(2) });
