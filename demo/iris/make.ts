// Makes the log of the iris model: what the service of the course's exercise would have written, byte for byte as Python writes it, and the reference.
import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Classifier, leaveOneOut } from './classifier';
import { loadFlowers, referenceFile } from './flowers';
import { day, Measurement, visits } from './garden';

export interface IrisOptions {
  seed: number;
  /** End of the log, Unix ms. */
  to: number;
  /** Whether the new bed opens. */
  newBed: boolean;
}

export interface IrisResult {
  rows: number;
  /** Of the new bed. */
  strangers: number;
  /** Share of Fisher's flowers that the classifier knows when it was trained without them. */
  accuracy: number;
}

// The service writes `datetime.now()`: no zone, and what the clock on this wall shows. The data source's `clock` says which it is.
const zone = 'Europe/Copenhagen';

const wholeWeeks = 5; // of the log, from Monday to Sunday; the new bed opens with the last of them
const header = 'time, sepal_length, sepal_width, petal_length, petal_width, prediction';

// The service was stopped while it wrote its last line: so many characters are there, up to the middle of the second number.
const tornAfter = 34;

export function makeIris(out: string, options: IrisOptions): IrisResult {
  const flowers = loadFlowers();
  const model = new Classifier(flowers);
  const to = wallClock(options.to);
  const today = Math.floor(to / day) * day;
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * day;
  const opening = options.newBed ? monday - 7 * day : Infinity;
  const from = monday - wholeWeeks * 7 * day;
  const lines: string[] = [];
  let strangers = 0;
  for (const measurements of visits({ seed: options.seed, from, to, opening }, flowers)) {
    for (const measurement of measurements) {
      lines.push(line(measurement, model.predict(measurement.size)));
      strangers += measurement.stranger ? 1 : 0;
    }
  }
  const folder = path.join(out, 'iris');
  mkdirSync(folder, { recursive: true });
  copyFileSync(referenceFile, path.join(folder, 'iris.csv'));
  const log = path.join(folder, 'prediction_database.csv');
  const torn = lines[lines.length - 1].slice(0, tornAfter);
  writeFileSync(`${log}.writing`, `${[header, ...lines.slice(0, -1), torn].join('\n')}`);
  renameSync(`${log}.writing`, log);
  return { rows: lines.length - 1, strangers, accuracy: leaveOneOut(flowers) };
}

/** As the course's service writes a row: `str(datetime.now())`, then numbers as `str(float)` has them. */
function line({ wall, microseconds, size }: Measurement, prediction: number): string {
  const time = `${new Date(wall).toISOString().replace('T', ' ').slice(0, -1)}${String(microseconds).padStart(3, '0')}`;
  return [time, ...size.map((x) => x.toFixed(1)), prediction].join(', ');
}

/** The reading of the clock on the garden's wall, as Unix ms of the same reading in UTC. */
function wallClock(instant: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((p) => p.type === type)!.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}
