// "-- Mixed --": a panel whose queries go to several data sources.
import {
  type DataQueryRequest,
  type DataQueryResponse,
  DataSourceApi,
  type DataSourceInstanceSettings,
  LoadingState,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { catchError, from, map, merge, mergeMap, type Observable, of } from 'rxjs';

class Mixed extends DataSourceApi {
  override query(request: DataQueryRequest): Observable<DataQueryResponse> {
    const byUid = new Map<string, DataQueryRequest['targets']>();
    for (const target of request.targets) {
      const uid = target.datasource?.uid ?? '';
      byUid.set(uid, [...(byUid.get(uid) ?? []), target]);
    }
    return merge(
      ...[...byUid.values()].map((targets, index) => {
        const key = `mixed-${index}`;
        return from(getDataSourceSrv().get(targets[0].datasource, request.scopedVars)).pipe(
          mergeMap((ds) => from(ds.query({ ...request, requestId: `${key}-${request.requestId}`, targets }))),
          map((response) => ({ ...response, data: response.data ?? [], key: `${key}-${response.key ?? ''}` })),
          catchError((error: Error) =>
            of({ data: [], key, state: LoadingState.Error, error: { message: error.message } })
          )
        );
      })
    );
  }

  override testDatasource() {
    return Promise.resolve({ status: 'success', message: '' });
  }
}

let instance: Mixed | undefined;

export function mixed(): DataSourceApi {
  instance ??= new Mixed({
    id: 0,
    uid: '-- Mixed --',
    name: '-- Mixed --',
    type: 'mixed',
    jsonData: {},
    meta: { id: 'mixed', name: '-- Mixed --', mixed: true }, // else a panel's queries would all be sent to this one
  } as DataSourceInstanceSettings);
  return instance;
}
