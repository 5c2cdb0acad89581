/** @jest-environment node */
// The demo's story, measured on what `demo/make.ts` writes: the same seed gives the same rows, the model is good at its job, the quiet weeks are quiet,
// and the new phone is what moves. The command runs as a process of its own: inside jest's sandbox its loops are fifty times as slow.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { newPhone } from './digits/phones';
import { ParquetWriter } from './parquet';

const hour = 3600 * 1000;
const day = 24 * hour;
const to = Date.UTC(2026, 4, 31, 12); // noon of a Sunday
const patience = 120_000; // the machine may be busy; a make takes a few seconds

let folder: string;
let parquet: ParquetWriter;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tideline-demo-'));
  parquet = await ParquetWriter.open();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function make(name: string, ...options: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--import', 'tsx', path.join(__dirname, 'make.ts'), '--out', path.join(folder, name), '--only', 'digits'],
    ...['--now', new Date(to).toISOString(), ...options],
  ]);
  return stdout;
}

const log = (name: string) => `'${path.join(folder, name, 'digits', '*.parquet')}'`;
const labels = (name: string) => `'${path.join(folder, name, 'digits_labels', '*.parquet')}'`;
const before = (ms: number) => `time < make_timestamp(${ms * 1000})`;

/** Everything in a log, as one number. */
async function fingerprint(name: string): Promise<string> {
  const [row] = await parquet.read(`SELECT bit_xor(hash(t)) AS rows FROM ${log(name)} t`);
  return String(row.rows);
}

describe('a seed', () => {
  const small = ['--weeks', '1', '--per-day', '200'];

  it(
    'gives the same rows each time, and other rows than another seed',
    async () => {
      await make('first', ...small);
      await make('again', ...small);
      await make('other', ...small, '--seed', '2');
      expect(await fingerprint('again')).toBe(await fingerprint('first'));
      expect(await fingerprint('other')).not.toBe(await fingerprint('first'));
    },
    patience
  );

  it(
    'is not made again on the same day',
    async () => {
      const file = path.join(folder, 'first', 'digits', '2026-05-31.parquet');
      await make('first', ...small);
      const { mtimeMs } = statSync(file);
      expect(await make('first', ...small)).toContain('there already');
      expect(statSync(file).mtimeMs).toBe(mtimeMs);
    },
    patience
  );
});

