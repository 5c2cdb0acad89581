// One writer a folder: two services on one log would each take the other's journal for one that a crash left behind.
import { openSync, closeSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Takes the folder for this process; gives the function that frees it. A lock of a process that is gone is taken over. */
export function lock(folder: string): () => void {
  const file = path.join(folder, '.lock');
  for (const last of [false, true]) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || last) {
        throw error;
      }
      const owner = Number(readFileSync(file, 'utf8'));
      if (owner !== process.pid && isAlive(owner)) {
        throw new Error(
          `process ${owner} writes the prediction log in ${folder}; stop it first (if it is no such service, delete ${file})`
        );
      }
      rmSync(file, { force: true });
    }
  }
  throw new Error('unreachable');
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
