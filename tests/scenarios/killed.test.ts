// The whole service at 300 requests a second, killed without warning at random moments: every answer that somebody got is in the log, once and as it was given,
// and Tideline, asked all the while, never meets half a file.
//
//   TIDELINE_KILLS=50 node --import tsx --test tests/scenarios/killed.test.ts    as many kills as one likes
import assert from 'node:assert/strict';
import { ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ParquetWriter } from '../../demo/parquet';
import type { TrafficAnswer } from '../../demo/traffic/client';
import { makeReference } from '../../demo/traffic/reference';
import { readAnswers, startServing, startTraffic } from '../../tools/load';
import { freePort } from '../../tools/port';
import { end, root } from '../../tools/step';
import { liveDataSource, wait } from '../harness/live';
import { openPreview } from '../harness/preview';
import { Server } from '../harness/server';

const kills = Number(process.env.TIDELINE_KILLS ?? 5);
const rate = 300; // requests a second
const rollSeconds = 0.5;
const longestLife = 3; // seconds from a start to a kill, at most

const work = mkdtempSync(path.join(os.tmpdir(), 'tideline-killed-'));
const log = path.join(work, 'digits_live');
const answersFile = path.join(work, 'answers.jsonl');
let port: number;
let preview: Server;
let reader: ParquetWriter;
let service: ChildProcess;
let traffic: ChildProcess;
let answers: TrafficAnswer[];
/** What Tideline said while the service was killed: undefined where all was well. */
const said: Array<string | undefined> = [];
/** Files that kills left half written, and journals: Tideline was asked beside them. */
const left = { halves: 0, journals: 0 };

before(async () => {
  reader = await ParquetWriter.open();
  await makeReference(work, 2_000, reader);
  const provisioning = path.join(work, 'provisioning');
  cpSync(path.join(root, 'provisioning', 'plugins'), path.join(provisioning, 'plugins'), { recursive: true });
  mkdirSync(path.join(provisioning, 'datasources'));
  const source = liveDataSource(10);
  source.jsonData.store.path = work;
  const datasources = JSON.stringify({ apiVersion: 1, datasources: [source] });
  writeFileSync(path.join(provisioning, 'datasources', 'live.yaml'), datasources);
  preview = await openPreview('Admin', provisioning, work, {});

  port = await freePort();
  service = await startServing({ port, folder: work, rollSeconds });
  traffic = startTraffic(port, rate, answersFile, 0.2);
  while (!existsSync(log) || !readdirSync(log).some((name) => name.endsWith('.parquet'))) {
    await wait(0.1);
  }
  for (let kill = 0; kill < kills; kill++) {
    await wait(Math.random() * longestLife);
    await killNow(service);
    await ask();
    if (kill % 5 === 0) {
      await killWhileItBringsIn();
      await ask();
    }
    service = await startServing({ port, folder: work, rollSeconds });
    await ask();
  }
  await wait(1);
  await end(traffic, 30_000);
  await end(service, 30_000); // as one should, so that all is in Parquet
  answers = readAnswers(answersFile);
});

after(async () => {
  for (const child of [traffic, service].filter((child) => child !== undefined)) {
    child.kill('SIGKILL');
  }
  await preview?.stop();
  rmSync(work, { recursive: true, force: true });
});

test('Tideline answers beside what the kills left', () => {
  assert.deepEqual([...new Set(said)], [undefined]);
  assert.ok(left.journals >= kills, `${left.journals} journals after ${kills} kills`);
});

test(`no answer is lost, and none is there twice: ${kills} kills`, async () => {
  const pictures = await logged('digits_live');
  const [irises, reviews] = [await logged('iris_live'), await logged('sentiment_live')];
  const labels = await logged('digits_live_labels');
  const rowsOf: Record<string, Map<string, any>> = {
    '/predict': pictures,
    '/iris_v1/': irises,
    '/sentiment': reviews,
    '/labels': labels,
  };
  const good = answers.filter(({ status }) => status === 200 || status === 202);
  const lost: TrafficAnswer[] = [];
  const changed: unknown[] = [];
  for (const answer of good.filter((one) => one.path in rowsOf)) {
    const body = JSON.parse(answer.body);
    const row = rowsOf[answer.path].get(answer.path === '/labels' ? body.request_id : answer.requestId);
    if (row === undefined) {
      lost.push(answer);
    } else if (!agrees(row, body)) {
      changed.push([row, body]);
    }
  }
  assert.deepEqual([lost, changed], [[], []]);
  const counts = Object.keys(rowsOf).map((name) => `${good.filter((one) => one.path === name).length} × ${name}`);
  console.log(`answered: ${counts.join(', ')}; killed ${kills} times at work, ${left.halves} files left half written`);
  assert.ok(good.length > 100 * kills, counts.join(', '));
});

