// The small change of sentences: lists, lengths of time, dates, variables by name with what they stand for.
import { dateTimeFormat } from '@grafana/data';
import { t } from '@grafana/i18n';
import { say } from '../../../text';

/** What a dashboard's variables stand for now: the template service as queries use it. */
export interface Variables {
  /** Every text that a text stands for; itself alone where it holds no variable. */
  expand(text: string): string[];
  /** Whether a text is a variable that stands for everything. */
  isAll(text: string): boolean;
}

/** More names than this are a number, not a list. */
const mostNames = 4;

/** "a", "a and b", "a, b and c", "a, b, c and 5 more". */
export function listOf(names: string[]): string {
  if (names.length > mostNames) {
    const shown = names.slice(0, mostNames - 1);
    return say('words.and-more', '{{names}} and {{count}} more', {
      names: shown.join(', '),
      count: names.length - shown.length,
    });
  }
  const last = names[names.length - 1];
  return names.length < 2
    ? (last ?? '')
    : say('words.and', '{{names}} and {{last}}', { names: names.slice(0, -1).join(', '), last });
}

export const either = (names: string[]): string =>
  names.length < 2
    ? (names[0] ?? '')
    : say('words.or', '{{names}} or {{last}}', {
        names: names.slice(0, -1).join(', '),
        last: names[names.length - 1],
      });

/** A text as it is, or a variable with what it stands for: "$feature (brightness and contrast)", "$device (all)". */
export function spoken(text: string, variables: Variables, list: (names: string[]) => string = listOf): string {
  const values = variables.expand(text);
  if (values.length === 1 && values[0] === text) {
    return text;
  }
  return variables.isAll(text)
    ? say('words.all', '{{text}} (all)', { text })
    : say('words.stands-for', '{{text}} ({{values}})', { text, values: list(values) });
}

const units = { ms: 'millisecond', s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' } as const;
export type Unit = (typeof units)[keyof typeof units] | 'month';

/** The unit that a window is one of, "day" of "1d" or "day"; undefined where it is another length. */
export function singleUnit(length: string): Unit | undefined {
  const text = length.trim();
  if (text === 'day' || text === 'week' || text === 'month') {
    return text;
  }
  if (text === '1M') {
    return 'month';
  }
  const unit = /^1(s|m|h|d|w)$/.exec(text)?.[1] as 's' | 'm' | 'h' | 'd' | 'w' | undefined;
  return unit ? units[unit] : text === '24h' ? 'day' : text === '7d' ? 'week' : undefined;
}

/** "day" */
export function unitName(unit: Unit): string {
  const names: Record<Unit, string> = {
    millisecond: t('datasource.unit.millisecond', 'millisecond'),
    second: t('datasource.unit.second', 'second'),
    minute: t('datasource.unit.minute', 'minute'),
    hour: t('datasource.unit.hour', 'hour'),
    day: t('datasource.unit.day', 'day'),
    week: t('datasource.unit.week', 'week'),
    month: t('datasource.unit.month', 'month'),
  };
  return names[unit];
}

/** "6 hours", "1 hour 30 minutes", "7 days"; what is no length of time stays as it is. */
export function lengthInWords(length: string): string {
  const text = length.trim();
  if (text === 'day' || text === 'week' || text === 'month' || text === '1M') {
    return quantity(1, text === '1M' ? 'month' : text);
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)];
  return parts.length > 0 && parts.map(([whole]) => whole).join('') === text
    ? parts.map(([, number, name]) => quantity(Number(number), units[name as keyof typeof units])).join(' ')
    : length;
}

export function quantity(count: number, unit: Unit): string {
  const of = (one: string, many: string) => (count === 1 ? one : many);
  switch (unit) {
    case 'millisecond':
      return of(
        t('datasource.words.millisecond', '1 millisecond'),
        say('words.ms', '{{count}} milliseconds', { count })
      );
    case 'second':
      return of(t('datasource.words.second', '1 second'), say('words.seconds', '{{count}} seconds', { count }));
    case 'minute':
      return of(t('datasource.words.minute', '1 minute'), say('words.minutes', '{{count}} minutes', { count }));
    case 'hour':
      return of(t('datasource.words.hour', '1 hour'), say('words.hours', '{{count}} hours', { count }));
    case 'day':
      return of(t('datasource.words.day', '1 day'), say('words.days', '{{count}} days', { count }));
    case 'week':
      return of(t('datasource.words.week', '1 week'), say('words.weeks', '{{count}} weeks', { count }));
    case 'month':
      return of(t('datasource.words.month', '1 month'), say('words.months', '{{count}} months', { count }));
  }
}

/** Milliseconds of a length of time, by the calendar's ordinary lengths; NaN where the text is none. */
export function milliseconds(length: string): number {
  const sizes = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };
  const unit = singleUnit(length);
  const text = unit === 'month' ? '30d' : unit === 'day' ? '1d' : unit === 'week' ? '1w' : length.trim();
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)];
  return parts.length > 0 && parts.map(([whole]) => whole).join('') === text
    ? parts.reduce((sum, [, number, name]) => sum + Number(number) * sizes[name as keyof typeof sizes], 0)
    : Number.NaN;
}

/** A moment by the clock of a zone, as if that clock stood in UTC; undefined where the text is no moment. */
function onTheClock(text: string, timeZone: string): number | undefined {
  const local = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?$/.test(text);
  const instant = Date.parse(local ? `${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}` : text);
  if (Number.isNaN(instant) || !/^\d{4}-\d{2}-\d{2}/.test(text)) {
    return undefined;
  }
  return local ? instant : Date.parse(`${dateTimeFormat(instant, { timeZone, format: 'YYYY-MM-DDTHH:mm:ss' })}Z`);
}

const dayLength = 86_400_000;

/**
 * A stretch of time, `to` not in it: "29 Sep – 26 Oct 2026" of whole days, else with hours. Undefined where either is no moment. Texts without a zone
 * are of the clock of `timeZone`.
 */
export function stretchInWords(from: string, to: string, timeZone: string): string | undefined {
  const [begin, end] = [onTheClock(from, timeZone), onTheClock(to, timeZone)];
  if (begin === undefined || end === undefined) {
    return undefined;
  }
  // A day and its month are not torn apart at the end of a line.
  const at = (moment: number, format: string) =>
    dateTimeFormat(moment, { timeZone: 'utc', format }).replace(/ (?=[A-Z])/, '\u00a0');
  if (begin % dayLength === 0 && end % dayLength === 0 && end > begin) {
    const last = end - dayLength;
    const sameYear = at(begin, 'YYYY') === at(last, 'YYYY');
    return begin === last
      ? at(begin, 'D MMM YYYY')
      : `${at(begin, sameYear ? 'D MMM' : 'D MMM YYYY')}\u00a0– ${at(last, 'D MMM YYYY')}`;
  }
  return `${at(begin, 'D MMM YYYY, HH:mm')} – ${at(end, 'D MMM YYYY, HH:mm')}`;
}
