// Writes tables of plain values to Parquet files, through DuckDB.
import {
  DOUBLE,
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBTimestampValue,
  DuckDBType,
  DuckDBValue,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';

export type Kind = 'text' | 'number' | 'integer' | 'time';

/** A column: its name, its kind and its values (times are Unix ms, UTC). */
export interface Column {
  name: string;
  kind: Kind;
  values: ReadonlyArray<string | number | null>;
}

const types: Record<Kind, { sql: string; type: DuckDBType }> = {
  text: { sql: 'VARCHAR', type: VARCHAR },
  number: { sql: 'DOUBLE', type: DOUBLE },
  integer: { sql: 'INTEGER', type: INTEGER },
  time: { sql: 'TIMESTAMP', type: TIMESTAMP },
};

const chunkRows = 2048; // DuckDB's own vector size

export class ParquetWriter {
  private copying: Promise<void> = Promise.resolve();

  private constructor(private readonly connection: DuckDBConnection) {}

  /** With so many threads: one where something else must not wait. */
  static async open(threads = 2): Promise<ParquetWriter> {
    const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
    return new ParquetWriter(await instance.connect());
  }

  /** Runs a statement of our own, for data that is already in Parquet. */
  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  async read(sql: string): Promise<Array<Record<string, DuckDBValue>>> {
    return (await this.connection.runAndReadAll(sql)).getRowObjects();
  }

  /** Writes a file under a temporary name and renames it, so that nobody ever reads half of one. */
  async write(file: string, columns: Column[]): Promise<void> {
    await this.connection.run(
      `CREATE OR REPLACE TABLE batch (${columns.map((c) => `"${c.name}" ${types[c.kind].sql}`).join(', ')})`
    );
    const appender = await this.connection.createAppender('batch');
    const rows = columns[0].values.length;
    for (let start = 0; start < rows; start += chunkRows) {
      const chunk = DuckDBDataChunk.create(columns.map((c) => types[c.kind].type));
      chunk.setColumns(columns.map((c) => c.values.slice(start, start + chunkRows).map((v) => toDuckDB(v, c.kind))));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    await this.copy('SELECT * FROM batch', file);
  }

  /**
   * Writes the answer of a query to a file, which is whole and on the disk when this resolves. One at a time: one that waits for another would hold one of
   * the four threads that Node does all work with files on, and whoever else writes would wait as well.
   */
  copy(query: string, file: string): Promise<void> {
    const copied = this.copying.then(() => this.copyNow(query, file));
    this.copying = copied.catch(() => undefined);
    return copied;
  }

  private async copyNow(query: string, file: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    const temporary = `${file}.writing`;
    await this.connection.run(
      `COPY (${query}) TO '${temporary.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`
    );
    await sync(temporary);
    await rename(temporary, file);
    await sync(path.dirname(file)); // the name, too
  }
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r');
  await handle.sync().finally(() => handle.close());
}

function toDuckDB(value: string | number | null, kind: Kind): DuckDBValue {
  return kind === 'time' && typeof value === 'number'
    ? new DuckDBTimestampValue(BigInt(Math.round(value * 1000)))
    : value;
}
