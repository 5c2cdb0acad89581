// What each engine is asked for on the settings page: facts of pkg/store, as a table.
import { t } from '@grafana/i18n';
import type { EngineName, SecretName, StoreSettings, TlsMode } from '../../../settings';

export interface ServerForm {
  /** What the address looks like, with the port that is usual with TLS. */
  address: string;
  database?: { label: string; placeholder: string; needed: boolean };
  schema?: string;
  /** What a tenant of a server that many share may be called. */
  tenant?: string;
  user: { placeholder: string; needed: boolean };
  /** What may be set for each query, where the server has such settings. */
  session?: string;
  secrets: SecretName[];
  /** What its user needs to be allowed, in a sentence, and statements that allow it for some tables, where the server has such. */
  rights: string;
  statements?: (store: StoreSettings, tables: string[]) => string;
  /** What a model's log is there, where it is no table. */
  log?: { label: string; what: string; placeholder: string };
  /** A log is a query that is written, and what is listed only begins it. */
  query?: { label: string; what: string; placeholder: string };
}

export const engineChoices = (): Array<{ value: EngineName; label: string; description: string }> => [
  {
    value: 'duckdb',
    label: t('datasource.engine.files', 'Files'),
    description: t('datasource.engine.files-what', 'Parquet, CSV or JSON in a folder of the Grafana server'),
  },
  { value: 'postgres', label: 'PostgreSQL', description: t('datasource.engine.postgres-what', '14 and later') },
  {
    value: 'clickhouse',
    label: 'ClickHouse',
    description: t('datasource.engine.clickhouse-what', 'By HTTP: a server, a cluster or ClickHouse Cloud'),
  },
  { value: 'trino', label: 'Trino', description: t('datasource.engine.trino-what', 'Tables of a lake, by HTTP') },
  {
    value: 'loki',
    label: 'Loki',
    description: t('datasource.engine.loki-what', 'Predictions as log lines: JSON, logfmt or structured metadata'),
  },
  {
    value: 'prometheus',
    label: 'Prometheus',
    description: t(
      'datasource.engine.prometheus-what',
      'Histograms and counters of features: early and cheap, without rows'
    ),
  },
];

export const engineName = ({ engine }: StoreSettings): string =>
  engineChoices().find(({ value }) => value === engine)?.label ?? engine;

