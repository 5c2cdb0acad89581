// One writer a folder: two services on one log would each take the other's journal for one that a crash left behind.
import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** How often an owner says that it lives, and after how long without a sign it is gone, ms. */
const beat = 5_000;
const silence = 30_000;

/**
 * Takes the folder for this process; gives the function that frees it. A lock of a process that is gone is taken over: on this machine a process is asked for
 * by its number; of another machine, or another container, whose numbers mean nothing here, the file is no longer touched.
 */
export function lock(folder: string): () => void {
  const file = path.join(folder, '.lock');
  for (const last of [false, true]) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, `${process.pid} ${os.hostname()}`);
      closeSync(handle);
      const timer = setInterval(() => touch(file), beat);
      timer.unref();
      return () => {
        clearInterval(timer);
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || last) {
        throw error;
      }
      const owner = ownerOf(file);
      if (owner !== undefined) {
        throw new Error(
          `${owner} writes the prediction log in ${folder}; stop it first (if it is no such service, delete ${file})`
        );
      }
      rmSync(file, { force: true });
    }
  }
  throw new Error('unreachable');
}

/** Who holds a lock, in words; undefined where it is gone. */
function ownerOf(file: string): string | undefined {
  const [pid, host = os.hostname()] = readFileSync(file, 'utf8').split(' ');
  if (host !== os.hostname()) {
    return Date.now() - statSync(file).mtimeMs < silence ? `process ${pid} on ${host}` : undefined;
  }
  return Number(pid) !== process.pid && isAlive(Number(pid)) ? `process ${pid}` : undefined;
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Somebody deleted it, or the disk is gone: the log itself will say so.
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
