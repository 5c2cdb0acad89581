// What the panels must show, computed a second way: from the raw rows, with DuckDB's SQL and textbook formulas, knowing nothing of Tideline's code.
import { DuckDBInstance } from '@duckdb/node-api';
import path from 'node:path';
import { demoData, demoVariables } from '../harness/demo';

const zone = 'Europe/Copenhagen';

export interface Day {
  /** Start and end of the newest day of the log that was over an hour ago, Unix ms. */
  from: number;
  to: number;
}

export class Log {
  private constructor(private readonly connection: Awaited<ReturnType<DuckDBInstance['connect']>>) {}

  static async open(): Promise<Log> {
    const instance = await DuckDBInstance.create(':memory:');
    return new Log(await instance.connect());
  }

  private async numbers(sql: string): Promise<number[]> {
    const rows = (await this.connection.runAndReadAll(sql)).getRows();
    return rows.map((row) => Number(row[0]));
  }

  private readonly digits = `read_parquet('${path.join(demoData, 'digits', '*.parquet')}')`;

  /** The last whole local day. */
  newestDay(): Day {
    const midnight = (instant: number) => {
      const parts = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      })
        .format(instant)
        .split(':')
        .map(Number);
      return instant - ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000 - (instant % 1000);
    };
    const lateness = 10 * 60 * 1000;
    const to = midnight(Date.now() - lateness);
    return { from: midnight(to - 1000), to };
  }

  /** Values of a column in the reference of provisioning/, and on a day; of one device alone where it is named. */
  async samples(column: string, day: Day, device?: string): Promise<{ reference: number[]; current: number[] }> {
    const variables = demoVariables();
    const local = (name: string) => `(TIMESTAMP '${variables[name]} 00:00:00' AT TIME ZONE '${zone}')`;
    const time = `(time AT TIME ZONE 'UTC')`;
    const and = device === undefined ? '' : ` AND device = '${device}'`;
    return {
      reference: await this.numbers(
        `SELECT ${column} FROM ${this.digits} WHERE ${time} >= ${local('TIDELINE_DIGITS_REFERENCE_FROM')} AND ${time} < ${local('TIDELINE_DIGITS_REFERENCE_TO')}${and}`
      ),
      current: await this.numbers(
        `SELECT ${column} FROM ${this.digits} WHERE ${time} >= to_timestamp(${day.from / 1000}) AND ${time} < to_timestamp(${day.to / 1000})${and}`
      ),
    };
  }
}

/** Wasserstein distance of two samples, ∫|F − G|, in population standard deviations of the first. */
export function normedWasserstein(reference: number[], current: number[]): number {
  const r = Float64Array.from(reference).sort();
  const c = Float64Array.from(current).sort();
  const all = Float64Array.from([...reference, ...current]).sort();
  let distance = 0;
  let i = 0;
  let j = 0;
  for (let k = 0; k + 1 < all.length; k++) {
    while (i < r.length && r[i] <= all[k]) {
      i++;
    }
    while (j < c.length && c[j] <= all[k]) {
      j++;
    }
    distance += Math.abs(i / r.length - j / c.length) * (all[k + 1] - all[k]);
  }
  const mean = reference.reduce((sum, x) => sum + x, 0) / reference.length;
  const variance = reference.reduce((sum, x) => sum + (x - mean) ** 2, 0) / reference.length;
  return distance / Math.sqrt(variance);
}
