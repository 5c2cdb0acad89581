/** @jest-environment node */
// The whole service under traffic, killed without warning at random moments: every prediction that was answered is in the log, once.
// TIDELINE_KILLS=50 npx jest demo/traffic/killed.test.ts    as many kills as one likes; says how fast it answered
import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadDigits } from '../digits/images';
import { ParquetWriter } from '../parquet';
import { Traffic, TrafficAnswer } from './client';
import { scenarios } from './scenarios';

const kills = Number(process.env.TIDELINE_KILLS ?? 3);
const rate = 300;
const root = path.resolve(__dirname, '..', '..');
const served = loadDigits().served;

let folder: string;
let child: ChildProcess | undefined;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tideline-killed-'));
});
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the service; gives its port. */
function start(): Promise<number> {
  const args = ['--import', 'tsx', 'demo/service/main.ts', '--port', '0', '--folder', folder, '--roll', '0.5'];
  child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child!.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
    child!.stdout!.on('data', (data: Buffer) => {
      const port = /"message":"listening","port":(\d+)/.exec(data.toString())?.[1];
      if (port !== undefined) {
        resolve(Number(port));
      }
    });
  });
}

const ended = () => new Promise<void>((resolve) => child!.once('exit', () => resolve()));

it(`loses nothing that it answered: ${kills} kills`, async () => {
  const answered: TrafficAnswer[] = [];
  for (let kill = 0; kill <= kills; kill++) {
    const port = await start();
    const traffic = new Traffic({
      url: `http://127.0.0.1:${port}`,
      scenario: scenarios.quiet,
      rate,
      ramp: 60,
      seconds: Infinity,
      seed: kill,
      served,
      onAnswer: (answer) => answered.push(answer),
    });
    const sent = traffic.run();
    await new Promise((resolve) => setTimeout(resolve, 700 + Math.random() * 1500));
    const gone = ended();
    child!.kill(kill < kills ? 'SIGKILL' : 'SIGTERM'); // the last time as one should, so that all is in Parquet
    traffic.stop();
    await sent;
    await gone;
  }
  const good = answered.filter(({ status, path: where }) => status === 200 && where === '/predict');
  expect(good.length).toBeGreaterThan(50 * kills);
  const reader = await ParquetWriter.open();
  const rows = await reader.read(
    `SELECT request_id, count(*) AS n FROM read_parquet('${folder}/digits_live/*.parquet') GROUP BY 1`
  );
  const logged = new Set(rows.map((row) => row.request_id));
  expect(good.filter(({ requestId }) => !logged.has(requestId!))).toEqual([]);
  expect(rows.filter((row) => Number(row.n) > 1)).toEqual([]);

  const times = good.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))].toFixed(1);
  console.log(
    `${good.length} pictures answered; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, right after each start included`
  );
}, 600_000);
