/** @jest-environment node */
// The prediction log on a real disk: what is answered is there, once, whatever a crash left behind.
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ParquetWriter } from '../../parquet';
import { PredictionLog } from './log';

const columns = [
  { name: 'time', kind: 'time' as const },
  { name: 'request_id', kind: 'text' as const },
  { name: 'brightness', kind: 'number' as const },
];

let folder: string;
let writer: ParquetWriter;

beforeAll(async () => {
  writer = await ParquetWriter.open();
});
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tideline-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (complain?: (message: string) => void) =>
  PredictionLog.open({ folder, columns, rollMs: 3_600_000, complain }, writer);
const row = (id: number) => ({ time: Date.UTC(2026, 0, 2, 3, 4, 5, 678), request_id: `r${id}`, brightness: id / 3 });
const parquet = () => readdirSync(folder).filter((name) => name.endsWith('.parquet'));
const hidden = () => readdirSync(folder).filter((name) => name.startsWith('.'));
const rows = () => writer.read(`SELECT * FROM read_parquet('${folder}/*.parquet') ORDER BY brightness`);

it('has a row in Parquet after a roll, with its types', async () => {
  const log = await open();
  await log.append(row(1));
  await log.append({ time: row(2).time, request_id: null });
  expect(parquet()).toEqual([]);
  await log.roll();
  const [first, second] = await rows();
  expect(String(first.time)).toBe('2026-01-02 03:04:05.678');
  expect(first).toMatchObject({ request_id: 'r1', brightness: 1 / 3 });
  expect(second).toMatchObject({ request_id: null, brightness: null });
  await log.close();
  expect(hidden()).toEqual([]);
});

it('keeps the order of nothing and the count of all when a thousand rows come at once', async () => {
  const log = await open();
  await Promise.all(Array.from({ length: 1000 }, (_, i) => log.append(row(i))));
  await log.close();
  expect(new Set((await rows()).map((r) => r.request_id)).size).toBe(1000);
});

it('holds half of a surrogate pair as the sign for what is no character', async () => {
  const log = await open();
  await log.append({ ...row(1), request_id: 'a\ud800b' });
  await log.append({ ...row(2), request_id: 'a😀\\ud800' });
  await log.close();
  expect((await rows()).map((r) => r.request_id)).toEqual(['a\ufffdb', 'a😀\\ud800']);
});

it('brings in the journal of a crash, without the half line at its end', async () => {
  const journal = path.join(folder, '.journal-2026-01-02T030405-000Z-1-0.jsonl');
  writeFileSync(journal, `${JSON.stringify(row(1))}\n${JSON.stringify(row(2))}\n`);
  appendFileSync(journal, JSON.stringify(row(3)).slice(0, 20));
  const log = await open();
  expect((await rows()).map((r) => r.request_id)).toEqual(['r1', 'r2']);
  await log.close();
});

it('has nothing twice when the crash came between the Parquet file and the end of its journal', async () => {
  const first = await open();
  await first.append(row(1));
  await first.close();
  const [file] = parquet();
  writeFileSync(path.join(folder, `.journal-${file.replace('.parquet', '.jsonl')}`), `${JSON.stringify(row(1))}\n`);
  const second = await open();
  await second.close();
  expect(await rows()).toHaveLength(1);
  expect(hidden()).toEqual([]);
});

it('brings in the journal beside the half of a Parquet file that the crash has made of it', async () => {
  writeFileSync(path.join(folder, '.journal-a.jsonl'), `${JSON.stringify(row(1))}\n`);
  writeFileSync(path.join(folder, 'a.parquet.writing'), 'PAR1');
  await (await open()).close();
  expect(readdirSync(folder)).toEqual(['a.parquet']);
  expect(await rows()).toHaveLength(1);
});

it('makes nothing of an empty journal, and nothing of a Parquet file that is half written', async () => {
  writeFileSync(path.join(folder, '.journal-a.jsonl'), '');
  writeFileSync(path.join(folder, 'a.parquet.writing'), 'PAR1');
  await (await open()).close();
  expect(readdirSync(folder)).toEqual([]);
});

it('sets a journal aside that it cannot read, says so, and goes on', async () => {
  writeFileSync(path.join(folder, '.journal-a.jsonl'), '{"time": "yesterday", "request_id": 1}\n');
  const said: string[] = [];
  const log = await open((message) => said.push(message));
  await log.append(row(1));
  await log.close();
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^the journal \.journal-a\.jsonl cannot be read .* was set aside$/s);
  expect(hidden()).toEqual(['.journal-a.jsonl.broken']);
  expect(await rows()).toHaveLength(1);
});

it('belongs to one process, and to the next when that one is gone', async () => {
  writeFileSync(path.join(folder, '.lock'), '1'); // the first process of the machine is always there
  await expect(open()).rejects.toThrow(/process 1 writes the prediction log/);
  writeFileSync(path.join(folder, '.lock'), '4194305'); // above the largest number of a process
  await (await open()).close();
});

it('belongs to another container as long as that one gives signs of life, whatever number its process has', async () => {
  const file = path.join(folder, '.lock');
  writeFileSync(file, `${process.pid} another-container`);
  await expect(open()).rejects.toThrow(/on another-container writes the prediction log/);
  utimesSync(file, new Date(), new Date(Date.now() - 60_000));
  await (await open()).close();
});

it('does not answer for what could not be written', async () => {
  const log = await open();
  await log.append(row(1));
  mkdirSync(path.join(folder, 'sub'));
  // The disk is gone: the file is closed under the journal.
  const { journal } = log as unknown as { journal: { handle: { close(): Promise<void> } } };
  await journal.handle.close();
  await expect(log.append(row(2))).rejects.toThrow();
  await log.roll();
  expect((await rows()).map((r) => r.request_id)).toEqual(['r1']);
  await log.close();
});
