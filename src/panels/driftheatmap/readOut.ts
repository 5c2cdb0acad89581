// The heatmap in sentences: for screen readers, and as the panel's label.
import { TimeZone } from '@grafana/data';
import { t } from '../parts/text';
import { effectText, formatSeverity, verdictLine } from '../parts/verdict';
import { formatWindow } from '../parts/windows';
import { HeatCell, Heatmap, HeatRow } from './data';

export function rowName(row: HeatRow): string {
  return row.segmentText === '' ? row.feature : `${row.feature}, ${row.segmentText}`;
}

export function cellSentence(row: HeatRow, cell: HeatCell, timeZone: TimeZone): string {
  const { drift } = cell;
  const parts = [rowName(row), formatWindow(cell.from, drift.windowEnd ?? cell.to, timeZone), verdictLine(drift)];
  if (drift.severity !== null) {
    parts.push(t('read.severity', 'severity {{severity}}', { severity: formatSeverity(drift.severity) }));
  }
  const effect = effectText(drift);
  if (effect !== null) {
    parts.push(t('read.effect', 'effect {{effect}}', { effect }));
  }
  return parts.join(', ');
}

export function rowSentence(row: HeatRow): string {
  const drifted = row.cells.filter((cell) => cell.drift.outcome === 'drifted').length;
  return t('read.row', '{{name}}: {{drifted}} of {{windows}} windows drifted', {
    name: rowName(row),
    drifted,
    windows: row.cells.length,
  });
}

/** The newest window that is closed and in which something was decided; what the caption and the label speak of. */
export function latestWindow(heatmap: Heatmap) {
  const closed = heatmap.windows.filter((window) => window.decided > 0 && !window.partial);
  return closed[closed.length - 1] ?? heatmap.windows.filter((window) => window.decided > 0).pop() ?? null;
}

export function heatmapSentence(heatmap: Heatmap, timeZone: TimeZone): string {
  const latest = latestWindow(heatmap);
  const size = t('read.size', 'Drift of {{rows}} features in {{windows}} windows.', {
    rows: heatmap.rows.length,
    windows: heatmap.windows.length,
  });
  if (!latest) {
    return `${size} ${t('read.undecided', 'No window could be decided.')}`;
  }
  return `${size} ${t('read.latest', 'In {{window}}, {{drifted}} of {{decided}} drifted.', {
    window: formatWindow(latest.from, latest.to, timeZone),
    drifted: latest.drifted,
    decided: latest.decided,
  })}`;
}
