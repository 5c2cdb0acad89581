// docs/tutorial.md does what it says: each of its code blocks is run here, in order, as its reader would, on the preview with the real backend.
//   sh      each line is run; what follows in a text block is what it must print
//   python  is the file that it names
//   yaml    is the file that it names, or else a model, provisioned beside the demo's own
// It needs Python 3 (TIDELINE_PYTHON names another than python3). Where that has no FastAPI, the service itself is skipped, aloud, and the same rows are
// written without it, so that everything after it is run anyway. The alert fires in a real Grafana, where one is named by GRAFANA_HOME; what its rule asks is asked
// in any case.
import assert from 'node:assert/strict';
import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parse, stringify } from 'yaml';
import { startReceiver } from '../../demo/receiver/receiver';
import { freePort } from '../../tools/port';
import { end, root, typescript } from '../../tools/step';
import { openGrafana, withoutOwnGrafana } from '../grafana/grafana';
import { changeYaml, wait } from '../harness/live';
import { openPreview } from '../harness/preview';
import { Server } from '../harness/server';
import { Block, blocksOf } from './blocks';

const page = 'docs/tutorial.md';
const blocks = blocksOf(readFileSync(path.join(root, page), 'utf8'));
const named = process.env.TIDELINE_PYTHON ?? 'python3';
const ask = (program: string) => spawnSync(named, ['-c', program], { encoding: 'utf8' });
const python = ask('import sys; print(sys.executable)').stdout?.trim() ?? ''; // its path: in this test the name comes to mean a program of ours
const hasPython = python !== '';
const hasService = ask('import fastapi, uvicorn, prometheus_client').status === 0;
const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0;

/** Lines that a reader runs and this test does not: it is itself the demo, and asks nothing of the internet. */
const readersOwn = [/^npm run demo\b/, /^pip install /];
/** Lines that need the service. */
const ofService = [/^uvicorn /, /^curl .*:8000/, /visitors\.py/, /^prometheus /];
/** Lines that need a real Grafana: they are run in the last test. */
const ofGrafana = /^curl .*:3000/;
/** Files that the reader writes. */
const written = blocks.filter(({ language, file }) => language === 'yaml' && file !== '');

let folder: string; // as the reader's folder: demo/ and .cache/demo/ lie in it
let server: Server | undefined;
let service: ChildProcess | undefined;
let watcher: ChildProcess | undefined;
let servicePort: number;
const env: NodeJS.ProcessEnv = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tideline-tutorial-'));
  symlinkSync(path.join(root, 'demo'), path.join(folder, 'demo'));
  const data = path.join(folder, '.cache', 'demo');
  const [command, args] = typescript('demo/make.ts', '--only', 'iris', '--out', data);
  assert.equal(spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status, 0, 'the demo’s log is made');
  const programs = path.join(folder, 'bin');
  mkdirSync(programs);
  for (const name of ['python3', 'uvicorn']) {
    const run = name === 'uvicorn' ? `"${python}" -m uvicorn` : `"${python}"`;
    writeFileSync(path.join(programs, name), `#!/bin/sh\nexec ${run} "$@"\n`, { mode: 0o755 });
  }
  servicePort = await freePort();
  mkdirSync(path.join(data, 'mine')); // the reader's own mkdir finds it
  provisioning();
  for (const { file, text } of written) {
    writeFileSync(path.join(folder, file), text.replaceAll('127.0.0.1:8000', `127.0.0.1:${servicePort}`));
  }
  server = await openPreview('Admin', path.join(folder, 'provisioning'), data);
  Object.assign(env, {
    PATH: `${programs}${path.delimiter}${process.env.PATH}`,
    GRAFANA_URL: server.url,
    IRIS_SERVICE: `http://127.0.0.1:${servicePort}`,
    UVICORN_PORT: String(servicePort),
  });
});