test('what is refused is logged as well', async () => {
  const pictures = await logged('digits_live');
  const refused = answers.filter((one) => one.path === '/predict' && one.status === 413);
  for (const { requestId } of refused) {
    assert.equal(pictures.get(requestId!)?.error, 'too_large');
  }
});

test('Tideline counts every row', async () => {
  const rows = (await logged('digits_live')).size;
  assert.ok(rows > 0);
  await wait(4); // until the last window is closed
  const counts = await tideline({ queryType: 'drift', features: ['device'], window: { mode: 'range' }, minRows: 1 });
  assert.deepEqual([...counts], [rows]);
});

async function killNow(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await gone;
  left.journals += readdirSync(log).filter((name) => name.startsWith('.journal-')).length;
}

/** Starts the service, and kills it in the middle of making Parquet of the journal that it found. */
async function killWhileItBringsIn(): Promise<void> {
  let child: ChildProcess | undefined;
  const watching = watch(log, (_, name) => {
    if (name?.endsWith('.writing')) {
      child?.kill('SIGKILL');
    }
  });
  const started = startServing({ port, folder: work, rollSeconds }, (one) => (child = one));
  await started.then(
    (alive) => killNow(alive), // it was too fast for us
    () => undefined
  );
  watching.close();
  left.halves += readdirSync(log).filter((name) => name.endsWith('.writing')).length;
  // Not every kill comes in time to leave one: half of a file is put beside whatever is there.
  const whole = readdirSync(log).find((name) => name.endsWith('.parquet'))!;
  const content = readFileSync(path.join(log, whole));
  writeFileSync(path.join(log, `${whole}.writing`), content.subarray(0, content.length / 2));
}

async function ask(): Promise<void> {
  try {
    await tideline({ queryType: 'drift' });
    said.push(undefined);
  } catch (error) {
    said.push((error as Error).message);
  }
}

/** Asks about the last ten minutes; gives the rows of each window that was looked at. */
async function tideline(query: object): Promise<Set<number>> {
  const response = await fetch(`${preview.url}/api/ds/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      from: String(Date.now() - 3_600_000),
      to: String(Date.now()),
      queries: [{ refId: 'A', datasource: { uid: 'tideline-live' }, model: 'digits-live', format: 'table', ...query }],
    }),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text.slice(0, 500));
  const [frame] = JSON.parse(text).results.A.frames;
  const column = (name: string): any[] =>
    frame.data.values[frame.schema.fields.findIndex((field: { name: string }) => field.name === name)];
  assert.ok(!column('verdict').includes('error'), text.slice(0, 500));
  return new Set(column('current_rows'));
}

/** The rows of a log by their id; an id that is there twice is an error. */
async function logged(name: string): Promise<Map<string, any>> {
  const rows = await reader.read(`SELECT * FROM read_parquet('${path.join(work, name)}/*.parquet')`);
  const byId = new Map(rows.map((row) => [String(row.request_id), row]));
  assert.equal(byId.size, rows.length, `${name} has rows twice`);
  return byId;
}

/** Whether a row says what the answer said. */
function agrees(row: any, body: any): boolean {
  const rounded = (x: number) => Math.round(1e4 * x) / 1e4;
  return (
    ('predicted' in body && row.predicted === body.predicted && rounded(row.confidence) === body.confidence) ||
    ('prediction' in body && row.prediction === body.prediction) ||
    ('sentiment' in body && row.sentiment === body.sentiment) ||
    ('request_id' in body && row.request_id === body.request_id && /^\d$/.test(row.label))
  );
}
