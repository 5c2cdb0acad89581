// The servers that the backend's stores are tested against, on loopback, below .cache/engines: `npm run engines` starts all that are installed, prints how
// tests find them and stops them on Ctrl-C. `npm run engines -- install` installs what is missing first; names choose some: `npm run engines -- clickhouse`.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { clickhouse } from './engines/clickhouse';
import { Engine } from './engines/engine';
import { postgres } from './engines/postgres';
import { trino } from './engines/trino';
import { root, stopChildrenOnExit } from './step';

/** One line an engine. */
const engines: Engine[] = [clickhouse, postgres, trino];

const folderOf = (engine: Engine) => path.join(root, '.cache', 'engines', engine.name);

export interface RunningEngines {
  /** What Go tests read: TIDELINE_CLICKHOUSE_URL and so on. */
  env: Record<string, string>;
  /** A line an engine that could not be started: why. */
  notes: string[];
  /** A line an engine that this machine cannot run: why. */
  impossible: string[];
  stop: () => Promise<void>;
}

/** Starts the engines that are installed. One that should start and does not is an error; one that is not installed is a note. */
export async function startEngines(names: string[] = []): Promise<RunningEngines> {
  const running: RunningEngines = { env: {}, notes: [], impossible: [], stop: () => Promise.resolve() };
  const stops: Array<() => Promise<void>> = [];
  running.stop = async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
  };
  const start = async (engine: Engine) => {
    const reason = engine.impossible?.();
    if (reason !== undefined) {
      running.impossible.push(`${engine.title}: ${reason}`);
      return;
    }
    const missing = engine.missing(folderOf(engine));
    if (missing !== undefined) {
      running.notes.push(`${engine.title}: ${missing}; npm run engines -- install ${engine.name}`);
      return;
    }
    const { env, stop } = await engine.start(folderOf(engine));
    Object.assign(running.env, env);
    stops.push(stop);
  };
  const started = await Promise.allSettled(chosen(names).map(start));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await running.stop();
    throw failed.reason;
  }
  return running;
}

export async function installEngines(names: string[] = []): Promise<void> {
  for (const engine of chosen(names)) {
    const folder = folderOf(engine);
    mkdirSync(folder, { recursive: true });
    const reason = engine.impossible?.();
    if (reason !== undefined) {
      console.log(`── ${engine.title} is left out: ${reason}`);
    } else if (engine.missing(folder) !== undefined) {
      console.log(`── ${engine.title}: installing`);
      // A registry that fails once is no reason to check nothing.
      await engine.install(folder).catch((error: Error) => {
        console.log(`── ${engine.title}: once more, after ${error.message}`);
        return engine.install(folder);
      });
    }
  }
}

function chosen(names: string[]): Engine[] {
  const unknown = names.find((name) => !engines.some((engine) => engine.name === name));
  if (unknown !== undefined) {
    throw new Error(`there is no engine ${unknown}: there are ${engines.map((engine) => engine.name).join(', ')}`);
  }
  return engines.filter((engine) => names.length === 0 || names.includes(engine.name));
}

async function main(): Promise<void> {
  stopChildrenOnExit();
  const args = process.argv.slice(2);
  if (args[0] === 'install') {
    await installEngines(args.slice(1));
    return;
  }
  const running = await startEngines(args);
  for (const note of running.notes) {
    console.log(`not installed  ${note}`);
  }
  for (const note of running.impossible) {
    console.log(`left out  ${note}`);
  }
  for (const [name, value] of Object.entries(running.env)) {
    console.log(`export ${name}='${value.replaceAll("'", "'\\''")}'`);
  }
  if (Object.keys(running.env).length > 0) {
    console.log('\nCtrl-C stops everything.');
    await new Promise(() => setInterval(() => {}, 1 << 30));
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(`\n${error.message}`);
    process.exit(1);
  });
}
