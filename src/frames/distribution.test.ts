import { FieldType, toDataFrame } from '@grafana/data';
import { readDistribution } from './distribution';
import { NumericDistribution } from './samples';

const number = (name: string, values: Array<number | null>) => ({ name, type: FieldType.number, values });

describe('bins', () => {
  const frame = toDataFrame({
    name: 'brightness',
    fields: [number('current', [1, 2]), number('xMax', [3, 2]), number('reference', [10, 30]), number('xMin', [2, 1])],
    meta: {
      custom: {
        feature: 'brightness',
        segment: { device: 'pixel 9' },
        totals: { reference: 50, current: 4 },
        null_share: { reference: 0.2, current: 0.25 },
        new_share: { reference: 0, current: 0.5 },
        below: { reference: 3, current: 0 },
        infinite: { reference: 0, current: 1 },
        moments: { reference: { mean: 1.5, sd: 0.5 }, current: { mean: 2, sd: 0.4 } },
        quantiles: { p: [0.5], reference: [1.6], current: [2.1] },
        windows: {
          reference: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
          current: { from: 5, to: 6 },
        },
        drift: { verdict: 'drifted', severity: 3, cause: 'distribution' },
      },
    },
  });
  const read = readDistribution(frame) as NumericDistribution;

  it('are read ascending, whatever the order of rows and fields', () => {
    expect(read.bins).toEqual([
      { from: 1, to: 2 },
      { from: 2, to: 3 },
    ]);
    expect(read.reference?.counts).toEqual([30, 10]);
    expect(read.currents[0].counts).toEqual([2, 1]);
  });

  it('carry the facts of each side', () => {
    expect(read.segment).toEqual({ device: 'pixel 9' });
    expect(read.reference).toMatchObject({
      rows: 50,
      missing: 10,
      below: 3,
      mean: 1.5,
      sd: 0.5,
      from: Date.UTC(2026, 0, 1),
      quantiles: [{ p: 0.5, value: 1.6 }],
    });
    expect(read.currents[0]).toMatchObject({ rows: 4, missing: 1, newRows: 2, infinite: 1, mean: 2, from: 5, to: 6 });
    expect(read.currents[0].drift).toMatchObject({ outcome: 'drifted', severity: 3 });
  });
});

it('reads a current field per window, oldest first, with their facts in lists', () => {
  const frame = toDataFrame({
    fields: [
      number('xMin', [0]),
      number('xMax', [1]),
      number('reference', [9]),
      number('current 2026-01-01T00:00:00Z', [4]),
      number('current 2026-01-02T00:00:00Z', [5]),
    ],
    meta: {
      custom: {
        totals: { reference: 10, current: [6, 7] },
        quantiles: { p: [0.5], reference: [0.5], current: [[0.4], [0.6]] },
        drift: [null, { verdict: 'fine', severity: 0.1 }],
      },
    },
  });
  const read = readDistribution(frame)!;
  expect(read.currents.map((current) => current.rows)).toEqual([6, 7]);
  expect(read.currents.map((current) => current.quantiles[0].value)).toEqual([0.4, 0.6]);
  expect(read.currents.map((current) => current.drift?.outcome ?? null)).toEqual([null, 'fine']);
});

it('reads categories, missing facts as unknown, and the bar that the source joined', () => {
  const frame = toDataFrame({
    name: 'device',
    fields: [
      { name: 'category', type: FieldType.string, values: ['a', '', '(37 others)'] },
      number('reference', [5, null, 2]),
      { ...number('current', [1, 1, 1]), labels: { model: 'm', feature: 'device', region: 'eu' } },
    ],
  });
  const read = readDistribution(frame)!;
  expect(read).toMatchObject({
    kind: 'categorical',
    feature: 'device',
    segment: { region: 'eu' },
    categories: ['a', '', '(37 others)'],
    joined: 37,
  });
  expect(read.reference).toMatchObject({ counts: [5, 0, 2], rows: 7, missing: 0, newRows: null, mean: null });
});

it('never lets a total be smaller than what was counted', () => {
  const frame = toDataFrame({
    fields: [number('xMin', [0]), number('xMax', [1]), number('current', [9])],
    meta: { custom: { totals: { current: 3 } } },
  });
  expect(readDistribution(frame)?.currents[0].rows).toBe(9);
  expect(readDistribution(frame)?.reference).toBeNull();
});

it('is null for other frames', () => {
  expect(readDistribution(toDataFrame({ fields: [number('xMin', [0]), number('xMax', [1])] }))).toBeNull();
  expect(readDistribution(toDataFrame({ fields: [number('current', [0])] }))).toBeNull();
});