export function serverForm(engine: EngineName): ServerForm | undefined {
  switch (engine) {
    case 'duckdb':
      return undefined;
    case 'postgres':
      return {
        address: 'db.example.com:5432',
        database: { label: t('datasource.server.database', 'Database'), placeholder: 'predictions', needed: true },
        schema: 'public',
        user: { placeholder: 'tideline', needed: true },
        secrets: ['password'],
        rights: t(
          'datasource.rights.postgres',
          'The user needs to read the log’s tables, and nothing else: each question is one SELECT in a read-only transaction.'
        ),
        statements: ({ user = 'tideline', database = 'predictions', schema = 'public' }, tables) => {
          const named = tables.map((table) => parted(table, schema));
          const schemas = [...new Set(named.map(([of]) => of))];
          return [
            `CREATE ROLE ${quoted(user)} LOGIN PASSWORD '…' CONNECTION LIMIT 10;`,
            `GRANT CONNECT ON DATABASE ${quoted(database)} TO ${quoted(user)};`,
            ...schemas.map((of) => `GRANT USAGE ON SCHEMA ${quoted(of)} TO ${quoted(user)};`),
            ...named.map(([of, name]) => `GRANT SELECT ON ${quoted(of)}.${quoted(name)} TO ${quoted(user)};`),
          ].join('\n');
        },
      };
    case 'clickhouse':
      return {
        address: 'https://clickhouse.example.com:8443',
        database: { label: t('datasource.server.database', 'Database'), placeholder: 'default', needed: false },
        user: { placeholder: 'default', needed: false },
        secrets: ['password'],
        rights: t(
          'datasource.rights.clickhouse',
          'The user needs to read the log’s tables. With readonly = 2 each question has limits of time and memory of its own; with readonly = 1 those of the user’s profile hold.'
        ),
        statements: ({ user = 'tideline', database = 'default' }, tables) =>
          [
            `CREATE USER ${quoted(user)} IDENTIFIED BY '…' SETTINGS readonly = 2;`,
            ...tables
              .map((table) => parted(table, database))
              .map(([of, name]) => `GRANT SELECT ON ${quoted(of)}.${quoted(name)} TO ${quoted(user)};`),
          ].join('\n'),
      };
    case 'trino':
      return {
        address: 'https://trino.example.com:8443',
        database: { label: t('datasource.server.catalog', 'Catalog'), placeholder: 'lake', needed: true },
        schema: 'ml',
        user: { placeholder: 'tideline', needed: true },
        session: 'query_max_memory = 8GB',
        secrets: ['password', 'token'],
        rights: t(
          'datasource.rights.trino',
          'The user needs to see the catalog and to read the log’s tables. A token (JWT) takes the place of a password.'
        ),
        statements: ({ user = 'tideline', database = 'lake', schema = 'ml' }, tables) =>
          tables
            .map((table) => {
              const named = table.split('.');
              const whole = named.length > 2 ? named : [database, ...parted(table, schema)];
              return `GRANT SELECT ON ${whole.map(quoted).join('.')} TO USER ${quoted(user)};`;
            })
            .join('\n'),
      };
    case 'loki':
      return {
        address: 'https://loki.example.com',
        tenant: 'ml',
        user: { placeholder: t('datasource.server.user-none', 'none'), needed: false },
        secrets: ['password', 'token'],
        rights: t(
          'datasource.rights.loki',
          'It is asked by its HTTP API, of queries alone. User and password, or a token, are those of the proxy before it; a tenant is needed where Loki’s auth_enabled is true.'
        ),
        log: {
          label: t('datasource.log.streams', 'Streams'),
          what: t('datasource.log.streams-what', 'Choose a service; then say below how its lines are read.'),
          placeholder: '{service_name="digits"}',
        },
        query: {
          label: t('datasource.log.query', 'Log query'),
          what: t(
            'datasource.log.query-what',
            'As in Explore: which streams, which of their lines, and the parser that makes labels of a line, json, logfmt or pattern. Labels are the columns.'
          ),
          placeholder: '{service_name="digits"} |= "ml.prediction" | json',
        },
      };
    case 'prometheus':
      return {
        address: 'https://prometheus.example.com',
        tenant: 'ml',
        user: { placeholder: t('datasource.server.user-none', 'none'), needed: false },
        secrets: ['password', 'token'],
        rights: t(
          'datasource.rights.prometheus',
          'It is asked by its HTTP API, of queries alone. User and password, or a token, are those of the proxy before it; a tenant is of Mimir and others that many share.'
        ),
        log: {
          label: t('datasource.log.metrics', 'Metrics'),
          what: t(
            'datasource.log.metrics-what',
            'Choose a family of histograms and counters with the label feature, or select its series as PromQL does.'
          ),
          placeholder: 'model_feature{model="digits"}',
        },
      };
  }
}

/** The schema and the name of a table, which may be named without its schema. */
function parted(table: string, schema: string): [schema: string, name: string] {
  const dot = table.indexOf('.');
  return dot < 0 ? [schema, table] : [table.slice(0, dot), table.slice(dot + 1)];
}

/** A name as a statement has it: what is no plain word stands in quotes. */
const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

export const tlsChoices = (): Array<{ value: TlsMode; label: string; description: string }> => [
  {
    value: 'verify-full',
    label: t('datasource.tls.full', 'Verified'),
    description: t('datasource.tls.full-what', 'The certificate is signed by a known authority and is for this server'),
  },
  {
    value: 'verify-ca',
    label: t('datasource.tls.ca', 'Verified authority'),
    description: t('datasource.tls.ca-what', 'Signed by a known authority, whatever name it is for'),
  },
  {
    value: 'require',
    label: t('datasource.tls.require', 'Not verified'),
    description: t('datasource.tls.require-what', 'Encrypted, but whoever answers is believed'),
  },
  {
    value: 'disable',
    label: t('datasource.tls.none', 'None'),
    description: t('datasource.tls.none-what', 'Password and answers go as plain text: on this machine alone'),
  },
];

/** What is still to be said before a server can be asked, by the labels of its fields; empty: nothing. */
export function lacking(store: StoreSettings): string[] {
  const form = serverForm(store.engine);
  if (form === undefined) {
    return [];
  }
  return [
    ...(store.url ? [] : [t('datasource.server.address', 'Address')]),
    ...(form.database?.needed && !store.database ? [form.database.label] : []),
    ...(form.user.needed && !store.user ? [t('datasource.server.user', 'User')] : []),
  ];
}
