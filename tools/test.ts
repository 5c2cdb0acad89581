// Everything that is checked, from a fresh clone: `npm test`. One part alone: `npm test -- go`, `npm test -- unit browser` …
import { RunningEngines, startEngines } from './engines';
import { run, findChromium, root, stopChildrenOnExit, tool, typescript } from './step';
import { readdirSync } from 'node:fs';
import path from 'node:path';

interface Part {
  name: string;
  title: string;
  /** Says why a part cannot run here; it is then skipped, aloud. */
  missing?: () => string | undefined;
  steps: () => Step[];
  /** What must run beside its steps. */
  beside?: () => Promise<RunningEngines>;
}

/** What is said of it, and its command line. */
type Step = [string, [string, string[]]];

/** Asked for by each part whose servers read it, so that any part runs alone; data that is newer than its program is left as it is. */
const demoData: Step = ['Demo data', typescript('demo/make.ts')];

const parts: Part[] = [
  { name: 'types', title: 'Types', steps: () => [['Types', tool('tsc', '--noEmit')]] },
  { name: 'lint', title: 'Lint', steps: () => [['Lint', tool('eslint', '.')]] },
  { name: 'unit', title: 'Unit tests (TypeScript)', steps: () => [['Unit tests (TypeScript)', tool('jest')]] },
  {
    name: 'go',
    title: 'Backend',
    beside: engines,
    steps: () => [
      [
        'Go: format',
        [
          'sh',
          [
            '-c',
            'unformatted=$(gofmt -l pkg preview/host Magefile.go) && [ -z "$unformatted" ] || { echo "not gofmt-ed: $unformatted"; exit 1; }',
          ],
        ],
      ],
      ['Go: vet', ['go', ['vet', './...']]],
      ['Go: tests, with the race detector', ['go', ['test', '-race', '-timeout', '20m', './...']]],
    ],
  },
  { name: 'build', title: 'Build', steps: () => [['Build', typescript('tools/build.ts')]] },
  {
    name: 'levitate',
    title: 'Oldest and newest Grafana libraries',
    steps: () => [['Oldest and newest Grafana libraries', typescript('tools/levitate.ts')]],
  },
  {
    name: 'tutorial',
    title: 'The tutorial',
    steps: () => [demoData, ['The tutorial, block by block', nodeTests('tests/tutorial')]],
  },
  {
    name: 'scenarios',
    title: 'The scenarios of the demo',
    steps: () => [demoData, ['The scenarios of the demo, live', nodeTests('tests/scenarios')]],
  },
  {
    name: 'browser',
    title: 'Browser tests',
    missing: noChromium,
    steps: () => [demoData, ['Browser tests on the preview', nodeTests('tests/browser')]],
  },
  {
    name: 'grafana',
    title: 'Tests in a real Grafana',
    missing: () =>
      process.env.GRAFANA_URL || process.env.GRAFANA_HOME
        ? noChromium()
        : 'no Grafana: name one that runs by GRAFANA_URL, or an installed one by GRAFANA_HOME',
    steps: () => [demoData, ['Tests in a real Grafana', nodeTests('tests/grafana')]],
  },
];

/** The servers that stores are tested against. Where everything must be checked, one that is not installed is a failure; one that this machine cannot run is not. */
async function engines(): Promise<RunningEngines> {
  console.log('\n── Engines');
  const running = await startEngines();
  if (process.env.CI && running.notes.length > 0) {
    await running.stop();
    throw new Error(`engines are missing: ${running.notes.join('; ')}`);
  }
  console.log(`── Engines: ${Object.keys(running.env).join(', ') || 'none'}`);
  return running;
}

function noChromium(): string | undefined {
  if (findChromium() !== undefined) {
    return undefined;
  }
  const text = 'no Chromium or Chrome found: install one, or name it by CHROMIUM_PATH';
  if (process.env.CI) {
    throw new Error(text); // where everything must be checked, a skip would look like a pass
  }
  return text;
}

/** Runs all tests of a folder with Node's own test runner, one file after the other: they share a server. */
function nodeTests(folder: string): [string, string[]] {
  const files = readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.join(folder, file));
  return [process.execPath, ['--import', 'tsx', '--test', '--test-concurrency=1', ...files]];
}

async function main(): Promise<void> {
  stopChildrenOnExit();
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) {
    throw new Error(`there is no part ${unknown}: there are ${parts.map((part) => part.name).join(', ')}`);
  }
  const began = Date.now();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const notes: string[] = [];
  for (const part of parts.filter((p) => asked.length === 0 || asked.includes(p.name))) {
    const why = part.missing?.();
    if (why !== undefined) {
      counts.skipped++;
      notes.push(`skipped  ${part.title}: ${why}`);
      continue;
    }
    let stop = () => Promise.resolve();
    try {
      const beside = await part.beside?.();
      stop = beside?.stop ?? stop;
      for (const [name, command] of part.steps()) {
        await run(name, command, { env: { ...process.env, ...beside?.env } });
      }
      counts.passed++;
      notes.push(`passed   ${part.title}`);
      for (const note of [...(beside?.notes ?? []), ...(beside?.impossible ?? [])]) {
        counts.skipped++;
        notes.push(`skipped  ${part.title}: ${note}`);
      }
    } catch (error) {
      counts.failed++;
      notes.push(`FAILED   ${(error as Error).message}`);
    } finally {
      await stop();
    }
  }
  console.log(`\n${notes.join('\n')}\n\nin ${((Date.now() - began) / 60000).toFixed(1)} minutes`);
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

main().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
