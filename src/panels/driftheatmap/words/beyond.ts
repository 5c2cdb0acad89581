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

/** "4 of 12 features have drifted", "1 of 12 features has drifted", "0 of 1 feature has drifted". */
export function stateText(heatmap: Heatmap, beyond: number, of: number): string {
  const values = { beyond: formatCount(beyond), of: formatCount(of) };
  if (heatmap.measure === 'value') {
    return t('state.above', '{{beyond}} of {{of}} series {{above}}', { ...values, above: aboveText(heatmap) });
  }
  const numbered = (alone: string, one: string, several: string) => (of === 1 ? alone : beyond === 1 ? one : several);
  switch (rowsAre(heatmap)) {
    case 'features':
      return numbered(
        t('state.feature', '{{beyond}} of 1 feature has drifted', values),
        t('state.features-one', '1 of {{of}} features has drifted', values),
        t('state.features', '{{beyond}} of {{of}} features have drifted', values)
      );
    case 'segments':
      return numbered(
        t('state.segment', '{{beyond}} of 1 segment has drifted', values),
        t('state.segments-one', '1 of {{of}} segments has drifted', values),
        t('state.segments', '{{beyond}} of {{of}} segments have drifted', values)
      );
    case 'comparisons':
      return numbered(
        t('state.comparison', '{{beyond}} of 1 comparison shows drift', values),
        t('state.comparisons-one', '1 of {{of}} comparisons shows drift', values),
        t('state.comparisons', '{{beyond}} of {{of}} comparisons show drift', values)
      );
    case 'rows':
      return numbered(
        t('state.row', '{{beyond}} of 1 feature in a segment has drifted', values),
        t('state.rows-one', '1 of {{of}} features in a segment has drifted', values),
        t('state.rows', '{{beyond}} of {{of}} features in a segment have drifted', values)
      );
  }
}

/** The same where there are none: "None of 12 features has drifted". */
export function calmText(heatmap: Heatmap, of: number): string {
  const values = { of: formatCount(of) };
  if (heatmap.measure === 'value') {
    return t('state.none-above', 'None of {{of}} series {{above}}', { ...values, above: aboveText(heatmap) });
  }
  if (of === 1) {
    return stateText(heatmap, 0, of); // of one there is no "none of them"
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
