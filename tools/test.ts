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

interface Step {
  /** What is said of it. */
  name: string;
  command: [string, string[]];
  /** A page on a machine that is busy with other things may miss a moment: one failure is told, two count. */
  twice?: boolean;
}

/** Asked for by each part whose servers read it, so that any part runs alone; data that is newer than its program is left as it is. */
const demoData: Step = { name: 'Demo data', command: typescript('demo/make.ts') };

/** A step that is all of its part. */
const only = (title: string, command: [string, string[]]): Pick<Part, 'title' | 'steps'> => ({
  title,
  steps: () => [{ name: title, command }],
});

/** Packages that only compute: the race detector makes their tests up to ten times as long. What they share is watched where it is used at once. */
const computing = ['counts', 'drift/calibration', 'drift/law', 'drift/method'].map((name) => `pkg/${name}`);

const parts: Part[] = [
  { name: 'types', ...only('Types', tool('tsc', '--noEmit')) },
  { name: 'lint', ...only('Lint', tool('eslint', '.')) },
  { name: 'unit', ...only('Unit tests (TypeScript)', tool('jest')) },
  {
    name: 'go',
    title: 'Backend',
    beside: engines,
    steps: () => [
      {
        name: 'Go: format',
        command: [
          'sh',
          [
            '-c',
            'unformatted=$(gofmt -l pkg preview/host Magefile.go) && [ -z "$unformatted" ] || { echo "not gofmt-ed: $unformatted"; exit 1; }',
          ],
        ],
      },
      { name: 'Go: vet', command: ['go', ['vet', './...']] },
      {
        name: 'Go: tests, with the race detector',
        command: ['sh', ['-c', `go test -race -timeout 20m $(go list ./... | grep -vE '/(${computing.join('|')})$')`]],
      },
      { name: 'Go: tests of what only computes', command: ['go', ['test', ...computing.map((name) => `./${name}`)]] },
    ],
  },
  { name: 'build', ...only('Build', typescript('tools/build.ts')) },
  {
    name: 'levitate',
    ...only('Oldest and newest Grafana libraries', typescript('tools/levitate.ts')),
  },
  {
    name: 'tutorial',
    title: 'The tutorial',
    steps: () => [demoData, { name: 'The tutorial, block by block', command: nodeTests(...testsIn('tests/tutorial')) }],
  },
  {
    name: 'scenarios',
    title: 'The scenarios of the demo',
    steps: () => [
      demoData,
      { name: 'The scenarios of the demo, live', command: nodeTests(...testsIn('tests/scenarios')) },
    ],
  },
  {
    name: 'browser',
    title: 'Browser tests',
    missing: noChromium,
    steps: () => [demoData, ...pages('Browser tests on the preview', 'tests/browser')],
  },
  {
    name: 'grafana',
    title: 'Tests in a real Grafana',
    missing: () =>
      process.env.GRAFANA_URL || process.env.GRAFANA_HOME
        ? noChromium()
        : 'no Grafana: name one that runs by GRAFANA_URL, or an installed one by GRAFANA_HOME',
    steps: () => [demoData, ...pages('Tests in a real Grafana', 'tests/grafana')],
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

const testsIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.join(folder, file));

/** Runs tests with Node's own test runner, one file after the other: they share a server. */
const nodeTests = (...files: string[]): [string, string[]] => [
  process.execPath,
  ['--import', 'tsx', '--test', '--test-concurrency=1', ...files],
];

/** Tests that look at pages, each file a step. */
const pages = (title: string, folder: string): Step[] =>
  testsIn(folder).map((file) => ({ name: `${title}: ${path.basename(file)}`, command: nodeTests(file), twice: true }));

/** Runs the steps of a part. What is to be told besides that it passed. A step that may be repeated does not keep those after it from running. */
async function take(steps: Step[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const unsteady: string[] = [];
  const failed: string[] = [];
  for (const { name, command, twice } of steps) {
    try {
      await run(name, command, { env });
    } catch (error) {
      if (!twice) {
        throw error;
      }
      const { message } = error as Error;
      console.log(`\n${message}; once more`);
      await run(name, command, { env }).then(
        () => unsteady.push(`UNSTEADY ${message}, and passed when repeated`),
        (again: Error) => failed.push(again.message)
      );
    }
  }
  if (failed.length > 0) {
    throw new Error([...failed, ...unsteady].join('; '));
  }
  return unsteady;
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
      const unsteady = await take(part.steps(), { ...process.env, ...beside?.env });
      counts.passed++;
      notes.push(...unsteady, `passed   ${part.title}`);
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
