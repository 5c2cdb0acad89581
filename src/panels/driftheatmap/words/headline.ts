// The first thing that a person reads: is anything wrong now, since when, and what.
import { TimeZone } from '@grafana/data';
import { outcomeCode } from '../../../frames/driftSeries';
import { formatCount } from '../../parts/numbers';
import { t } from '../../parts/text';
import { formatWindow } from '../../parts/windows';
import { beginsDay } from '../../parts/zone';
import { Headline, knowsAny, strangersIn } from '../shape/headline';
import { Heatmap } from '../shape/heatmap';
import { HeatRow } from '../shape/rows';
import { beyondText, calmText, stateText } from './beyond';
import { labelText } from './names';
import { startText, windowsText } from './times';
import { valueText } from './values';

export interface HeadlineText {
  /** `plain` says nothing of good or bad. */
  tone: 'drifted' | 'calm' | 'silent' | 'plain';
  /** What is the case, and the same for a narrow panel. */
  main: string;
  short: string;
  /** Since when, and which. */
  more: string;
}

export function headlineText(heatmap: Heatmap, headline: Headline | null, timeZone: TimeZone): HeadlineText {
  if (!headline) {
    return undecidedText(heatmap);
  }
  if (headline.endedAt !== null) {
    const main = t('headline.silent', 'No data since {{last}}', { last: startText(headline.endedAt, timeZone) });
    const more = heatmap.judged
      ? t('headline.before', 'the last verdict, {{window}}: {{state}}', {
          window: windowOf(heatmap, headline.window, timeZone),
          state: stateText(heatmap, headline.drifted.length, headline.decided),
        })
      : '';
    return { ...plain(main, more), tone: 'silent' };
  }
  const { window, drifted, decided } = headline;
  if (!heatmap.judged) {
    return plain(highestText(headline), windowOf(heatmap, window, timeZone));
  }
  const short = beyondText(heatmap, drifted.length, decided);
  if (drifted.length === 0 && headline.strangers.length > 0) {
    const more = [calmText(heatmap, decided), windowOf(heatmap, window, timeZone)].join(' ');
    return { ...plain(strangeText(headline.strangers), more), tone: 'silent' };
  }
  if (drifted.length === 0) {
    return { tone: 'calm', main: calmText(heatmap, decided), short, more: lastText(heatmap, headline, timeZone) };
  }
  return {
    tone: 'drifted',
    main: stateText(heatmap, drifted.length, decided),
    short,
    more: [
      [sinceText(headline, heatmap.step, timeZone), namesText(drifted)].filter((text) => text !== '').join(': '),
      strangersText(headline.strangers),
    ]
      .filter((text) => text !== '')
      .join('; '),
  };
}

// Why nothing could be decided in any window.
function undecidedText(heatmap: Heatmap): HeadlineText {
  const known = knowsAny(heatmap);
  const strangers = strangersIn(heatmap);
  if (!known && strangers.length === 1) {
    return { ...plain(strangeText(strangers), ''), tone: 'silent' };
  }
  if (withoutRows(heatmap)) {
    return { ...plain(t('headline.no-rows', 'No rows in any of these windows'), ''), tone: 'silent' };
  }
  if (heatmap.occurring.outcomes.has(outcomeCode.error)) {
    return plain(
      t('headline.nothing', 'No window could be decided'),
      t('headline.failed', 'the method failed: point at a window to read why')
    );
  }
  return plain(
    t('headline.nothing', 'No window could be decided'),
    known
      ? t('headline.nothing-more', 'each has too few rows: choose a longer time range, or longer windows')
      : t('headline.nothing-known', 'the reference has no rows to compare with')
  );
}

function withoutRows({ windows: { counted } }: Heatmap): boolean {
  return counted !== null && counted.every((rows) => rows === 0);
}

function plain(main: string, more: string): HeadlineText {
  return { tone: 'plain', main, short: main, more };
}

function highestText({ highest }: Headline): string {
  return highest
    ? t('headline.highest', 'Highest: {{name}} with {{value}}', {
        name: labelText(highest.row),
        value: valueText(highest.row, highest.row.cells.severity[highest.cell]),
      })
    : '';
}

function lastText(heatmap: Heatmap, { window, last, decidedBefore }: Headline, timeZone: TimeZone): string {
  const when = windowOf(heatmap, window, timeZone);
  const undecided = heatmap.windows.tally.present[window] - heatmap.windows.tally.decided[window];
  const now =
    undecided === 0
      ? when
      : `${when}, ${t('headline.undecided', '{{undecided}} could not be decided', { undecided: formatCount(undecided) })}`;
  const before = beforeText(last, decidedBefore, timeZone);
  return before === '' ? now : `${now}${undecided === 0 ? ',' : ';'} ${before}`;
}

function beforeText(last: Headline['last'], decidedBefore: number, timeZone: TimeZone): string {
  if (last) {
    return t('headline.last', 'the last was {{name}}, {{last}}', {
      name: labelText(last.row),
      last: startText(last.time, timeZone),
    });
  }
  return decidedBefore === 0
    ? ''
    : t('headline.never', 'nor in any of the {{windows}} decided windows before', {
        windows: formatCount(decidedBefore),
      });
}

function windowOf({ windows }: Heatmap, window: number, timeZone: TimeZone): string {
  return windowText(windows.from[window], windows.to[window], timeZone);
}

// Whole days by their names; of other windows their end says enough.
function windowText(from: number, to: number, timeZone: TimeZone): string {
  return beginsDay(from, timeZone) && beginsDay(to, timeZone)
    ? t('headline.in', 'in {{window}}', { window: formatWindow(from, to, timeZone) })
    : t('headline.until', 'in the window to {{end}}', { end: formatWindow(to, null, timeZone) });
}

function sinceText({ since, sinceBefore, drifted }: Headline, step: number, timeZone: TimeZone): string {
  if (since === null) {
    return '';
  }
  const starts = new Set(drifted.map((row) => (row.since < 0 ? NaN : row.cells.from[row.since])));
  const date = startText(since, timeZone);
  const from = sinceBefore
    ? t('headline.since-before', 'at least since {{date}}', { date })
    : t('headline.since', 'since {{date}}', { date });
  const first = starts.size === 1 ? from : t('headline.since-first', 'the first {{since}}', { since: from });
  return [first, windowsText(step)].filter((text) => text !== '').join(', ');
}

// More are not read in a line.
const named = 8;

function namesText(rows: HeatRow[]): string {
  return listed(rows.map(labelText));
}

function strangeText(segments: string[]): string {
  return t('headline.strange', 'Not in the reference: {{segments}}', { segments: listed(segments) });
}

function strangersText(segments: string[]): string {
  return segments.length === 0
    ? ''
    : t('headline.strangers', 'not in the reference: {{segments}}', { segments: listed(segments) });
}

function listed(names: string[]): string {
  return names.length > named ? `${names.slice(0, named).join(', ')} …` : names.join(', ');
}
