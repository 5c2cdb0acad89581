import { FieldType, toDataFrame } from '@grafana/data';
import { Drift } from './drift';
import { DriftSeries, unpackState } from './driftSeries';
import { readTableSeries } from './tableSeries';

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

// All that a series says of one of its windows.
const windowOf = (series: DriftSeries, i: number): Drift => series.detail(series.rows[i]);
const outcomes = (series: DriftSeries): string[] => [...series.state].map((state) => unpackState(state).outcome);

describe('series of a table', () => {
  const frame = table(
    {
      time: [20, 10, 10, 20, 30],
      feature: ['b', 'a', 'b', 'a', 'b'],
      device: ['x', 'x', 'x', 'x', 'y'],
      verdict: ['fine', 'fine', 'drifted', 'error', 'fine'],
      severity: [0.2, 0.1, 1.2, null, 0.3],
      current_rows: [5, 6, 7, 8, null],
    },
    { model: 'digits', segments: ['device'] }
  );

  it('are one for each feature and segment, in order of time, whatever the order of rows', () => {
    const all = readTableSeries(frame);
    expect(all.map(({ feature, segment, model }) => [feature, segment.device, model])).toEqual([
      ['b', 'x', 'digits'],
      ['a', 'x', 'digits'],
      ['b', 'y', 'digits'],
    ]);
    expect([...all[0].rows]).toEqual([2, 0]);
    expect([...all[0].time]).toEqual([10, 20]);
    expect(outcomes(all[0])).toEqual(['drifted', 'fine']);
    expect([...all[0].counted!]).toEqual([7, 5]);
    expect([...all[2].counted!]).toEqual([NaN]);
    expect(windowOf(all[1], 1)).toMatchObject({ feature: 'a', outcome: 'error', severity: null, currentRows: 8 });
  });

  it('have their states in a byte, and undecided windows without a severity', () => {
    const [one] = readTableSeries(
      table({
        time: [1000],
        window_end: [2000],
        feature: ['x'],
        verdict: ['drifted'],
        cause: ['missing'],
        severity: [Infinity],
        in_reference: [false],
        partial: [true],
      })
    );
    expect(one).toMatchObject({ measure: 'severity', line: 1, model: '', named: 'feature' });
    expect([...one.time, ...one.end, ...one.severity]).toEqual([1000, 2000, NaN]);
    expect(unpackState(one.state[0])).toEqual({
      outcome: 'drifted',
      cause: 'missing',
      inReference: false,
      partial: true,
    });
    expect(one.frame.fields[one.valueField].name).toBe('severity');
  });

  it('know no rows where nobody asked for them', () => {
    expect(readTableSeries(table({ time: [1], feature: ['a'], severity: [0] }))[0].counted).toBeNull();
  });
});
