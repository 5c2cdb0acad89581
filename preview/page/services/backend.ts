// Requests to the host, as Grafana's components and plugins make them.
import { AppEvents, type EventBus } from '@grafana/data';
import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { firstValueFrom, map, Observable } from 'rxjs';

export class Backend implements BackendSrv {
  /** A request with the id of a running one takes its place. */
  private readonly running = new Map<string, AbortController>();

  constructor(private readonly events: EventBus) {}

  fetch<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    return this.answer(options, (response) => read<T>(response, options));
  }

  /** The parts of a body as they arrive. */
  chunked(options: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> {
    return this.answer(options, async (response) => new Uint8Array(await response.arrayBuffer()));
  }

  request<T>(options: BackendSrvRequest): Promise<T> {
    return firstValueFrom(this.fetch<T>(options).pipe(map(({ data }) => data)));
  }

  datasourceRequest<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
    return firstValueFrom(this.fetch<T>(options));
  }

  get<T>(
    url: string,
    params?: BackendSrvRequest['params'],
    requestId?: string,
    options?: Partial<BackendSrvRequest>
  ): Promise<T> {
    return this.request<T>({ ...options, url, params, requestId, method: 'GET' });
  }

  delete<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, url, data, method: 'DELETE' });
  }

  post<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, url, data, method: 'POST' });
  }

  patch<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, url, data, method: 'PATCH' });
  }

  put<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, url, data, method: 'PUT' });
  }

  private answer<T>(
    options: BackendSrvRequest,
    body: (response: Response) => Promise<T>
  ): Observable<FetchResponse<T>> {
    return new Observable((subscriber) => {
      const abort = new AbortController();
      const { requestId, abortSignal } = options;
      if (requestId !== undefined) {
        this.running.get(requestId)?.abort();
        this.running.set(requestId, abort);
      }
      abortSignal?.addEventListener('abort', () => abort.abort());
      const run = async () => {
        const response = await fetch(address(options), init(options, abort.signal));
        if (!response.ok) {
          throw await failure(response, options);
        }
        const { status, statusText, ok, headers, redirected, type, url } = response;
        return { data: await body(response), status, statusText, ok, headers, redirected, type, url, config: options };
      };
      run().then(
        (response) => {
          this.announce(
            options,
            AppEvents.alertSuccess.name,
            messageOf(response.data),
            options.showSuccessAlert ?? isChange(options)
          );
          subscriber.next(response);
          subscriber.complete();
        },
        (error: unknown) => {
          const failed = asFetchError(error, options, abort.signal.aborted);
          if (!failed.cancelled) {
            const text = messageOf(failed.data) ?? failed.statusText;
            this.announce(options, AppEvents.alertError.name, text, options.showErrorAlert ?? isChange(options));
          }
          subscriber.error(failed);
        }
      );
      return () => {
        abort.abort();
        if (requestId !== undefined && this.running.get(requestId) === abort) {
          this.running.delete(requestId);
        }
      };
    });
  }

  private announce(options: BackendSrvRequest, type: string, text: string | undefined, show: boolean) {
    if (show && text !== undefined && !options.url.includes('/api/ds/query') && !options.url.includes('/resources/')) {
      this.events.publish({ type, payload: [text] });
    }
  }
}

const isChange = ({ method = 'GET' }: BackendSrvRequest) => !['GET', 'HEAD'].includes(method.toUpperCase());

function messageOf(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'message' in data && typeof data.message === 'string'
    ? data.message
    : undefined;
}

function address({ url, params }: BackendSrvRequest): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) {
        query.append(name, String(one));
      }
    }
  }
  const absolute = /^https?:/.test(url) ? url : `/${url.replace(/^\//, '')}`;
  return query.size === 0 ? absolute : `${absolute}${absolute.includes('?') ? '&' : '?'}${query}`;
}

function init({ method = 'GET', data, headers, credentials }: BackendSrvRequest, signal: AbortSignal): RequestInit {
  const isText = typeof data === 'string' || data instanceof FormData || data instanceof Blob || data === undefined;
  return {
    method,
    signal,
    credentials: credentials ?? 'same-origin',
    headers: {
      accept: 'application/json, text/plain, */*',
      ...(isText ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: isText ? data : JSON.stringify(data),
  };
}

async function read<T>(response: Response, { responseType }: BackendSrvRequest): Promise<T> {
  switch (responseType) {
    case 'arraybuffer':
      return (await response.arrayBuffer()) as T;
    case 'blob':
      return (await response.blob()) as T;
    case 'text':
      return (await response.text()) as T;
    case 'json':
      return (await response.json()) as T;
  }
  const text = await response.text();
  try {
    return JSON.parse(text) as T;
  } catch {
    return text as T;
  }
}

async function failure(response: Response, options: BackendSrvRequest): Promise<FetchError> {
  const data = await read<unknown>(response, { ...options, responseType: undefined });
  const { status, statusText } = response;
  return { status, statusText, data: typeof data === 'string' ? { message: data } : data, config: options };
}

function asFetchError(error: unknown, config: BackendSrvRequest, cancelled: boolean): FetchError {
  if (cancelled) {
    return { status: -1, statusText: 'Request was aborted', cancelled, data: null, config };
  }
  if (error instanceof Error) {
    const message = `The preview's host gave no answer (${error.message}): is it still running?`;
    return { status: 0, statusText: message, message, data: { message, error: message }, config };
  }
  return error as FetchError;
}
