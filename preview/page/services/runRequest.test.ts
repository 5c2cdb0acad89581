import {
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  DataTopic,
  dateTime,
  LoadingState,
  type PanelData,
  toDataFrame,
} from '@grafana/data';
import { delay, lastValueFrom, NEVER, type Observable, of, concat, throwError, toArray } from 'rxjs';
import { runRequest } from './runRequest';

const range = { from: dateTime(0), to: dateTime(1000), raw: { from: 'now-1h', to: 'now' } };
const request = { requestId: 'Q1', range, targets: [{ refId: 'A' }] } as unknown as DataQueryRequest;
const named = (name: string, topic?: DataTopic) =>
  toDataFrame({ name, meta: topic && { dataTopic: topic }, fields: [] });

const states = (query: () => Observable<DataQueryResponse>): Promise<PanelData[]> =>
  lastValueFrom(runRequest({ query } as unknown as DataSourceApi, request).pipe(toArray()));

const last = async (query: () => Observable<DataQueryResponse>) => (await states(query)).at(-1)!;

test('an answer is done, over the asked time', async () => {
  const data = await last(() => of({ data: [named('a')] }));
  expect(data).toMatchObject({ state: LoadingState.Done, timeRange: range, request });
  expect(data.series.map(({ name }) => name)).toEqual(['a']);
});

test('a quick answer shows no spinner, a slow one does', async () => {
  expect((await states(() => of({ data: [] }))).map(({ state }) => state)).toEqual([LoadingState.Done]);
  expect((await states(() => of({ data: [] }).pipe(delay(300)))).map(({ state }) => state)).toEqual([
    LoadingState.Loading,
    LoadingState.Done,
  ]);
});

test('parts under different keys add up, a later one replaces the one of its key', async () => {
  const data = await last(() =>
    concat(
      of({ key: 'x', data: [named('x1')], state: LoadingState.Loading }),
      of({ key: 'y', data: [named('y1')], state: LoadingState.Loading }),
      of({ key: 'x', data: [named('x2')], state: LoadingState.Done })
    )
  );
  expect(data.series.map(({ name }) => name)).toEqual(['x2', 'y1']);
});

test('annotations are kept apart', async () => {
  const data = await last(() => of({ data: [named('a'), named('note', DataTopic.Annotations)] }));
  expect(data.series.map(({ name }) => name)).toEqual(['a']);
  expect(data.annotations?.map(({ name }) => name)).toEqual(['note']);
});

test('an error of one query keeps what the others brought', async () => {
  const data = await last(() => of({ data: [named('a')], errors: [{ refId: 'B', message: 'no' }] }));
  expect(data).toMatchObject({ state: LoadingState.Error, error: { message: 'no' } });
  expect(data.series).toHaveLength(1);
});

test.each([
  ['fails', () => throwError(() => new Error('broken'))],
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
])('a data source that %s is an error', async (_, query) => {
  expect(await last(query)).toMatchObject({ state: LoadingState.Error, error: { message: 'broken' } });
});

test('nothing asked, nothing shown, nobody bothered', async () => {
  const data = await lastValueFrom(
    runRequest({ query: () => NEVER } as unknown as DataSourceApi, { ...request, targets: [] })
  );
  expect(data).toMatchObject({ state: LoadingState.Done, series: [] });
});
