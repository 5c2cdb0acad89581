// Frames of any source to distributions: Tideline's own, histograms that something else counted, or single values.
import { DataFrame } from '@grafana/data';
import { readCountedSamples } from '../../../frames/countedSamples';
import { readDistribution } from '../../../frames/distribution';
import { isDriftTable } from '../../../frames/driftTable';
import { customMeta } from '../../../frames/fields';
import { readRawSamples } from '../../../frames/rawSamples';
import { Distribution } from '../../../frames/samples';

export function readDistributions(frames: DataFrame[]): Distribution[] {
  const own = frames.flatMap((frame) => readDistribution(frame) ?? []);
  if (own.length > 0 || frames.some(isAnotherAnswer)) {
    return own;
  }
  const counted = readCountedSamples(frames);
  return counted.length > 0 ? counted : readRawSamples(frames);
}

/** What Tideline answers to another question, severities say: numbers too, but no samples of a feature. */
export function isAnotherAnswer(frame: DataFrame): boolean {
  return isDriftTable(frame) || customMeta(frame).model !== undefined;
}
