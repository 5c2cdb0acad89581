import { Drift } from '../../frames/drift';
import { readDriftRecord } from '../../frames/driftTable';
import { effectText, facts, formatSeverity, noiseText, verdictLine } from './verdict';

const drift = (more: Record<string, unknown>): Drift =>
  readDriftRecord({ verdict: 'drifted', method: 'auto', ...more })!;

test('the verdict says why', () => {
  expect(verdictLine(drift({ cause: 'missing' }))).toBe('Drifted: missing values changed');
  expect(verdictLine(drift({}))).toBe('Drifted');
  expect(verdictLine(drift({ verdict: 'not_enough', cause: 'missing' }))).toBe('Not enough data');
});

test('rounding never carries a severity over its line', () => {
  expect(formatSeverity(0.9996)).toBe('0.99');
  expect(formatSeverity(0.996)).toBe('0.996');
  expect(formatSeverity(1.004)).toBe('1');
  expect(formatSeverity(4.237)).toBe('4.2');
});

test('effects have an interval, and a unit where it is known', () => {
  const row = drift({ effect: 0.31, effect_low: 0.27, effect_high: 0.3512 });
  expect(effectText(row)).toBe('0.31 (0.27 – 0.35)');
  expect(effectText(row, true)).toBe('0.31 sd (0.27 – 0.35)');
  expect(effectText({ ...row, method: 'wasserstein' })).toBe('0.31 sd (0.27 – 0.35)');
  expect(effectText({ ...row, cause: 'missing' }, true)).toBe('0.31 (0.27 – 0.35)');
  expect(effectText(drift({ effect: 0.2 }))).toBe('0.2');
  expect(effectText(drift({}))).toBeNull();
});

test('noise names its basis', () => {
  expect(noiseText(drift({ noise: 0.05, noise_basis: 'between windows, R=28' }))).toBe(
    '0.05 (in 28 reference windows)'
  );
  expect(noiseText(drift({ noise_basis: 'sampling only' }))).toBe('from the number of rows alone');
  expect(noiseText(drift({ noise_basis: 'the library’s own rule' }))).toBe('the library’s own rule');
  expect(noiseText(drift({}))).toBeNull();
  // Noise is the statistic's, whatever the effect is of.
  expect(noiseText(drift({ noise: 0.05, cause: 'new values' }), true)).toBe('0.05 sd');
});

test('only what is known is listed', () => {
  const known = facts(
    drift({
      severity: 2.5,
      p_value: 0.004,
      q_value: 0.02,
      p_basis: 'resampled',
      current_rows: 1234,
      reference_rows: 56789,
      null_share: 0.02,
      error_bound: 0.01,
      statistic: 0.3,
    })
  );
  expect(Object.fromEntries(known.map(({ key, value }) => [key, value]))).toEqual({
    severity: '2.5 (line at 1)',
    statistic: '0.3, exact to 0.01',
    p: '0.004, corrected q 0.02 (resampled)',
    rows: '1,234 vs 56,789 reference',
    missing: '2 %',
    method: 'automatic',
  });
  expect(facts(drift({ method: '' }))).toEqual([]);
});

test('facts of a number are in its standard deviations, facts of anything else have no unit', () => {
  const units = (numeric?: boolean) =>
    facts(drift({ effect: 0.5, threshold: 0.1, statistic: 0.6, noise: 0.05 }), numeric).map(({ value }) => value);
  expect(units(true).slice(0, 4)).toEqual(['0.5 sd', '0.1 sd', '0.6 sd', '0.05 sd']);
  expect(units(false).slice(0, 4)).toEqual(['0.5', '0.1', '0.6', '0.05']);
  expect(units()).toEqual(units(false));
});
