import { costs } from '../testing/diagnostics';
import { cachedShare, percent, sharesText, stageShares } from './costs';

test('what the store is asked is one stage, whatever the question', () => {
  const shares = stageShares(
    costs({ phases: { counts: 4, sample: 1, describe: 1, judge: 3, wait: 0.4, answer: 0.6 } })
  );
  expect(shares).toEqual([
    { stage: 'store', share: 0.6 },
    { stage: 'judge', share: 0.3 },
    { stage: 'wait', share: 0.04 },
    { stage: 'answer', share: 0.06 },
  ]);
  expect(sharesText(shares)).toBe('store 60 %, verdicts 30 %, the rest 6 %, waiting 4 %');
});

test('queries that took no time have no shares', () => {
  expect(stageShares(costs({}))).toEqual([]);
  expect(stageShares(costs({ phases: { plan: 0 } }))).toEqual([]);
});

test('the share of the cache is unknown where it was asked nothing', () => {
  expect(cachedShare(costs({}))).toBeUndefined();
  expect(cachedShare(costs({ hits: 3, misses: 1 }))).toBe(0.75);
});

test('little is not nothing', () => {
  expect([0, 0.001, 0.01, 0.996].map(percent)).toEqual(['0 %', '< 1 %', '1 %', '100 %']);
});