after(async () => {
  service?.kill();
  watcher?.kill();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The demo's provisioning with two models, its iris and the one that the page adds, and of its rules those of iris. */
function provisioning(): void {
  const out = path.join(folder, 'provisioning');
  cpSync(path.join(root, 'provisioning'), out, { recursive: true });
  const file = path.join(out, 'datasources', 'tideline.yaml');
  const settings = parse(readFileSync(file, 'utf8'));
  const { jsonData } = settings.datasources[0];
  const own = blocks
    .filter(({ language, file }) => language === 'yaml' && file === '')
    .flatMap(({ text }) => parse(text));
  jsonData.models = [...jsonData.models.filter(({ name }: { name: string }) => name === 'iris'), ...own];
  jsonData.store.path = path.join(folder, '.cache', 'demo');
  writeFileSync(file, stringify(settings));
  changeYaml(path.join(out, 'alerting', 'tideline.yaml'), (rules) => {
    rules.groups = rules.groups.filter(({ name }: { name: string }) => name === 'iris');
  });
}

test('every block is of a kind that is run', () => {
  assert.ok(blocks.length > 10, 'the page has blocks');
  for (const block of blocks) {
    assert.ok(['sh', 'python', 'yaml', 'text'].includes(block.language), `${page}:${block.line}: ${block.language}`);
    if (block.language !== 'yaml') {
      assert.equal(
        block.language === 'python',
        block.file !== '',
        `${page}:${block.line}: Python is shown from a file`
      );
    }
  }
});

for (const block of blocks.filter(({ language }) => language === 'python')) {
  test(`${page}:${block.line} is ${block.file}`, (t) => {
    assert.equal(block.text, readFileSync(path.join(root, block.file), 'utf8'));
    if (!hasPython) {
      t.skip(`there is no ${named}: that the file compiles was not tried`);
      return;
    }
    const compile = `import sys; compile(open(sys.argv[1]).read(), sys.argv[1], "exec")`;
    const { status, stderr } = spawnSync(python, ['-c', compile, path.join(root, block.file)], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
}

for (const [i, block] of blocks.entries()) {
  if (block.language === 'sh') {
    const expected = blocks[i + 1]?.language === 'text' ? blocks[i + 1] : undefined;
    test(`${page}:${block.line} ${block.text.split('\n')[0]}`, async (t) => {
      if (!hasPython) {
        t.skip(`there is no ${named}`);
        return;
      }
      const { printed, skipped } = await runBlock(block);
      if (skipped.length > 0) {
        t.diagnostic(`SKIPPED, for want of FastAPI, of a Prometheus or, here, of a Grafana: ${skipped.join('; ')}`);
      }
      const said = (expected?.text ?? printed).trimEnd();
      if (skipped.length === 0) {
        assert.equal(printed.trimEnd(), said, `what ${page}:${expected?.line} says`);
      } else {
        const rest = `${printed.trimEnd()} is the end of what ${page}:${expected?.line} says: the first lines are of what was skipped`;
        assert.ok(said.endsWith(printed.trimEnd()), rest);
      }
    });
  }
}

test('Save & test says what the page says', async (t) => {
  if (!hasPython) {
    t.skip(`there is no ${named}, so there is no log`);
    return;
  }
  const answer = await fetch(`${server!.url}/api/datasources/uid/tideline/health`);
  const { status, message, details } = (await answer.json()) as {
    status: string;
    message: string;
    details: { verboseMessage: string };
  };
  assert.equal(status, 'OK', message);
  assert.match(details.verboseMessage, /^mine: 28[01] rows from \S+ to \S+, 4 features/m);
  assert.match(details.verboseMessage, /^iris: \d+ rows .*its last line is half written and was left out/m);
});

test('the dashboards of iris have what the page reads off them', async () => {
  const answer = await fetch(`${server!.url}/api/ds/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      from: 'now-8w',
      to: 'now',
      queries: [
        { refId: 'share', queryType: 'drift', format: 'numeric', value: 'share' },
        { refId: 'rows', queryType: 'drift', format: 'timeseries', value: 'rows' },
        { refId: 'prediction', queryType: 'distribution', features: ['prediction'] },
      ].map((query) => ({ ...query, model: 'iris', datasource: { uid: 'tideline' } })),
    }),
  });
  const { results } = (await answer.json()) as { results: Record<string, { frames: any[] }> };
  const values = (refId: string): any[][] => results[refId].frames[0].data.values;
  assert.deepEqual(values('share'), [[0.8]]);
  const weeks = values('rows')[1].filter((rows) => rows > 0);
  assert.equal(weeks.length, 5);
  assert.ok(Math.min(...weeks) > 130 && Math.max(...weeks) < 170, `weeks of 130 to 170 flowers: ${weeks}`);
  const [categories, reference, ...windows] = values('prediction');
  const share = (counts: number[]) =>
    Math.round((100 * counts[categories.indexOf('Iris-Virginica')]) / counts.reduce((sum, n) => sum + n));
  assert.deepEqual([share(reference), share(windows.at(-1)!)], [33, 55]);
});

const rule = () => parse(written.find(({ file }) => file.endsWith('alerting/mine.yaml'))!.text).groups[0].rules[0];

test('the rule of the page asks what four features have left the line in', async (t) => {
  if (!hasPython) {
    t.skip(`there is no ${named}, so there is no log`);
    return;
  }
  const [{ model }, { model: condition }] = rule().data;
  assert.deepEqual([condition.type, condition.expression], ['math', '$severity >= 1']);
  const answer = await fetch(`${server!.url}/api/ds/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ from: 'now-1d', to: 'now', queries: [{ ...model, datasource: { uid: 'tideline' } }] }),
  });
  const { results } = (await answer.json()) as { results: Record<string, { frames: any[] }> };
  const drifted = results.severity.frames
    .filter(({ data }) => data.values[0][0] >= 1)
    .map(({ schema, data }) => `${schema.fields[0].labels.feature} ${data.values[0][0].toFixed(1)}`);
  assert.equal(drifted.length, 4, drifted.join(', '));
  const [, feature, severity] = /^- (\w+) of the model mine has drifted: severity ([\d.]+)$/m.exec(message().text)!;
  assert.ok(drifted.includes(`${feature} ${severity}`), `${feature} ${severity} of ${drifted.join(', ')}`);
});

test('the page that the alert links to has the drift in the model’s own windows', async (t) => {
  if (!hasPython) {
    t.skip(`there is no ${named}, so there is no log`);
    return;
  }
  const { feature, model } = Object.fromEntries(
    [...message().text.matchAll(/var-(\w+)=(\w+)/g)].map(([, name, value]) => [name, value])
  );
  // The page's own question, and of the window that is still open, which a reader has seen closing.
  const query = { refId: 'A', queryType: 'drift', model, format: 'timeseries', value: 'severity' };
  const answer = await fetch(`${server!.url}/api/ds/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      from: /from=([\w-]+)/.exec(message().text)![1],
      to: 'now',
      queries: [{ ...query, features: [feature], includePartial: true, datasource: { uid: 'tideline' } }],
    }),
  });
  const { results } = (await answer.json()) as { results: Record<string, { frames: any[] }> };
  const [times, severities] = results.A.frames[0].data.values as [number[], Array<number | null>];
  assert.equal(times[1] - times[0], 5 * 60_000, 'not coarser for want of room');
  assert.ok(
    severities.some((severity) => severity !== null && severity >= 1),
    severities.filter(Boolean).join(', ')
  );
});

/** What the page says that comes to the terminal. */
const message = () => blocks.find(({ language, text }) => language === 'text' && text.startsWith('── An alert'))!;

test('the alert comes, in one message', { skip: withoutOwnGrafana() || !hasPython }, async () => {
  let told = '';
  const receiver = await startReceiver({
    port: 0,
    file: path.join(folder, 'notifications.jsonl'),
    print: (text) => (told += /of the model mine/.test(text) ? text : ''),
  });
  const out = path.join(folder, 'provisioning');
  const own = path.join(out, 'alerting', 'mine.yaml');
  const saved = readFileSync(own, 'utf8');
  rmSync(own); // it is saved while Grafana runs
  changeYaml(path.join(out, 'alerting', 'notifications.yaml'), ({ policies: [{ routes }] }) => {
    routes.forEach((route: { group_wait: string }) => (route.group_wait = '20s')); // a minute in the demo
  });
  const grafana = await openGrafana({
    provisioning: out,
    data: path.join(folder, '.cache', 'demo'),
    variables: { TIDELINE_RECEIVER_URL: receiver.url },
  });
  try {
    writeFileSync(own, saved);
    const reload = blocks.findIndex(({ language, text }) => language === 'sh' && ofGrafana.test(text));
    assert.equal(
      runLine(blocks[reload].text.trim().replace('http://localhost:3000', grafana.url)).trim(),
      blocks[reload + 1].text.trim()
    );
    for (let waited = 0; waited < 180 && told === ''; waited++) {
      await wait(1);
    }
    const said = told.trim().replaceAll(/http:\/\/localhost:\d+/g, 'http://localhost:3000');
    const [title, head, ...alerts] = message().text.trim().split('\n');
    assert.ok(said.startsWith(`${title}\n${head}\n`), said);
    assert.ok(said.includes(alerts.join('\n')), said);
  } finally {
    await grafana.stop();
    await receiver.close();
  }
});

/** Runs the lines of a block, each to its end but for the service; gives what they printed, and which could not be run. */
async function runBlock(block: Block): Promise<{ printed: string; skipped: string[] }> {
  let printed = '';
  const skipped: string[] = [];
  for (const line of block.text.trim().split('\n')) {
    const variable = /^export (\w+)=(.*)$/.exec(line);
    if (readersOwn.some((pattern) => pattern.test(line))) {
      continue;
    } else if (variable !== null) {
      env[variable[1]] = variable[2];
    } else if (ofGrafana.test(line) || (line.startsWith('prometheus ') && !hasPrometheus)) {
      skipped.push(line);
    } else if (!hasService && ofService.some((pattern) => pattern.test(line))) {
      skipped.push(line);
      if (!/^prometheus |\/metrics/.test(line)) {
        withoutService(line);
      }
    } else if (line.startsWith('prometheus ')) {
      await watch(line);
    } else if (line.startsWith('uvicorn ')) {
      await startService(line);
    } else {
      printed += runLine(line.replaceAll('127.0.0.1:8000', `127.0.0.1:${servicePort}`));
    }
  }
  return { printed, skipped };
}

function runLine(line: string): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, env, encoding: 'utf8' });
  const fails = /^All tests passed: False$/m.test(stdout); // what check.py tells a workflow by its exit code
  assert.equal(status, fails ? 1 : 0, `${line}\n${stdout}${stderr}`);
  return stdout.endsWith('\n') ? stdout : `${stdout}\n`;
}

async function startService(line: string): Promise<void> {
  let output = '';
  if (service !== undefined) {
    await end(service, 10_000); // the reader's Ctrl-C
  }
  service = spawn('sh', ['-c', `exec ${line}`], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  service.stdout!.on('data', (text) => (output += text));
  service.stderr!.on('data', (text) => (output += text));
  const log = path.join(folder, env.PREDICTION_DATABASE!);
  const deadline = Date.now() + 60_000;
  while (!existsSync(log) || !/Uvicorn running on/.test(output)) {
    assert.ok(service.exitCode === null && Date.now() < deadline, `the service starts: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Starts the reader's Prometheus, and asks it what it knows of the service. */
async function watch(line: string): Promise<void> {
  const port = await freePort();
  const command = line.replace('127.0.0.1:9099', `127.0.0.1:${port}`);
  watcher = spawn('sh', ['-c', `exec ${command}`], { cwd: folder, env, stdio: 'ignore' });
  const known = async (): Promise<unknown> => {
    const address = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent('prediction_latency_seconds_count{job="mine"}')}`;
    const answer = await fetch(address).catch(() => undefined);
    return answer?.ok ? ((await answer.json()) as any).data.result[0]?.value[1] : undefined;
  };
  for (let tries = 0; tries < 60 && (await known()) === undefined; tries++) {
    await wait(0.5);
  }
  assert.equal(await known(), '30', 'Prometheus has counted the visitors since the service was instrumented');
}

/** Writes what the service would have logged for a line that calls it. */
function withoutService(line: string): void {
  const program = [
    'import sys; sys.path.insert(0, "demo/iris/course")',
    'from datetime import datetime, timezone',
    'from iris_model import classify; from prediction_log import add_to_database, open_database; from visitors import measured',
    'open_database()',
    'flowers, new_bed, seed = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])',
    'sizes = measured(flowers, new_bed, seed) if flowers > 1 else [[5.1, 3.5, 1.4, 0.2]] * flowers',
    'for size in sizes: add_to_database(datetime.now(tz=timezone.utc), *size, classify(size))',
  ].join('\n');
  const argument = (name: string, otherwise: string) => new RegExp(`--${name} (\\S+)`).exec(line)?.[1] ?? otherwise;
  const flowers = line.startsWith('uvicorn') ? '0' : line.startsWith('curl') ? '1' : argument('flowers', '150');
  const { status, stderr } = spawnSync(
    python,
    ['-c', program, flowers, argument('new-bed', '0'), argument('seed', '1')],
    { cwd: folder, env, encoding: 'utf8' }
  );
  assert.equal(status, 0, stderr);
}
