// A file that lines are appended to. A line is on the disk before its append() resolves; lines that come while the disk is busy are written together, so
// that a busy service waits for the disk a few dozen times a second and not once a request.
import { FileHandle, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

interface Waiting {
  line: string;
  resolve: () => void;
  reject: (error: Error) => void;
}

export class Journal {
  /** Lines that are on the disk. */
  lines = 0;
  private size = 0;
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  private constructor(
    readonly file: string,
    private readonly handle: FileHandle,
    private readonly gatherMs: number
  ) {}

  /** Makes a new file; one that is there already is an error. Lines are gathered for so long before they are written. */
  static async open(file: string, gatherMs = 0): Promise<Journal> {
    return new Journal(file, await open(file, 'ax'), gatherMs);
  }

  /** Resolves when the line is on the disk; rejects when it could not be written, and then no part of it is in the file. */
  append(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ line, resolve, reject });
      this.writing ??= this.write();
    });
  }

  /** Waits for all lines, and closes the file. */
  async close(): Promise<void> {
    await this.writing;
    await this.handle.close();
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      if (this.gatherMs > 0) {
        await setTimeout(this.gatherMs);
      }
      const batch = this.waiting;
      this.waiting = [];
      const text = batch.map(({ line }) => `${line}\n`).join('');
      try {
        await this.handle.appendFile(text);
        await this.handle.datasync();
        this.size += Buffer.byteLength(text);
        this.lines += batch.length;
        batch.forEach(({ resolve }) => resolve());
      } catch (error) {
        // A full disk: what was written of the batch goes, or the next line would run into half of one.
        await this.handle.truncate(this.size).catch(() => undefined);
        batch.forEach(({ reject }) => reject(error as Error));
      }
    }
    this.writing = undefined;
  }
}
