// The table's columns: which there are for some data, how they are called, and which of them a width has room for.
import { t } from '../../parts/text';
import { Heatmap } from '../shape/heatmap';
import { ColumnKey, columnKeys } from './sort';
import { latestTitle, nameTitle, worstTitle } from './titles';

export interface TableColumn {
  key: ColumnKey;
  title: string;
  /** px; the feature's column takes what is left over. */
  width: number;
  numeric: boolean;
}

const widths: Record<ColumnKey, number> = {
  feature: 130,
  segment: 110,
  importance: 88,
  verdict: 190,
  severity: 74,
  effect: 170,
  since: 172,
  worst: 128,
  trend: 132,
};

// Where there is no room for all, the last of these go first.
const priority: ColumnKey[] = [
  'feature',
  'segment',
  'severity',
  'verdict',
  'since',
  'trend',
  'effect',
  'worst',
  'importance',
];

/** Narrower than usual where the panel is: verdicts are cut off with an ellipsis. */
const narrow = { below: 420, verdict: 96, feature: 100 };

export function tableColumns(heatmap: Heatmap, width: number): TableColumn[] {
  const there = columnKeys.filter((key) => isThere(key, heatmap));
  const widthOf = (key: ColumnKey): number =>
    width < narrow.below && (key === 'verdict' || key === 'feature') ? narrow[key] : widths[key];
  let room = width;
  const kept = new Set(
    priority.filter((key) => {
      if (!there.includes(key)) {
        return false;
      }
      room -= widthOf(key);
      return room >= 0 || key === 'feature';
    })
  );
  return there
    .filter((key) => kept.has(key))
    .map((key) => ({
      key,
      title: titleOf(key, heatmap),
      width: widthOf(key),
      numeric: key === 'importance' || key === 'severity' || key === 'effect',
    }));
}

function isThere(key: ColumnKey, { rows, weighted, judged, measure }: Heatmap): boolean {
  switch (key) {
    case 'segment':
      return rows.some((row) => row.label.quiet !== '' || row.label.main !== row.feature);
    case 'importance':
      return weighted;
    case 'effect':
      return measure === 'severity';
    case 'verdict':
    case 'since':
      return judged;
    default:
      return true;
  }
}

function titleOf(key: ColumnKey, heatmap: Heatmap): string {
  switch (key) {
    case 'feature':
      return nameTitle(heatmap);
    case 'segment':
      return t('table.segment', 'Segment');
    case 'importance':
      return t('table.importance', 'Importance');
    case 'verdict':
      return t('table.latest', 'Latest verdict');
    case 'severity':
      return latestTitle(heatmap);
    case 'effect':
      return t('table.effect', 'Effect (95 % interval)');
    case 'since':
      return t('table.since', 'Since');
    case 'worst':
      return worstTitle(heatmap);
    case 'trend':
      return t('table.trend', 'Over time');
  }
}
