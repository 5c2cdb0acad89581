// The prediction log: Parquet files that a monitor reads, and a journal for what is not in one yet.
//
//   1. A row is a line of the journal, on the disk before the request is answered (journal.ts).
//   2. Every few seconds the journal is closed and a new one begun; the closed one becomes a Parquet file, written under another name, synced, renamed.
//   3. Only then the journal is deleted.
//
// Killed at any moment, nothing that was answered is lost and nothing is there twice: the next start makes Parquet files of the journals that it finds, but
// of those whose Parquet file is there already; half a line at a journal's end was never answered. Readers see whole files only.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Kind, ParquetWriter } from '../../parquet';
import { Journal } from './journal';
import { lock } from './lock';

/** Values by column; times are Unix ms. What is absent is missing. */
export type Row = Record<string, string | number | null>;

export interface LogOptions {
  folder: string;
  columns: ReadonlyArray<{ name: string; kind: Kind }>;
  /** How long a row waits in the journal at most until readers see it, ms. */
  rollMs?: number;
  /** How long rows are gathered before they are written together, where no answer waits for them, ms; 0 where one does. */
  gatherMs?: number;
  /** Told what went wrong behind the back of a request: the journal stays, and is tried again a few seconds later. */
  complain?: (message: string) => void;
}

/** Half of a surrogate pair is no text that Parquet could hold. JSON writes it as an escape, and all other characters as they are. */
const brokenPair = /\\ud[89a-f]/;
const whole = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value;

const journalName = /^\.journal-(.+)\.jsonl$/;

export class PredictionLog {
  private count = 0;
  private rolling: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  /** Closed journals that are not in Parquet yet: more than one only where that failed. */
  private closed: string[] = [];

  private constructor(
    private readonly options: LogOptions,
    private readonly writer: ParquetWriter,
    private readonly unlock: () => void,
    private journal: Journal
  ) {}

  /** Takes the folder, and brings in what a crash left in its journals. */
  static async open(options: LogOptions, writer: ParquetWriter): Promise<PredictionLog> {
    const { folder, complain = () => undefined } = options;
    mkdirSync(folder, { recursive: true });
    const unlock = lock(folder);
    const names = readdirSync(folder).sort();
    for (const half of names.filter((name) => name.endsWith('.parquet.writing'))) {
      rmSync(path.join(folder, half)); // its journal is still there
    }
    for (const name of names.filter((name) => journalName.test(name))) {
      const file = path.join(folder, name);
      try {
        cutTornLine(file);
        await toParquet(file, options, writer);
      } catch (error) {
        renameSync(file, `${file}.broken`);
        complain(`the journal ${name} cannot be read (${(error as Error).message}) and was set aside`);
      }
    }
    const log = new PredictionLog(options, writer, unlock, await newJournal(options, 0));
    log.timer = setInterval(() => log.roll(), options.rollMs ?? 10_000);
    return log;
  }

  /** Resolves when the row is on the disk. */
  append(row: Row): Promise<void> {
    const line = JSON.stringify(row);
    return this.journal.append(brokenPair.test(line) ? JSON.stringify(row, whole) : line);
  }

  /** Makes a Parquet file of all rows so far. */
  roll(): Promise<void> {
    this.rolling = this.rolling.then(async () => {
      try {
        if (this.journal.lines > 0) {
          const next = await newJournal(this.options, ++this.count);
          const full = this.journal;
          this.journal = next;
          this.closed.push(full.file);
          await full.close();
        }
        while (this.closed.length > 0) {
          await toParquet(this.closed[0], this.options, this.writer);
          this.closed.shift();
        }
      } catch (error) {
        this.options.complain?.(`the prediction log could not write Parquet: ${(error as Error).message}`);
      }
    });
    return this.rolling;
  }

  /** Writes all that is left, and frees the folder. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.roll();
    await this.journal.close();
    if (this.journal.lines === 0) {
      rmSync(this.journal.file, { force: true });
    }
    this.unlock();
  }
}

function newJournal({ folder, gatherMs }: LogOptions, count: number): Promise<Journal> {
  const now = new Date().toISOString().replaceAll(':', '').replace('.', '-');
  return Journal.open(path.join(folder, `.journal-${now}-${process.pid}-${count}.jsonl`), gatherMs);
}

function cutTornLine(file: string): void {
  const content = readFileSync(file);
  truncateSync(file, content.lastIndexOf(0x0a) + 1);
}

const types: Record<Kind, string> = { text: 'VARCHAR', number: 'DOUBLE', integer: 'INTEGER', time: 'BIGINT' };

async function toParquet(journal: string, { folder, columns }: LogOptions, writer: ParquetWriter): Promise<void> {
  const file = path.join(folder, `${journalName.exec(path.basename(journal))![1]}.parquet`);
  const { size } = await stat(journal);
  if (!existsSync(file) && size > 0) {
    const list = columns.map(({ name, kind }) => `${quote(name)}: '${types[kind]}'`).join(', ');
    const select = columns.map(({ name, kind }) =>
      kind === 'time' ? `make_timestamp("${name}" * 1000) AS "${name}"` : `"${name}"`
    );
    await writer.copy(
      `SELECT ${select.join(', ')} FROM read_json(${quote(journal)}, format = 'newline_delimited', columns = {${list}})`,
      file
    );
  }
  await rm(journal);
}

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
