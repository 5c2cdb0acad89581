import { day, heatmapOf, viewAt } from '../testing/given';
import { extended, selectionBetween, windowsIn, zoomedOut } from './selection';

const view = viewAt(heatmapOf([{ feature: 'a', severities: [0, 0, undefined, undefined, 0, 0] }]), { until: 30 * day });
const between = (a: number, b: number): number[] => {
  const { from, to } = selectionBetween(view, a * day, b * day);
  return [from / day, to / day];
};

test('whole windows that are touched, in either direction', () => {
  expect(between(0.4, 1.2)).toEqual([0, 2]);
  expect(between(1.2, 0.4)).toEqual([0, 2]);
  expect(between(0.4, 0.5)).toEqual([0, 1]);
});

test('from a gap to the windows beside it', () => {
  expect(between(2.5, 4.1)).toEqual([4, 5]);
  expect(between(1.9, 3.5)).toEqual([1, 2]);
});

test('where there are no windows, the stretch itself, inside the axis', () => {
  expect(between(2.2, 3.8)).toEqual([2.2, 3.8]);
  expect(between(10, 100)).toEqual([10, 30]);
});

test('is extended from where it began, to either side', () => {
  const anchor = { from: 2, to: 3 };
  expect(extended(anchor, { from: 4, to: 5 })).toEqual({ from: 2, to: 5, anchor });
  expect(extended(anchor, { from: 0, to: 1 })).toEqual({ from: 0, to: 3, anchor });
});

test('counts its windows', () => {
  expect(windowsIn(view, { from: 0, to: 2 * day })).toBe(2);
  expect(windowsIn(view, { from: day, to: 6 * day })).toBe(3);
});

test('zooming out doubles a range around its middle', () => expect(zoomedOut(100, 200)).toEqual({ from: 50, to: 250 }));
