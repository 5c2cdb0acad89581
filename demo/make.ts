// Makes the demo's prediction logs: `npx tsx demo/make.ts --out FOLDER [--now 2026-11-01T12:00:00Z] [--seed 1] [--strangeness 1]`.
// What was made for the same day and options is kept. Writes demo.env, the variables that provisioning/ asks for.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeDigits } from './digits/make';
import { day } from './digits/traffic';
import { makeFlights } from './flights/make';
import { makeIris } from './iris/make';
import { ParquetWriter } from './parquet';

const version = 3; // of the generator: a new one makes the data anew
const hour = 3600 * 1000;
const models = ['digits', 'flights', 'iris'];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: path.join(__dirname, '..', '.cache', 'demo') },
      now: { type: 'string' },
      seed: { type: 'string', default: '1' },
      weeks: { type: 'string', default: '8' },
      'per-day': { type: 'string', default: '4400' },
      strangeness: { type: 'string', default: '1' },
      'arrival-days': { type: 'string', default: '7' },
      only: { type: 'string' }, // one of the models
    },
  });
  const out = path.resolve(values.out);
  const now = values.now ? Date.parse(values.now) : Date.now();
  if (!Number.isFinite(now)) {
    throw new Error(`--now ${values.now} is not a time; give one such as 2026-11-01T12:00:00Z`);
  }
  if (values.only !== undefined && !models.includes(values.only)) {
    throw new Error(`--only ${values.only} is no model of the demo: there are ${models.join(', ')}`);
  }
  const wanted = (model: string) => values.only === undefined || values.only === model;
  const to = Math.floor(now / hour) * hour;
  const options = {
    seed: Number(values.seed),
    weeks: Number(values.weeks),
    perDay: Number(values['per-day']),
    strangeness: Number(values.strangeness),
    arrivalDays: Number(values['arrival-days']),
  };
  const stampFile = path.join(out, 'stamp.json');
  const stamp = JSON.stringify({ version, day: Math.floor(to / day), options, only: values.only ?? 'all' });
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    console.log(`The demo's data are there already (${out}).`);
    return;
  }
  const began = Date.now();
  for (const folder of [...models, 'digits_labels']) {
    rmSync(path.join(out, folder), { recursive: true, force: true });
  }
  rmSync(stampFile, { force: true });
  mkdirSync(out, { recursive: true });
  const writer = await ParquetWriter.open();
  const variables: Record<string, string> = { TIDELINE_DATA: out };
  if (wanted('digits')) {
    const digits = await makeDigits(out, { ...options, to }, writer, progress);
    finish(
      `digits: ${digits.rows.toLocaleString('en')} predictions; accuracy ${percent(digits.accuracyBefore)} before the new phone` +
        (options.arrivalDays > 0 ? `, ${percent(digits.accuracyAfter)} since` : '')
    );
    variables.TIDELINE_DIGITS_REFERENCE_FROM = date(digits.from);
    variables.TIDELINE_DIGITS_REFERENCE_TO = date(digits.from + 28 * day);
  }
  if (wanted('flights')) {
    const flights = await makeFlights(out, to, writer, progress);
    finish(`flights: ${flights.rows.toLocaleString('en')} flights`);
    const first = Math.ceil(flights.from / day) * day;
    variables.TIDELINE_FLIGHTS_REFERENCE_FROM = date(first);
    variables.TIDELINE_FLIGHTS_REFERENCE_TO = date(first + 28 * day);
  }
  if (wanted('iris')) {
    const iris = makeIris(out, { seed: options.seed, to, newBed: options.arrivalDays > 0 });
    finish(
      `iris: ${iris.rows} predictions, ${iris.strangers} of them of a variety that the classifier does not know; ` +
        `it knows ${percent(iris.accuracy)} of Fisher’s flowers`
    );
  }
  writeFileSync(
    path.join(out, 'demo.env'),
    Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\n`)
      .join('')
  );
  writeFileSync(stampFile, stamp);
  console.log(`Demo data made in ${((Date.now() - began) / 1000).toFixed(1)} s (${out})`);
}

const date = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function progress(text: string): void {
  if (process.stdout.isTTY) {
    process.stdout.write(`\r\x1b[K${text}`);
  }
}

function finish(text: string): void {
  process.stdout.write(process.stdout.isTTY ? `\r\x1b[K${text}\n` : `${text}\n`);
}

main().catch((error: Error) => {
  console.error(`The demo's data could not be made: ${error.message}`);
  process.exit(1);
});
