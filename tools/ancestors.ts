// Notices when the command that this one was started by is gone: whoever kills `npm` or `npx` leaves what they started to the system, running.
import { readFileSync } from 'node:fs';

interface Ancestor {
  pid: number;
  /** When it was started, in the system's ticks: a number of a process is used again. */
  began: string;
}

/** What Linux tells of a process; undefined where it is gone, or where the system is another one. */
function look(pid: number): (Ancestor & { parent: number; command: string }) | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before may hold blanks
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return fields[0] === 'Z' ? undefined : { pid, parent: Number(fields[1]), began: fields[19], command };
  } catch {
    return undefined;
  }
}

// What loads TypeScript into a process (--import tsx) is no process of its own.
const runner = /(?<!--import )\b(npm|npx|tsx|bootstrap\.mjs)\b/;

/** The runners of scripts above a process, and the shells between them, up to the outermost one. */
export function runnersAbove(pid: number): Ancestor[] {
  const chain: Array<NonNullable<ReturnType<typeof look>>> = [];
  for (let at = look(look(pid)?.parent ?? 0); at !== undefined && at.pid > 1; at = look(at.parent)) {
    if (!runner.test(at.command)) {
      break;
    }
    chain.push(at);
  }
  return chain.map(({ pid: number, began }) => ({ pid: number, began }));
}

/** Calls back once when any of them is gone. What is watched keeps no process alive. */
export function whenGone(ancestors: Ancestor[], gone: () => void, every = 1000): void {
  if (ancestors.length === 0) {
    return;
  }
  const watch = setInterval(() => {
    if (ancestors.some(({ pid, began }) => look(pid)?.began !== began)) {
      clearInterval(watch);
      gone();
    }
  }, every);
  watch.unref();
}
