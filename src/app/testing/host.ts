// A Grafana for the tests of the app's pages: one data source whose settings are stored and changed by its HTTP API, and whose answers are made by hand.
import { type DataFrame, FieldType, toDataFrame } from '@grafana/data';
import {
  type BackendSrv,
  type BackendSrvRequest,
  config,
  type DataSourceSrv,
  setBackendSrv,
  setDataSourceSrv,
} from '@grafana/runtime';
import { from, of, throwError } from 'rxjs';
import type { TidelineQuery } from '../../datasource/query/query';
import type { Diagnostics, ModelInfo } from '../../datasource/resources';
import { type Model, referencesOf, type Settings } from '../../datasource/settings';
import { diagnostics } from './diagnostics';
import { at, driftTable } from './drift';

export const model: Model = {
  name: 'digits',
  source: { file: 'digits/*.parquet' },
  features: [{ name: 'brightness' }, { name: 'size' }],
  segments: ['app_version'],
  version: 'app_version',
  reference: { from: '2026-10-01', to: '2026-10-29' },
};

interface Stored {
  uid: string;
  version: number;
  readOnly: boolean;
  jsonData: Settings;
  [more: string]: unknown;
}

export class Host {
  /** Sets up the page's surroundings; today is the 21st day of the drift tables. */
  constructor(part: Partial<Stored> = {}, role = 'Admin') {
    this.stored = { ...this.stored, ...part };
    Object.assign(config.bootData, { user: { orgRole: role, isGrafanaAdmin: false } });
    setBackendSrv({ fetch: (request: BackendSrvRequest) => this.fetch(request) } as unknown as BackendSrv);
    setDataSourceSrv({
      get: async () => this.datasource,
      getList: () => [{ uid: 'tideline', name: 'Tideline' }],
    } as unknown as DataSourceSrv);
  }

  stored: Stored = {
    uid: 'tideline',
    name: 'Tideline',
    type: 'tideline-drift-datasource',
    url: 'kept',
    secureJsonFields: { token: true },
    version: 7,
    readOnly: false,
    jsonData: { store: { engine: 'duckdb' }, models: [model] } as Settings,
  };
  problems: string[] = [];
  diagnostics = async (): Promise<Diagnostics> => diagnostics;
  /** Bodies of what was put. */
  puts: Stored[] = [];
  /** Addresses that were asked. */
  asked: string[] = [];
  queries: TidelineQuery[] = [];

  private fetch({ method, url, data }: BackendSrvRequest) {
    this.asked.push(`${method} ${url}`);
    if (url.endsWith('/health')) {
      return of({ data: { details: { models: [{ model: 'digits', problems: this.problems }] } } });
    }
    if (method === 'PUT') {
      const body = data as Stored;
      this.puts.push(body);
      if (body.version !== this.stored.version) {
        return throwError(() => ({ status: 409, data: { message: 'changed by someone else' }, config: {} }));
      }
      this.stored = { ...body, version: body.version + 1 };
      return of({ data: { datasource: copy(this.stored) } });
    }
    return of({ data: copy(this.stored) });
  }

  private info(): ModelInfo[] {
    return (this.stored.jsonData.models ?? []).map((stored) => ({
      name: stored.name,
      features: (stored.features ?? []).map(({ name }) => ({ name, kind: 'numeric' })),
      segments: stored.segments ?? [],
      window: '1d',
      timezone: 'UTC',
      version: stored.version,
      references: referencesOf(stored).map(({ since, version, from, to, why }) => ({
        text: `${version === undefined ? '' : `${version}: `}${from} – ${to}`,
        since: instant(since),
        version: version === undefined ? undefined : String(version),
        from: instant(from),
        to: instant(to),
        why,
      })),
      excluded: (stored.exclude ?? []).map(({ from, to, why }) => ({ from: instant(from)!, to: instant(to)!, why })),
    }));
  }

  private readonly datasource = {
    uid: 'tideline',
    name: 'Tideline',
    type: 'tideline-drift-datasource',
    resources: {
      models: async () => this.info(),
      values: async () => ['4.1.3', '4.2.0'],
      diagnostics: () => this.diagnostics(),
    },
    query: ({ targets: [query] }: { targets: TidelineQuery[] }) => {
      this.queries.push(query);
      return from(Promise.resolve().then(() => ({ data: this.answer(query) })));
    },
  };

  /** brightness drifts from day 10 on, unless it is compared with a time after that. */
  private answer({ queryType, reference, kinds, format }: TidelineQuery): DataFrame[] {
    if (queryType === 'episodes') {
      return kinds?.[0] === 'version' ? [versions()] : [];
    }
    if (queryType === 'summary') {
      return [];
    }
    if (format === 'numeric') {
      return ['brightness', 'size'].map((feature, i) =>
        toDataFrame({
          fields: [{ name: 'drifted', type: FieldType.number, values: [1 - i], labels: { model: 'digits', feature } }],
        })
      );
    }
    const inside = reference?.mode === 'range' ? Date.parse(reference.from) : Infinity;
    return [
      driftTable(
        Array.from({ length: 10 }, (_, i) => i + 10).flatMap((n) => [
          { day: n, feature: 'brightness', severity: reference === undefined ? 5 : 0.1, inReference: at(n) >= inside },
          { day: n, feature: 'size', severity: 0.2, inReference: at(n) >= inside },
        ])
      ),
    ];
  }
}

/** As it comes over the wire. */
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text).toISOString());

const versions = () =>
  toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [at(10)] },
      { name: 'timeEnd', type: FieldType.time, values: [at(10)] },
      { name: 'title', type: FieldType.string, values: ['4.2.0'] },
      { name: 'text', type: FieldType.string, values: ['First seen …'] },
      { name: 'tags', type: FieldType.string, values: ['version,digits'] },
    ],
  });
