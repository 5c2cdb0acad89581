// How a panel's request becomes what the panel shows: loading, then each answer of the data source merged into one state.
import { type DataFrame, type DataQueryResponse, DataTopic, LoadingState, type PanelData } from '@grafana/data';
import { type getRunRequest, toDataQueryError } from '@grafana/runtime';
import { catchError, from, map, type Observable, of, scan, share, takeUntil, timer, merge, isObservable } from 'rxjs';

type RunRequest = ReturnType<typeof getRunRequest>;

/** An answer within this time shows without a spinner before it. */
const patienceMilliseconds = 200;

export const runRequest: RunRequest = (datasource, request, query = datasource.query.bind(datasource)) => {
  const nothing: PanelData = {
    state: LoadingState.Loading,
    series: [],
    annotations: [],
    request,
    timeRange: request.range,
  };
  if (request.targets.length === 0) {
    return of({ ...nothing, state: LoadingState.Done });
  }
  const states = ask(() => query(request)).pipe(
    // A data source may answer in parts, each under a key of its own; a later part with a known key replaces the earlier one.
    scan((parts, response) => new Map(parts).set(response.key ?? 'A', response), new Map<string, DataQueryResponse>()),
    map((parts) => combine(nothing, [...parts.values()])),
    catchError((error: unknown) => of({ ...nothing, state: LoadingState.Error, error: toDataQueryError(error) })),
    share()
  );
  return merge(
    timer(patienceMilliseconds).pipe(
      map(() => nothing),
      takeUntil(states)
    ),
    states
  );
};

/** A data source may throw, promise or stream. */
function ask(query: () => Observable<DataQueryResponse> | Promise<DataQueryResponse>): Observable<DataQueryResponse> {
  try {
    const answer = query();
    return isObservable(answer) ? answer : from(answer);
  } catch (error) {
    return from(Promise.reject(error));
  }
}

function combine(before: PanelData, responses: DataQueryResponse[]): PanelData {
  // As they came: a variable's query answers with plain values, and whoever draws frames turns older shapes into them.
  const frames = responses.flatMap(({ data }) => data as DataFrame[]);
  const errors = responses.flatMap(({ errors, error }) => errors ?? (error === undefined ? [] : [error]));
  const latest = responses[responses.length - 1]?.state ?? LoadingState.Done;
  return {
    ...before,
    state: errors.length > 0 ? LoadingState.Error : latest,
    series: frames.filter(({ meta }) => meta?.dataTopic !== DataTopic.Annotations),
    annotations: frames.filter(({ meta }) => meta?.dataTopic === DataTopic.Annotations),
    ...(errors.length > 0 && { errors, error: errors[0] }),
  };
}
