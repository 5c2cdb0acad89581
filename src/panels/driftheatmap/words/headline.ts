// The first thing that a person reads: is anything wrong now, since when, and what.
import { TimeZone } from '@grafana/data';
import { formatCount } from '../../parts/numbers';
import { t } from '../../parts/text';
import { formatWindow } from '../../parts/windows';
import { Headline } from '../shape/headline';
import { Heatmap } from '../shape/heatmap';
import { HeatRow } from '../shape/rows';
import { calmText, stateText } from './beyond';
import { isMidnight, startText } from './times';
import { valueText } from './values';

export interface HeadlineText {
  /** `plain` says nothing of good or bad. */
  tone: 'drifted' | 'calm' | 'silent' | 'plain';
  /** What is the case. */
  main: string;
  /** Since when, and which. */
  more: string;
}

export function headlineText(heatmap: Heatmap, headline: Headline | null, timeZone: TimeZone): HeadlineText {
  if (!headline) {
    return { tone: 'plain', main: t('headline.nothing', 'No window could be decided'), more: '' };
  }
  if (headline.endedAt !== null) {
    return {
      tone: 'silent',
      main: t('headline.silent', 'No data since {{last}}', { last: formatWindow(headline.endedAt, null, timeZone) }),
      more: heatmap.judged
        ? t('headline.before', 'in the last window {{state}}', {
            state: stateText(heatmap, headline.drifted.length, headline.decided),
          })
        : '',
    };
  }
  if (!heatmap.judged) {
    return {
      tone: 'plain',
      main: highestText(headline),
      more: windowText(heatmap.windows.from[headline.window], heatmap.windows.to[headline.window], timeZone),
    };
  }
  if (headline.drifted.length === 0) {
    return { tone: 'calm', main: calmText(heatmap, headline.decided), more: lastText(heatmap, headline, timeZone) };
  }
  return {
    tone: 'drifted',
    main: stateText(heatmap, headline.drifted.length, headline.decided),
    more: [sinceText(headline, timeZone), namesText(headline.drifted)].filter((text) => text !== '').join(': '),
  };
}

function highestText({ highest }: Headline): string {
  return highest
    ? t('headline.highest', 'Highest: {{name}} with {{value}}', {
        name: nameOf(highest.row),
        value: valueText(highest.row, highest.row.cells.severity[highest.cell]),
      })
    : '';
}

function lastText({ windows }: Heatmap, { window, last }: Headline, timeZone: TimeZone): string {
  const values = { window: windowText(windows.from[window], windows.to[window], timeZone) };
  return last
    ? t('headline.last', '{{window}}; the last was {{name}}, {{last}}', {
        ...values,
        name: nameOf(last.row),
        last: startText(last.time, timeZone),
      })
    : t('headline.never', '{{window}}, nor in any of the {{windows}} windows before', {
        ...values,
        windows: formatCount(window),
      });
}

// Whole days by their names; of other windows their end says enough.
function windowText(from: number, to: number, timeZone: TimeZone): string {
  return isMidnight(from, timeZone) && isMidnight(to, timeZone)
    ? t('headline.in', 'in {{window}}', { window: formatWindow(from, to, timeZone) })
    : t('headline.until', 'in the window to {{end}}', { end: formatWindow(to, null, timeZone) });
}

function sinceText({ since, drifted }: Headline, timeZone: TimeZone): string {
  if (since === null) {
    return '';
  }
  const starts = new Set(drifted.map((row) => (row.since < 0 ? NaN : row.cells.from[row.since])));
  const date = startText(since, timeZone);
  return starts.size === 1
    ? t('headline.since', 'since {{date}}', { date })
    : t('headline.since-first', 'the first since {{date}}', { date });
}

// More are not read in a line.
const named = 8;

function namesText(rows: HeatRow[]): string {
  const names = rows.slice(0, named).map(nameOf);
  return rows.length > named ? `${names.join(', ')} …` : names.join(', ');
}

function nameOf({ label }: HeatRow): string {
  return label.quiet === '' ? label.main : `${label.main} (${label.quiet})`;
}
