// The form of a reference: what is typed in it, what is wrong with it, and what it says. It knows settings, and nothing of how it is drawn.
import type { ModelInfo } from '../../datasource/resources';
import type { Reference } from '../../datasource/settings';
import type { Asked } from '../address';
import type { Stretch } from '../ask/ask';
import { addDays, readInstant, showInstant, startOfDay, writeInstant } from '../../datasource/time/instants';
import { t } from '../text';
import type { Candidate } from './effect';

/** As typed. */
export interface Form {
  from: string;
  to: string;
  /** '' for all windows. */
  since: string;
  /** '' for all rows. */
  version: string;
  why: string;
}

export type Field = keyof Form;

/** Days that are offered where the address names no stretch. */
const offeredDays = 7;

/** What the form begins with: the entry that is changed; else what the address says. */
export function begin(asked: Asked, { timezone }: ModelInfo, references: Reference[], now: number): Form {
  const entry = asked.entry === null ? undefined : references[asked.entry];
  const show = (text: string | undefined) => {
    const at = readInstant(text, timezone);
    return at === null ? (text ?? '') : showInstant(at, timezone);
  };
  if (entry !== undefined) {
    return {
      from: show(entry.from),
      to: show(entry.to),
      since: show(entry.since),
      version: String(entry.version ?? ''),
      why: entry.why ?? '',
    };
  }
  const today = startOfDay(now, timezone);
  const { from, to } = asked.period ?? { from: addDays(today, -offeredDays, timezone), to: today };
  // The first reference of a model holds for all windows, and so does the first of a version: there is none before it to take over from.
  const first = !references.some(({ version }) => String(version ?? '') === asked.version);
  const since = asked.since ?? (first ? null : from);
  return {
    from: showInstant(from, timezone),
    to: showInstant(to, timezone),
    since: since === null ? '' : showInstant(since, timezone),
    version: asked.version,
    why: asked.why,
  };
}

export interface Read {
  /** Null where something is wrong. */
  candidate: Candidate | null;
  problems: Partial<Record<Field, string>>;
}

/** What the form says, and what is wrong with it. `others` are the model's references but for the one that is changed. */
export function read(form: Form, timezone: string, others: Reference[]): Read {
  const problems: Read['problems'] = {};
  const instant = (field: 'from' | 'to' | 'since'): number | null => {
    const at = readInstant(form[field], timezone);
    if (at === null) {
      problems[field] = t('form.no-time', 'Write a date such as 2026-01-31, or with a time of day: 2026-01-31 12:00');
    }
    return at;
  };
  const from = instant('from');
  const to = instant('to');
  const since = form.since.trim() === '' ? null : instant('since');
  if (from !== null && to !== null && from >= to) {
    problems.to = t('form.ends', 'Its end must come after its beginning');
  }
  if (problems.since === undefined && taken(since, form.version, timezone, others)) {
    problems.since =
      since === null
        ? t(
            'form.taken-always',
            'Another reference holds for all windows already. Say from when on this one does, or change that one'
          )
        : t(
            'form.taken',
            'Another reference holds from this moment on already. Change that one, or choose another moment'
          );
  }
  const right = Object.keys(problems).length === 0 && from !== null && to !== null;
  return { candidate: right ? { period: { from, to }, since, version: form.version } : null, problems };
}

/** From one moment on only one reference can hold for a version. */
function taken(since: number | null, version: string, timezone: string, others: Reference[]): boolean {
  return others.some(
    (other) => String(other.version ?? '') === version && readInstant(other.since, timezone) === since
  );
}

/** The entry as settings have it. Of one that is changed, what the form does not know stays. */
export function entryOf(
  { period, since, version }: Candidate,
  why: string,
  timezone: string,
  changed?: Reference
): Reference {
  const write = (at: number) => writeInstant(at, timezone);
  const entry: Reference = {
    ...changed,
    since: since === null ? undefined : write(since),
    version: version === '' ? undefined : version,
    from: write(period.from),
    to: write(period.to),
    why: why.trim() === '' ? undefined : why.trim(),
  };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as Reference;
}

/** "2026-11-20 – 2026-11-26" */
export const periodText = ({ from, to }: Stretch, timezone: string): string =>
  `${showInstant(from, timezone)} – ${showInstant(to, timezone)}`;
