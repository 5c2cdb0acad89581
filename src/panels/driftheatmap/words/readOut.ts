// The heatmap in sentences: for screen readers, and as the panel's label.
import { TimeZone } from '@grafana/data';
import { formatCount, formatShare } from '../../parts/numbers';
import { t } from '../../parts/text';
import { effectText } from '../../parts/verdict';
import { formatWindow } from '../../parts/windows';
import { View } from '../grid/view';
import { MarkCluster } from '../shape/annotations';
import { Heatmap } from '../shape/heatmap';
import { GroupLine } from '../shape/lines';
import { HeatRow, originOf } from '../shape/rows';
import { worstOf } from '../shape/tally';
import { Place } from '../walk/spot';
import { beyondText } from './beyond';
import { markName, markTime } from './marks';
import { nameText } from './names';
import { measureWord, valueText, verdictText } from './values';

export function rowName(row: HeatRow): string {
  return row.label.quiet === '' || row.label.main !== row.feature
    ? [nameText(row.feature), row.segmentText].filter((text) => text !== '').join(', ')
    : `${nameText(row.feature)}, ${row.label.quiet}`;
}

export function groupName(name: string): string {
  return name === '' ? t('group.other', 'others') : name;
}

/** What a screen reader says of a place. */
export function placeSentence(place: Place, view: View, timeZone: TimeZone): string {
  switch (place.on) {
    case 'line': {
      const line = view.lines[place.line];
      if (line.kind === 'group') {
        return place.cell < 0 ? groupSentence(line) : groupCellSentence(line, place.cell, view, timeZone);
      }
      return place.cell < 0 ? rowSentence(line.row) : cellSentence(line.row, place.cell, view, timeZone);
    }
    case 'share':
    case 'count':
      return windowSentence(place.column, view, timeZone);
    case 'mark':
      return markSentence(view.clusters[place.cluster], timeZone);
  }
}

function cellSentence(row: HeatRow, cell: number, view: View, timeZone: TimeZone): string {
  const cells = view.cellsOf(view.lines[view.lineNumbers.get(row.key) ?? 0]);
  const own = cells.merged ? cells.merged.worst[cell] : cell;
  const { series, row: frameRow } = originOf(row, own);
  const drift = series.detail(frameRow);
  const end = cells.merged ? cells.to[cell] : (drift.windowEnd ?? cells.to[cell]);
  const parts = [rowName(row), formatWindow(cells.from[cell], end, timeZone)];
  if (cells.merged && cells.merged.count[cell] > 1) {
    parts.push(
      t('read.merged', '{{windows}} windows, {{drifted}} of them drifted, the worst', {
        windows: cells.merged.count[cell],
        drifted: cells.merged.drifted[cell],
      })
    );
  }
  parts.push(verdictText(row, drift));
  if (drift.severity !== null) {
    parts.push(`${measureWord(row.measure).toLowerCase()} ${valueText(row, drift.severity)}`);
  }
  const effect = effectText(drift, series.numeric);
  if (effect !== null) {
    parts.push(t('read.effect', 'effect {{effect}}', { effect }));
  }
  return parts.filter((part) => part !== '').join(', ');
}

function rowSentence(row: HeatRow): string {
  if (row.cells.from.length === 0) {
    return t('read.no-values', '{{name}}: no values', { name: rowName(row) });
  }
  return row.line === null
    ? t('read.row-values', '{{name}}: {{windows}} values', { name: rowName(row), windows: row.cells.from.length })
    : t('read.row', '{{name}}: {{drifted}} of {{windows}} windows drifted', {
        name: rowName(row),
        drifted: row.driftedCount,
        windows: row.cells.from.length,
      });
}

function groupSentence({ group, open }: GroupLine): string {
  return t('read.group', 'Group {{name}}, {{rows}} rows, {{state}}', {
    name: groupName(group.name),
    rows: group.rows.length,
    state: open ? t('read.open', 'open') : t('read.closed', 'closed'),
  });
}

function groupCellSentence(line: GroupLine, cell: number, view: View, timeZone: TimeZone): string {
  const cells = view.cellsOf(line);
  const first = cells.merged ? cells.merged.first[cell] : cell;
  const count = cells.merged ? cells.merged.count[cell] : 1;
  const [worst] = worstOf(
    line.group.tally,
    line.group.rows,
    line.window[first],
    line.window[first + count - 1] - line.window[first] + 1
  );
  const parts = [
    t('read.group-short', 'Group {{name}}', { name: groupName(line.group.name) }),
    formatWindow(cells.from[cell], cells.to[cell], timeZone),
    beyondText(view.heatmap, cells.drifted?.[cell] ?? 0, line.group.rows.length),
  ];
  if (worst) {
    parts.push(worstText(worst.row, worst.cell));
  }
  return parts.join(', ');
}

function worstText(row: HeatRow, cell: number): string {
  return t('read.worst', 'worst {{name}} with {{value}}', {
    name: rowName(row),
    value: valueText(row, row.cells.severity[cell]),
  });
}

function windowSentence(column: number, { heatmap, columns }: View, timeZone: TimeZone): string {
  const { tally, counted } = heatmap.windows;
  const [first, count] = [columns.first[column], columns.count[column]];
  const worst = worstWindow(heatmap, first, count);
  const parts = [formatWindow(columns.from[column], columns.to[column], timeZone)];
  if (heatmap.judged) {
    const [drifted, decided] = [tally.drifted[worst], tally.decided[worst]];
    parts.push(`${beyondText(heatmap, drifted, decided)}, ${formatShare(decided === 0 ? null : drifted / decided)}`);
  }
  const [most] = worstOf(tally, heatmap.all, worst, 1);
  if (most) {
    parts.push(worstText(most.row, most.cell));
  }
  if (counted && !Number.isNaN(counted[worst])) {
    parts.push(t('read.rows', '{{rows}} rows', { rows: formatCount(counted[worst]) }));
  }
  return parts.join(', ');
}

/** Of several windows in one column the one with the largest share of drifted rows. */
export function worstWindow({ windows: { tally } }: Heatmap, first: number, count: number): number {
  let worst = first;
  const share = (w: number): number => (tally.decided[w] === 0 ? -1 : tally.drifted[w] / tally.decided[w]);
  for (let w = first + 1; w < first + count; w++) {
    worst = share(w) > share(worst) ? w : worst;
  }
  return worst;
}

function markSentence({ marks }: MarkCluster, timeZone: TimeZone): string {
  return marks
    .slice(0, 3)
    .map((mark) =>
      [markName(mark), markTime(mark, timeZone), mark.text, mark.tags.join(' ')]
        .filter((part) => part !== '')
        .join(', ')
    )
    .concat(marks.length > 3 ? [t('read.more-marks', 'and {{more}} more', { more: marks.length - 3 })] : [])
    .join('; ');
}

export function selectionSentence(from: number, to: number, timeZone: TimeZone): string {
  return t('read.selection', 'Selected {{window}}. Enter zooms, Escape clears.', {
    window: formatWindow(from, to, timeZone),
  });
}
