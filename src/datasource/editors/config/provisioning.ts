// The settings as a provisioning file: what to put into Grafana's provisioning/datasources to get the same data source everywhere.
import type { Settings } from '../../settings';

interface DataSourceIdentity {
  name: string;
  uid: string;
  type: string;
}

/** `secrets` are the names of those that are set: what they are is not known here, and belongs into the environment of the Grafana server. */
export function provisioningYaml(
  { name, uid, type }: DataSourceIdentity,
  { store, models, service }: Settings,
  secrets: readonly string[] = []
): string {
  const jsonData = inOrder({ store: store ?? { engine: 'duckdb' }, models: models ?? [], service });
  const settings = yaml({ apiVersion: 1, datasources: [{ name, uid, type, access: 'proxy', jsonData }] });
  const variable = (secret: string) => `TIDELINE_${secret.replace(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase()}`;
  return secrets.length === 0
    ? settings
    : `${settings}    secureJsonData:\n${secrets.map((secret) => `      ${secret}: $${variable(secret)}\n`).join('')}`;
}

/** What comes first in a model, a feature and the rest. Grafana keeps settings in alphabetical order, which nobody would write. */
const first = [
  ...[
    'store',
    'engine',
    'url',
    'database',
    'schema',
    'user',
    'tenant',
    'models',
    'name',
    'column',
    'expression',
    'kind',
    'source',
    'time',
    'id',
    'prediction',
    'target',
  ],
  ...[
    'features',
    'segments',
    'window',
    'timezone',
    'clock',
    'lateness',
    'labels',
    'reference',
    'from',
    'to',
    'mode',
    'period',
    'windows',
    'columns',
  ],
  ...['exclude', 'thresholds', 'rows', 'label', 'value', 'score', 'probabilities'],
  ...[
    'service',
    'operation',
    'duration',
    'unit',
    'error',
    'errors',
    'refused',
    'exceptions',
    'type',
    'message',
    'apdex',
  ],
];

/** The same data with its keys in the order in which a person would write them. */
function inOrder(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(inOrder);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => rank(a) - rank(b))
      .map(([key, item]) => [key, inOrder(item)])
  );
}

type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json } | object;

/** Plain JSON data as block-style YAML. `undefined` falls out, as it does in JSON. */
export function yaml(value: Json): string {
  return block(value, '').replace(/^\n/, '') + '\n';
}

/** What follows a key or a dash: a scalar on the same line, or lines of their own at an indentation. */
function block(value: Json, indent: string): string {
  if (Array.isArray(value)) {
    return value.length === 0
      ? ' []'
      : value.map((item) => `\n${indent}- ${block(item, indent + '  ').replace(/^\s+/, '')}`).join('');
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return entries.length === 0
      ? ' {}'
      : entries.map(([key, item]) => `\n${indent}${scalar(key)}:${block(item, indent + '  ')}`).join('');
  }
  return ` ${scalar(value)}`;
}

/** Words that are no texts in YAML 1.1 or 1.2, and texts that look like a number or a date. */
const notPlain = /^(true|false|yes|no|on|off|y|n|null|~|[-+.]?\d.*|[-+]?\.(inf|nan))$/i;
const plain = /^[\w./][\w ./*()@%+-]*$/;

function scalar(value: string | number | boolean | null | undefined | object): string {
  if (typeof value !== 'string') {
    return String(value);
  }
  // Grafana puts environment variables into provisioning files: a dollar sign that is meant as one is written twice.
  const text = value.replaceAll('$', '$$$$');
  return plain.test(text) && !notPlain.test(text) && text.trim() === text ? text : JSON.stringify(text);
}
