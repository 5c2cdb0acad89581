import { shapeNumeric } from './numeric';
import { rangeText, readOut, selectionOf, targetsOf } from './targets';
import { numeric, plainly, sum } from './testing';

const format = (value: number): string => String(Number(value.toFixed(3)));
const distribution = numeric({ bins: 10 });
distribution.reference!.above = 5;
distribution.reference!.counts[9] += 5;
distribution.currents[0].below = 3;
distribution.currents[0].counts[0] += 3;
const shape = shapeNumeric(distribution, plainly);
const targets = targetsOf(shape, format);

test('from left to right: below, the bins, above, missing, new', () => {
  expect(targets.list.map(({ title }) => title)).toEqual([
    'below 0', '0 – 0.1', '0.1 – 0.2', '0.2 – 0.3', '0.3 – 0.4', '0.4 – 0.5', '0.5 – 0.6', '0.6 – 0.7', '0.7 – 0.8', '0.8 – 0.9', '0.9 – 1',
    'above 1', 'missing values', 'outside the reference’s range',
  ]); // prettier-ignore
  expect(targets).toMatchObject({ range: [0, 11], firstBin: 1 });
});

test('several bins are one stretch, with all their rows and a noise of their own', () => {
  const selected = selectionOf(targets.list.slice(3, 6), shape, format)!;
  expect(selected).toMatchObject({ title: '0.2 – 0.5', from: 0.2, to: 0.5, side: null });
  expect(selected.pair.current!.count).toBe(sum(targets.list.slice(3, 6).map(({ pair }) => pair.current!.count)));
  expect(selected.pair.noise!).toBeLessThan(sum(targets.list.slice(3, 6).map(({ pair }) => pair.noise!)));
});

test('a stretch that takes in what lies beyond has an open end', () => {
  expect(selectionOf(targets.list.slice(0, 3), shape, format)).toMatchObject({
    title: 'below 0.2',
    from: null,
    to: 0.2,
  });
  expect(selectionOf(targets.list.slice(9, 12), shape, format)).toMatchObject({
    title: '0.8 and above',
    from: 0.8,
    to: null,
  });
  expect(selectionOf(targets.list.slice(11, 12), shape, format)).toMatchObject({ title: 'above 1', from: 1, to: null });
});

test('missing values are no stretch', () => {
  expect(selectionOf(targets.list.slice(12, 13), shape, format)).toMatchObject({
    side: 'missing',
    from: null,
    to: null,
  });
  expect(selectionOf([], shape, format)).toBeNull();
});

test('whole numbers are called by their name', () => {
  expect(rangeText({ from: 2.5, to: 3.5 }, format)).toBe('3');
  expect(rangeText({ from: 2, to: 3 }, format)).toBe('2 – 3');
});

test('what is read out says how sure it is', () => {
  expect(readOut(targets.list[5])).toMatch(
    /^0.4 – 0.5, reference 28.8 %, current 26 %, change −2.8 pp, (more than|within) noise$/
  );
});
