// Eight weeks of users and their pictures: who sends how many, when, with which phone. Yields one day of predictions at a time.
import { Random } from '../random';
import { Classifier, classes } from './classifier';
import { Digit, pixels } from './images';
import { measure } from './measure';
import { newPhone, Phone, phones } from './phones';
import { handShake, photograph } from './photo';

export interface Traffic {
  seed: number;
  /** Start of the first day, Unix ms. */
  from: number;
  /** End of the log, Unix ms. */
  to: number;
  /** When the new phone is first seen, Unix ms; Infinity for never. */
  arrival: number;
  /** Pictures on an ordinary weekday. */
  perDay: number;
  /** How strange the new phone is: 1 as in phones.ts, 0 a phone like the others. */
  strangeness: number;
}

export interface Prediction {
  time: number; // Unix ms
  requestId: string;
  traceId: string;
  userId: string;
  device: string;
  appVersion: string;
  width: number;
  height: number;
  aspectRatio: number;
  brightness: number;
  contrast: number;
  sharpness: number;
  predicted: string | null;
  confidence: number | null;
  probabilities: Float64Array | null;
  latencyMs: number;
  error: string | null;
  label: string; // the truth, written to the labels file two days later
}

export const day = 24 * 3600 * 1000;

// Pictures by hour of the day (UTC), as shares of the busiest hour: people photograph in daylight.
const hourly = [2, 1, 1, 1, 2, 4, 10, 25, 45, 60, 70, 75, 80, 78, 75, 72, 75, 85, 95, 100, 80, 50, 20, 6];
const weekly = [0.72, 1, 1.02, 1.03, 1, 0.95, 0.7]; // Sunday first
const rampDays = 2; // the new phone's share of users grows over this time …
const finalShare = 0.3; // … to this

/** Predictions of each day, in order of time. */
export function* traffic(options: Traffic, served: Digit[], model: Classifier): Generator<Prediction[]> {
  const picture = new Float32Array(pixels);
  let wander = 0;
  const days = new Random(options.seed, 'days');
  for (let start = options.from; start < options.to; start += day) {
    const index = Math.round((start - options.from) / day);
    const random = new Random(options.seed, `day ${index}`);
    // The weather: a slow, small wander of the light, 0.02 to 0.05 standard deviations of brightness.
    wander = 0.5 * wander + 0.002 * days.normal();
    const pictures = Math.round(options.perDay * weekly[new Date(start).getUTCDay()] * (1 + 0.03 * days.normal()));
    const predictions: Prediction[] = [];
    while (predictions.length < pictures) {
      addUser(predictions, options, start, wander, random, served, model, picture);
    }
    yield predictions
      .filter((p) => p.time < options.to)
      .sort((a, b) => a.time - b.time || (a.requestId < b.requestId ? -1 : 1));
  }
}

/** One user's pictures of a day: same phone, same light in the room, within an hour. */
function addUser(
  predictions: Prediction[],
  options: Traffic,
  start: number,
  wander: number,
  random: Random,
  served: Digit[],
  model: Classifier,
  picture: Float32Array
): void {
  const begin = start + (random.weighted(hourly) + random.uniform()) * 3600 * 1000;
  const phone = choosePhone(begin, options, random);
  const userId = `u${random.hex(6)}`;
  const light = 1 + wander + 0.05 * random.normal();
  const appVersion = random.chance(0.8) ? '4.2.0' : '4.1.3';
  const pictures = 1 + random.below(4);
  const crops = random.chance(0.12);
  const portrait = random.chance(0.15);
  for (let i = 0; i < pictures; i++) {
    const digit = served[random.below(served.length)];
    const scene = {
      light: light * (1 + 0.02 * random.normal()),
      dx: random.normal() * handShake,
      dy: random.normal() * handShake,
    };
    photograph(digit.ink, phone, scene, random, picture);
    let width = phone.width;
    let height = phone.height;
    if (crops) {
      width = Math.round(width * (0.6 + 0.4 * random.uniform()));
      height = Math.round(height * (0.6 + 0.4 * random.uniform()));
    }
    if (portrait) {
      [width, height] = [height, width];
    }
    const error = failure(phone, random);
    const probabilities = error ? null : model.predict(picture);
    const best = probabilities ? probabilities.indexOf(Math.max(...probabilities)) : -1;
    predictions.push({
      time: Math.round(begin + i * 20_000 + random.uniform() * 15_000),
      requestId: random.hex(16),
      traceId: random.hex(32),
      userId,
      device: phone.device,
      appVersion,
      width,
      height,
      aspectRatio: Math.round((width / height) * 1000) / 1000,
      ...measure(picture),
      predicted: probabilities ? String(best) : null,
      confidence: probabilities ? probabilities[best] : null,
      probabilities,
      latencyMs: Math.round((18 + (width * height) / 1e6) * Math.exp(0.35 * random.normal()) * 100) / 100,
      error,
      label: String(digit.label),
    });
  }
}

function choosePhone(time: number, options: Traffic, random: Random): Phone {
  const sinceArrival = (time - options.arrival) / day;
  const share = sinceArrival < 0 ? 0 : finalShare * Math.min(1, (sinceArrival + 0.25) / rampDays);
  if (random.chance(share)) {
    return stranger(options.strangeness);
  }
  return phones[random.weighted(phones.map((phone) => phone.share))];
}

/** The new phone, `strangeness` of the way from the commonest phone. */
function stranger(strangeness: number): Phone {
  const usual = phones[0];
  const between = (key: 'width' | 'height' | 'gain' | 'noise' | 'blur' | 'squeeze') =>
    usual[key] + (newPhone[key] - usual[key]) * strangeness;
  return {
    device: newPhone.device,
    share: 0,
    width: Math.round(between('width')),
    height: Math.round(between('height')),
    gain: between('gain'),
    noise: between('noise'),
    blur: between('blur'),
    squeeze: between('squeeze'),
  };
}

function failure(phone: Phone, random: Random): string | null {
  if (random.chance(0.003)) {
    return 'timeout';
  }
  return phone.device === newPhone.device && random.chance(0.04) ? 'unsupported_raw_format' : null;
}

export const probabilityColumns = Array.from({ length: classes }, (_, k) => `p_${k}`);
