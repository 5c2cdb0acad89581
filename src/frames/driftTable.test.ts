import { FieldType, toDataFrame } from '@grafana/data';
import { isDriftTable, readDriftRecord, readDriftTable, segmentColumns } from './driftTable';

const table = (columns: Record<string, unknown[]>, custom?: unknown) =>
  toDataFrame({
    meta: custom ? { custom: custom as Record<string, unknown> } : undefined,
    fields: Object.entries(columns).map(([name, values]) => ({
      name,
      values,
      type:
        name === 'time' || name === 'window_end'
          ? FieldType.time
          : typeof values[0] === 'string'
            ? FieldType.string
            : typeof values[0] === 'boolean'
              ? FieldType.boolean
              : FieldType.number,
    })),
  });

describe('readDriftTable', () => {
  it('reads columns by name, whatever their order', () => {
    const frame = table({
      note: [''],
      severity: [4.2],
      device: ['pixel 9'],
      verdict: ['drifted'],
      cause: ['missing'],
      feature: ['brightness'],
      window_end: [2000],
      time: [1000],
      in_reference: [false],
      reference: ['4.2.0: 2026-10-01 – 2026-10-20'],
      partial: [true],
      q_value: [0.002],
      null_share: [0.31],
    });
    expect(isDriftTable(frame)).toBe(true);
    const [row] = readDriftTable(frame);
    expect(row).toMatchObject({
      time: 1000,
      windowEnd: 2000,
      feature: 'brightness',
      segment: { device: 'pixel 9' },
      outcome: 'drifted',
      cause: 'missing',
      severity: 4.2,
      q: 0.002,
      nullShare: 0.31,
      partial: true,
      inReference: false,
      reference: '4.2.0: 2026-10-01 – 2026-10-20',
    });
    expect(row.effect).toBeNull();
  });

  it('reads nothing as NaN or undefined', () => {
    const frame = table({
      time: [1000],
      feature: ['x'],
      verdict: ['not_enough'],
      severity: [NaN],
      effect: [null],
      statistic: [Infinity],
    });
    const [row] = readDriftTable(frame);
    expect(Object.values(row)).not.toContain(undefined);
    expect(row).toMatchObject({ outcome: 'not_enough', severity: null, effect: null, statistic: null });
  });

  it('takes the verdict from severity where only that was asked for', () => {
    const frame = table({ time: [1, 2, 3], feature: ['x', 'x', 'x'], severity: [0.99, 1, null] });
    expect(readDriftTable(frame).map((row) => row.outcome)).toEqual(['fine', 'drifted', 'not_enough']);
  });

  it('leaves out rows without a time', () => {
    expect(
      readDriftTable(table({ time: [null, 5], feature: ['a', 'b'], severity: [0, 0] })).map((row) => row.feature)
    ).toEqual(['b']);
  });
});

describe('segmentColumns', () => {
  const columns = { time: [1], feature: ['x'], verdict: ['fine'], region: ['eu'], device: ['a'] };

  it('uses the order that the source lists', () => {
    expect(segmentColumns(table(columns, { segments: ['device', 'region'] }))).toEqual(['device', 'region']);
  });

  it('believes a source that lists none', () => {
    expect(segmentColumns(table(columns, { segments: [] }))).toEqual([]);
  });

  it('else takes text columns that are not the table’s own', () => {
    expect(segmentColumns(table(columns))).toEqual(['region', 'device']);
  });
});

describe('readDriftRecord', () => {
  it('reads what a distribution carries, with times as ms or ISO', () => {
    const drift = readDriftRecord({
      verdict: 'fine',
      time: 0,
      window_end: '1970-01-02T00:00:00Z',
      effect: 0.02,
      p_basis: 'law',
      segment: { device: 'a' },
    });
    expect(drift).toMatchObject({
      outcome: 'fine',
      time: 0,
      windowEnd: 86_400_000,
      effect: 0.02,
      pBasis: 'law',
      segment: { device: 'a' },
    });
  });

  it.each([undefined, null, {}, 'drifted', []])('is null for %p', (value) => {
    expect(readDriftRecord(value)).toBeNull();
  });
});

it('tells other frames apart', () => {
  expect(isDriftTable(table({ time: [1], value: [2] }))).toBe(false);
  expect(isDriftTable(table({ time: [1], feature: ['x'], value: [2] }))).toBe(false);
});
