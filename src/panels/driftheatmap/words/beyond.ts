// How many rows are beyond their line, in words: features that drifted, or values at or above a threshold.
import { formatCount } from '../../parts/numbers';
import { t } from '../../parts/text';
import { Heatmap } from '../shape/heatmap';
import { valueText } from './values';

/** "drifted", "≥ 70 %": what the strip above the grid counts. */
export function beyondWord(heatmap: Heatmap): string {
  return heatmap.measure === 'severity' ? t('strip.share', 'drifted') : aboveText(heatmap);
}

function aboveText({ line, rows }: Heatmap): string {
  return line === null
    ? t('beyond.threshold', 'beyond the threshold')
    : t('beyond.line', '≥ {{line}}', { line: valueText(rows[0], line) });
}

/** "4 of 12 drifted". */
export function beyondText(heatmap: Heatmap, beyond: number, of: number): string {
  const values = { beyond: formatCount(beyond), of: formatCount(of) };
  return heatmap.measure === 'severity'
    ? t('beyond.drifted', '{{beyond}} of {{of}} drifted', values)
    : t('beyond.above', '{{beyond}} of {{of}} {{above}}', { ...values, above: aboveText(heatmap) });
}

// What a row is: with several segments it is not a feature, and with several questions about the same features it is one comparison of them.
export function rowsAre({ all }: Heatmap): 'features' | 'segments' | 'rows' | 'comparisons' {
  const several = (names: string[]) => new Set(names).size > 1;
  if (new Set(all.map(({ model, feature, segment }) => JSON.stringify([model, feature, segment]))).size < all.length) {
    return 'comparisons';
  }
  if (!several(all.map((row) => row.segmentText))) {
    return 'features';
  }
  return several(all.map((row) => row.feature)) ? 'rows' : 'segments';
}

/** "4 of 12 features have drifted". */
export function stateText(heatmap: Heatmap, beyond: number, of: number): string {
  const values = { beyond: formatCount(beyond), of: formatCount(of) };
  if (heatmap.measure === 'value') {
    return t('state.above', '{{beyond}} of {{of}} series {{above}}', { ...values, above: aboveText(heatmap) });
  }
  switch (rowsAre(heatmap)) {
    case 'features':
      return t('state.features', '{{beyond}} of {{of}} features have drifted', values);
    case 'segments':
      return t('state.segments', '{{beyond}} of {{of}} segments have drifted', values);
    case 'comparisons':
      return t('state.comparisons', '{{beyond}} of {{of}} comparisons show drift', values);
    case 'rows':
      return t('state.rows', '{{beyond}} of {{of}} features in a segment have drifted', values);
  }
}

/** The same where there are none: "None of 12 features has drifted". */
export function calmText(heatmap: Heatmap, of: number): string {
  const values = { of: formatCount(of) };
  if (heatmap.measure === 'value') {
    return t('state.none-above', 'None of {{of}} series {{above}}', { ...values, above: aboveText(heatmap) });
  }
  switch (rowsAre(heatmap)) {
    case 'features':
      return t('state.no-features', 'None of {{of}} features has drifted', values);
    case 'segments':
      return t('state.no-segments', 'None of {{of}} segments has drifted', values);
    case 'comparisons':
      return t('state.no-comparisons', 'None of {{of}} comparisons shows drift', values);
    case 'rows':
      return t('state.no-rows', 'Within its segment none of {{of}} features has drifted', values);
  }
}
