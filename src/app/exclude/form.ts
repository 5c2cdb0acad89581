// The form of a period that is left out: what is typed in it, what is wrong with it, and what it says.
import type { Period } from '../../datasource/settings';
import type { Asked } from '../address';
import type { Stretch } from '../ask/ask';
import { addDays, readInstant, showInstant, startOfDay, writeInstant } from '../../datasource/time/instants';
import { t } from '../text';

/** As typed. */
export interface Form {
  from: string;
  to: string;
  why: string;
}

/** What the form begins with: the entry that is changed; else what the address says, or yesterday. */
export function begin(asked: Asked, timezone: string, excluded: Period[], now: number): Form {
  const entry = asked.entry === null ? undefined : excluded[asked.entry];
  const show = (text: string) => {
    const at = readInstant(text, timezone);
    return at === null ? text : showInstant(at, timezone);
  };
  if (entry !== undefined) {
    return { from: show(entry.from), to: show(entry.to), why: entry.why ?? '' };
  }
  const today = startOfDay(now, timezone);
  const { from, to } = asked.period ?? { from: addDays(today, -1, timezone), to: today };
  return { from: showInstant(from, timezone), to: showInstant(to, timezone), why: asked.why };
}

export interface Read {
  /** Null where a time is wrong. */
  period: Stretch | null;
  problems: Partial<Record<keyof Form, string>>;
}

export function read(form: Form, timezone: string): Read {
  const from = readInstant(form.from, timezone);
  const to = readInstant(form.to, timezone);
  const noTime = t('form.no-time', 'Write a date such as 2026-01-31, or with a time of day: 2026-01-31 12:00');
  const problems: Read['problems'] = {
    ...(from === null && { from: noTime }),
    ...(to === null && { to: noTime }),
    ...(from !== null && to !== null && from >= to && { to: t('form.ends', 'Its end must come after its beginning') }),
    ...(form.why.trim() === '' && {
      why: t('exclude.why-missing', 'Say why: whoever reads the dashboards next year will want to know'),
    }),
  };
  return { period: from !== null && to !== null && from < to ? { from, to } : null, problems };
}

/** The entry as settings have it. */
export const entryOf = ({ from, to }: Stretch, why: string, timezone: string): Period => ({
  from: writeInstant(from, timezone),
  to: writeInstant(to, timezone),
  why: why.trim(),
});
