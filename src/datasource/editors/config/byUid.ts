import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import type { ResourceCalls } from '../../resources';

/** Resource calls of a data source that is being configured: there is only its uid, no instance of its class. */
export function byUid(uid: string): ResourceCalls {
  const url = (path: string) => `/api/datasources/uid/${encodeURIComponent(uid)}/resources/${path}`;
  const call = async <T>(request: Parameters<ReturnType<typeof getBackendSrv>['fetch']>[0]): Promise<T> =>
    (await lastValueFrom(getBackendSrv().fetch<T>(request))).data;
  return {
    getResource: (path, params, options) => call({ url: url(path), method: 'GET', params, ...options }),
    postResource: (path, data, options) => call({ url: url(path), method: 'POST', data, ...options }),
  };
}
