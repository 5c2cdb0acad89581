// Makes the log of the digits model: one Parquet file a day, and the true labels in files of their own, two days late.
import path from 'node:path';
import { Column, ParquetWriter } from '../parquet';
import { train } from './classifier';
import { loadDigits } from './images';
import { day, Prediction, probabilityColumns, traffic } from './traffic';

export interface DigitsOptions {
  seed: number;
  /** End of the log, Unix ms. */
  to: number;
  weeks: number;
  perDay: number;
  strangeness: number;
  /** Days before the end at which the new phone arrives; 0 for never. */
  arrivalDays: number;
}

export interface DigitsResult {
  rows: number;
  /** Share of right answers before and after the new phone. */
  accuracyBefore: number;
  accuracyAfter: number;
  from: number;
  arrival: number;
}

const labelDelay = 2 * day;

export async function makeDigits(
  out: string,
  options: DigitsOptions,
  writer: ParquetWriter,
  progress: (text: string) => void
): Promise<DigitsResult> {
  const today = Math.floor(options.to / day) * day;
  const from = today - (options.weeks * 7 - 1) * day;
  const arrival = options.arrivalDays > 0 ? today - (options.arrivalDays - 1) * day + 6 * 3600 * 1000 : Infinity;
  progress('digits: training the classifier');
  const digits = loadDigits();
  const model = train(digits.train, options.seed);
  const right = { before: 0, after: 0 };
  const decided = { before: 0, after: 0 };
  let rows = 0;
  let start = from;
  for (const predictions of traffic({ ...options, from, arrival }, digits.served, model)) {
    const name = new Date(start).toISOString().slice(0, 10);
    if (predictions.length > 0) {
      await writer.write(path.join(out, 'digits', `${name}.parquet`), logColumns(predictions));
      const labelled = predictions.filter((p) => p.time + labelDelay < options.to);
      if (labelled.length > 0) {
        await writer.write(path.join(out, 'digits_labels', `${name}.parquet`), labelColumns(labelled));
      }
    }
    for (const p of predictions) {
      const when = p.time < arrival ? 'before' : 'after';
      if (p.predicted !== null) {
        decided[when]++;
        right[when] += p.predicted === p.label ? 1 : 0;
      }
    }
    rows += predictions.length;
    start += day;
    progress(`digits: ${rows.toLocaleString('en')} predictions, ${name}`);
  }
  return {
    rows,
    accuracyBefore: right.before / decided.before,
    accuracyAfter: right.after / decided.after,
    from,
    arrival,
  };
}

function logColumns(rows: Prediction[]): Column[] {
  const text = (name: string, of: (p: Prediction) => string | null): Column => ({
    name,
    kind: 'text',
    values: rows.map(of),
  });
  const number = (name: string, of: (p: Prediction) => number | null): Column => ({
    name,
    kind: 'number',
    values: rows.map(of),
  });
  return [
    { name: 'time', kind: 'time', values: rows.map((p) => p.time) },
    text('request_id', (p) => p.requestId),
    text('trace_id', (p) => p.traceId),
    text('user_id', (p) => p.userId),
    text('device', (p) => p.device),
    text('app_version', (p) => p.appVersion),
    { name: 'width', kind: 'integer', values: rows.map((p) => p.width) },
    { name: 'height', kind: 'integer', values: rows.map((p) => p.height) },
    number('aspect_ratio', (p) => p.aspectRatio),
    number('brightness', (p) => p.brightness),
    number('contrast', (p) => p.contrast),
    number('sharpness', (p) => p.sharpness),
    text('predicted', (p) => p.predicted),
    number('confidence', (p) => p.confidence),
    ...probabilityColumns.map((name, k) => number(name, (p) => p.probabilities?.[k] ?? null)),
    number('latency_ms', (p) => p.latencyMs),
    text('error', (p) => p.error),
  ];
}

function labelColumns(rows: Prediction[]): Column[] {
  return [
    { name: 'request_id', kind: 'text', values: rows.map((p) => p.requestId) },
    { name: 'label', kind: 'text', values: rows.map((p) => p.label) },
    { name: 'labelled_at', kind: 'time', values: rows.map((p) => p.time + labelDelay) },
  ];
}
