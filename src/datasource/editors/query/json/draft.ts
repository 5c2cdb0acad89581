// A query as JSON text that a person edits: written without what Grafana keeps in it for itself, and read back with what is wrong in it, line by line.
import { t } from '@grafana/i18n';
import { check, isObject } from '../../../query/check';
import type { TidelineQuery } from '../../../query/query';
import { grafanaKeys, queryShape } from '../../../query/shape';
import { say } from '../../../text';
import { linesOf } from './lines';

export interface Problem {
  line?: number;
  text: string;
  /** It stops nothing. */
  remark?: boolean;
}

export interface Draft {
  /** The query that the text is; undefined as long as something is wrong in it. */
  query?: TidelineQuery;
  problems: Problem[];
}

/** The query's own fields in the order of its documentation, then what is not known of it. */
export function write(query: TidelineQuery): string {
  const own = Object.entries(query).filter(([key, value]) => !grafanaKeys.includes(key) && value !== undefined);
  const order = Object.keys(queryShape);
  const place = ([key]: [string, unknown]) => (order.includes(key) ? order.indexOf(key) : order.length);
  return JSON.stringify(Object.fromEntries(own.sort((a, b) => place(a) - place(b))), null, 2);
}

/** Reads a text back. What Grafana keeps in `before` stays. */
export function read(text: string, before: TidelineQuery): Draft {
  const lines = linesOf(text);
  if (lines.broken) {
    return { problems: [{ line: lines.broken.line, text: brokenAt(text, lines.broken.column) }] };
  }
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) {
    return { problems: [{ line: 1, text: t('datasource.json.object', 'A query is an object: {…}.') }] };
  }
  const problems = check(value).map(({ field, text: wrong, remark }) => ({
    line: lines.of(field),
    text: `${field} ${wrong}`,
    remark,
  }));
  if (problems.some(({ remark }) => !remark)) {
    return { problems };
  }
  const grafanas = Object.entries(before).filter(([key]) => grafanaKeys.includes(key));
  const own = Object.entries(value).filter(([key]) => !grafanaKeys.includes(key));
  return { query: Object.fromEntries([...grafanas, ...own]) as unknown as TidelineQuery, problems };
}

function brokenAt(text: string, column: number): string {
  return text.trim() === ''
    ? t('datasource.json.empty', 'There is nothing here: a query is an object, {…}.')
    : say('json.broken', 'This is not JSON from column {{column}} on: look for a comma, a quote or a bracket.', {
        column,
      });
}
