// What the last answer to a query says of itself: what it cost, its remarks and its errors. An error names the field that it is about, "window.every: …",
// and is shown there.
import { type DataFrame, LoadingState, type PanelData, type QueryResultMetaNotice } from '@grafana/data';
import { t } from '@grafana/i18n';
import { say } from '../../../text';

export interface Answer {
  state: 'asking' | 'answered' | 'failed';
  /** "read 230,000 rows in 0.4 s · 3 of 12 answers from the cache · 12 series, 672 points"; '' of a failed one. */
  cost: string;
  notices: QueryResultMetaNotice[];
  errors: FieldError[];
}

/** A mistake, and the field it is in: "threshold", "window.every", "filters[0].column"; none where it is about the whole. */
export interface FieldError {
  field?: string;
  text: string;
}

/** What Grafana holds of the answer to one of a panel's queries; undefined before it was asked. */
export function answerTo(refId: string, data: PanelData | undefined): Answer | undefined {
  if (data === undefined || data.state === LoadingState.NotStarted) {
    return undefined;
  }
  const frames = data.series.filter((frame) => frame.refId === undefined || frame.refId === refId);
  const errors = (data.errors ?? (data.error ? [data.error] : [])).filter(
    (error) => error.refId === undefined || error.refId === refId
  );
  const texts = errors.flatMap(({ message, data: detail }) => message ?? detail?.message ?? detail?.error ?? []);
  if (data.state === LoadingState.Loading) {
    return { state: 'asking', cost: t('datasource.cost.asking', 'asking …'), notices: [], errors: [] };
  }
  if (errors.length > 0) {
    const parsed = parseErrors(texts);
    return {
      state: 'failed',
      cost: '',
      notices: noticesOf(frames),
      errors: parsed.length > 0 ? parsed : [{ text: t('datasource.answer.failed', 'The query failed.') }],
    };
  }
  return { state: 'answered', cost: costOf(frames), notices: noticesOf(frames), errors: [] };
}

/** Each line of an error is one mistake. */
export function parseErrors(texts: string[]): FieldError[] {
  const lines = [...new Set(texts.flatMap((text) => text.split('\n')).map((line) => line.trim()))].filter(Boolean);
  return lines.map((line) => {
    const [, field, text] = /^([a-zA-Z]+(?:\[\d+\])?(?:\.[a-zA-Z]+(?:\[\d+\])?)*): (.+)$/.exec(line) ?? [];
    return field === undefined ? { text: line } : { field, text };
  });
}

/** The errors that belong beside a control: those of its fields and of what lies in them. */
export const errorsAt = (errors: FieldError[], ...fields: string[]): FieldError[] =>
  errors.filter(({ field = '' }) => fields.includes(topOf(field)));

/** Those beside a control that shows one part of a field, "binning.edges"; "binning.edges[1]" is of it, too. */
export const errorsIn = (errors: FieldError[], part: string): FieldError[] =>
  errors.filter(({ field = '' }) => field === part || field.startsWith(`${part}.`) || field.startsWith(`${part}[`));

/** "filters" of "filters[0].column" */
export const topOf = (field: string): string => /^[a-zA-Z]*/.exec(field)?.[0] ?? '';

/** Which part of a control a mistake is in, as its label would say it: "Edge 2" of binning.edges[1], "Filter 1, value" of filters[0].value; '' of the whole. */
export function partInWords(field: string): string {
  const parts = field.split('.').flatMap((name, at) => {
    const [, word, index] = /^([a-zA-Z]+)(?:\[(\d+)\])?$/.exec(name) ?? [];
    return index !== undefined ? [`${singular(word)} ${Number(index) + 1}`] : at > 0 ? [spaced(word ?? name)] : [];
  });
  const text = parts.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const singular = (word: string): string => spaced(word === 'groupBy' ? 'group' : word.replace(/s$/, ''));

/** "skip drifted" of skipDrifted */
const spaced = (word: string): string => word.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function noticesOf(frames: DataFrame[]): QueryResultMetaNotice[] {
  // A remark comes without a severity: the backend leaves out what is its zero.
  const all = frames
    .flatMap(({ meta }) => meta?.notices ?? [])
    .map((notice) => ({ ...notice, severity: notice.severity ?? 'info' }));
  return all.filter(({ text }, at) => all.findIndex((other) => other.text === text) === at);
}

const count = (value: number): string => Math.round(value).toLocaleString('en-US');

function costOf(frames: DataFrame[]): string {
  // Every frame of an answer carries the answer's whole cost; a query of all models has an answer for each.
  const answers = frames.filter(
    (frame, at) => frame.meta?.stats && frames.findIndex((other) => modelOf(other) === modelOf(frame)) === at
  );
  const sum = (name: string) =>
    answers
      .flatMap(({ meta }) => meta?.stats ?? [])
      .filter(({ displayName }) => displayName === name)
      .reduce((total, { value }) => total + value, 0);
  const [rows, seconds, cached, computed] = [
    'Rows scanned',
    'Time in the store',
    'Answers from the cache',
    'Answers computed',
  ].map(sum);
  const read =
    rows > 0
      ? say('cost.read', 'read {{rows}} rows in {{seconds}} s', { rows: count(rows), seconds: inSeconds(seconds) })
      : answers.length > 0
        ? t('datasource.cost.no-rows', 'read no rows')
        : '';
  const cache =
    cached > 0
      ? say('cost.cache', '{{cached}} of {{all}} answers from the cache', {
          cached: count(cached),
          all: count(cached + computed),
        })
      : '';
  return [read, cache, size(frames)].filter(Boolean).join(' · ');
}

const modelOf = ({ meta }: DataFrame): unknown => (meta?.custom as { model?: unknown } | undefined)?.model;

/** Two digits that mean something; a tenth of a millisecond is nothing. */
const inSeconds = (seconds: number): string =>
  seconds >= 0.01 ? String(Number(seconds.toPrecision(2))) : t('datasource.cost.hardly', 'under 0.01');

/** What came back: "12 series, 672 points", "1 table, 672 rows", "12 numbers". */
function size(frames: DataFrame[]): string {
  const full = frames.filter(({ fields }) => fields.length > 0);
  const rows = full.reduce((total, { length }) => total + length, 0);
  if (full.length === 0 || rows === 0) {
    return t('datasource.cost.nothing', 'no data');
  }
  const kind: string | undefined = full[0].meta?.type;
  if (kind === 'numeric-multi') {
    return full.length === 1
      ? t('datasource.cost.number', '1 number')
      : say('cost.numbers', '{{count}} numbers', { count: count(full.length) });
  }
  const values = { count: count(full.length), rows: count(rows) };
  if (kind === 'timeseries-multi') {
    return full.length === 1
      ? say('cost.one-series', '1 series, {{rows}} points', values)
      : say('cost.series', '{{count}} series, {{rows}} points', values);
  }
  if (kind === 'table' || full[0].meta?.preferredVisualisationPluginId === undefined) {
    return rows === 1
      ? t('datasource.cost.one-row', 'a table of 1 row')
      : say('cost.table', 'a table of {{rows}} rows', values);
  }
  return full.length === 1
    ? say('cost.distribution', '1 distribution, {{rows}} bins', values)
    : say('cost.distributions', '{{count}} distributions, {{rows}} bins', values);
}