describe('the log', () => {
  const arrival = Date.UTC(2026, 4, 26, 6); // --arrival-days 6: Tuesday morning

  beforeAll(() => make('story', '--weeks', '3', '--per-day', '1000', '--arrival-days', '6'), patience);

  it('has a file a day, ends at the given hour and has an id for each row', async () => {
    expect(readdirSync(path.join(folder, 'story', 'digits'))).toHaveLength(21);
    const [all] = await parquet.read(
      `SELECT count(*) AS rows, count(DISTINCT request_id) AS ids, epoch_ms(min(time)) AS first, epoch_ms(max(time)) AS last FROM ${log('story')}`
    );
    expect(Number(all.rows)).toBeGreaterThan(17_000);
    expect(all.ids).toBe(all.rows);
    expect(Number(all.first)).toBeGreaterThanOrEqual(Date.UTC(2026, 4, 11));
    expect(Number(all.last)).toBeLessThan(to);
    expect(Number(all.last)).toBeGreaterThan(to - hour);
  });

  it('has labels for all rows but those of the last two days', async () => {
    const [found] = await parquet.read(
      `SELECT count(*) FILTER (label IS NULL AND ${before(to - 2 * day)}) AS missing, count(*) FILTER (label IS NOT NULL AND NOT ${before(to - 2 * day)}) AS early,
         epoch_ms(max(labelled_at)) AS last
       FROM ${log('story')} LEFT JOIN ${labels('story')} USING (request_id)`
    );
    expect(Number(found.missing)).toBe(0);
    expect(Number(found.early)).toBe(0);
    expect(Number(found.last)).toBeLessThan(to);
  });

  it('comes from a model that is right often, and less often on the new phone', async () => {
    const [right] = await parquet.read(
      `SELECT avg((predicted = label)::INTEGER) FILTER (${before(arrival)}) AS quiet, avg((predicted = label)::INTEGER) FILTER (device = '${newPhone.device}') AS new_phone
       FROM ${log('story')} JOIN ${labels('story')} USING (request_id) WHERE predicted IS NOT NULL`
    );
    expect(Number(right.quiet)).toBeGreaterThan(0.85);
    expect(Number(right.new_phone)).toBeGreaterThan(0.5);
    expect(Number(right.new_phone)).toBeLessThan(Number(right.quiet) - 0.04);
  });

  it('has probabilities that sum to one, the largest of them the confidence; none where there was an error', async () => {
    const all = Array.from({ length: 10 }, (_, k) => `p_${k}`);
    const [off] = await parquet.read(
      `SELECT max(abs(${all.join(' + ')} - 1)) AS sum, max(abs(greatest(${all.join(', ')}) - confidence)) AS best,
         count(*) FILTER ((error IS NULL) <> (predicted IS NOT NULL)) AS contradictions, count(error) AS errors
       FROM ${log('story')}`
    );
    expect(Number(off.sum)).toBeLessThan(1e-9);
    expect(Number(off.best)).toBe(0);
    expect(Number(off.contradictions)).toBe(0);
    expect(Number(off.errors)).toBeGreaterThan(0);
  });

  // A day's mean, in standard deviations of the feature. A user's two or three pictures share phone and light, so a day of 700 to 1,000 pictures says as
  // much as one of 300 to 400: 0.06 of noise, and at most 0.05 of weather. The limit is four times both together.
  it.each(['brightness', 'contrast', 'sharpness', 'aspect_ratio', 'confidence', 'latency_ms'])(
    'keeps %s within 0.3 standard deviations of its usual mean on each quiet day',
    async (feature) => {
      const [usual] = await parquet.read(
        `SELECT avg(${feature}) AS mean, stddev_pop(${feature}) AS sd FROM ${log('story')} WHERE ${before(arrival)}`
      );
      const days = await parquet.read(
        `SELECT avg(${feature}) AS mean FROM ${log('story')} WHERE ${before(arrival - 6 * hour)} GROUP BY time::DATE`
      );
      expect(days).toHaveLength(15);
      for (const { mean } of days) {
        expect(Math.abs(Number(mean) - Number(usual.mean)) / Number(usual.sd)).toBeLessThan(0.3);
      }
    }
  );

  it('jumps in aspect ratio with the new phone, and on it alone', async () => {
    const [found] = await parquet.read(
      `SELECT avg(aspect_ratio) FILTER (${before(arrival)}) AS quiet, stddev_pop(aspect_ratio) FILTER (${before(arrival)}) AS sd,
         avg(aspect_ratio) FILTER (NOT ${before(arrival)} AND device <> '${newPhone.device}') AS others,
         avg(aspect_ratio) FILTER (device = '${newPhone.device}') AS new_phone, count(*) FILTER (device = '${newPhone.device}' AND ${before(arrival)}) AS early
       FROM ${log('story')}`
    );
    expect(Number(found.early)).toBe(0);
    expect(Math.abs(Number(found.others) - Number(found.quiet)) / Number(found.sd)).toBeLessThan(0.15);
    expect((Number(found.new_phone) - Number(found.quiet)) / Number(found.sd)).toBeGreaterThan(2);
  });

  it(
    'is without the new phone when it never arrives',
    async () => {
      expect(await make('quiet', '--weeks', '1', '--per-day', '200', '--arrival-days', '0')).toContain('accuracy');
      const [found] = await parquet.read(
        `SELECT count(*) AS rows FROM ${log('quiet')} WHERE device = '${newPhone.device}'`
      );
      expect(Number(found.rows)).toBe(0);
    },
    patience
  );

  it('comes with the variables that provisioning asks for', () => {
    expect(
      readFileSync(path.join(folder, 'story', 'demo.env'), 'utf8')
        .trim()
        .split('\n')
    ).toEqual([
      `TIDELINE_DATA=${path.join(folder, 'story')}`,
      'TIDELINE_DIGITS_REFERENCE_FROM=2026-05-11',
      'TIDELINE_DIGITS_REFERENCE_TO=2026-06-08',
    ]);
  });
});

describe('one model alone', () => {
  it(
    'is made without the others, and asks for no variable but the folder',
    async () => {
      expect(await make('iris', '--only', 'iris')).toContain('it knows 98.0 % of Fisher’s flowers');
      const out = path.join(folder, 'iris');
      expect(readdirSync(out).sort()).toEqual(['demo.env', 'iris', 'stamp.json']);
      expect(readdirSync(path.join(out, 'iris')).sort()).toEqual(['iris.csv', 'prediction_database.csv']);
      expect(readFileSync(path.join(out, 'demo.env'), 'utf8')).toBe(`TIDELINE_DATA=${out}\n`);
    },
    patience
  );

  it(
    'must be one that there is',
    async () => {
      await expect(make('irises', '--only', 'irises')).rejects.toThrow('there are digits, flights, iris');
    },
    patience
  );
});
