// Takes a picture of a digit on paper with a simulated phone. What is measured and classified afterwards is this picture, pixel by pixel.
import { Random } from '../random';
import { pixels, side as imageSide } from './images';
import { Phone } from './phones';

const side = imageSide; // a constant of this module: an imported one is looked up anew at each use, and this is the hot loop
const paper = 0.82; // light that white paper sends back
const inkDepth = 0.72; // how much of it ink swallows

/** How far from the middle a digit is held: standard deviation, in pixels of the model's input. */
export const handShake = 0.4;

export interface Scene {
  /** Light on the paper; 1 is a well-lit desk. */
  light: number;
  /** Where the paper is held: shift of the middle, in pixels of the model's input. */
  dx: number;
  dy: number;
}

const sharp = new Float32Array(pixels);

/** Renders ink into `out` (28 × 28, in [0, 1], bright paper): crop and squeeze, lens, exposure, sensor noise, clipping. */
export function photograph(ink: Float32Array, phone: Phone, scene: Scene, random: Random, out: Float32Array): void {
  const middle = (side - 1) / 2;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const sx = (x - middle) * phone.squeeze + middle + scene.dx;
      const sy = y + scene.dy;
      sharp[y * side + x] = paper - inkDepth * bilinear(ink, sx, sy);
    }
  }
  const exposure = phone.gain * scene.light;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const i = y * side + x;
      const around =
        (sharp[y * side + Math.max(0, x - 1)] +
          sharp[y * side + Math.min(side - 1, x + 1)] +
          sharp[Math.max(0, y - 1) * side + x] +
          sharp[Math.min(side - 1, y + 1) * side + x]) /
        4;
      const light = (sharp[i] * (1 - phone.blur) + around * phone.blur) * exposure + random.normal() * phone.noise;
      out[i] = light < 0 ? 0 : light > 1 ? 1 : light;
    }
  }
}

/** Ink at a place between pixels; none outside the image. At module level and without closures: this runs 170 million times. */
function bilinear(image: Float32Array, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  return (
    (at(image, x0, y0) * (1 - fx) + at(image, x0 + 1, y0) * fx) * (1 - fy) +
    (at(image, x0, y0 + 1) * (1 - fx) + at(image, x0 + 1, y0 + 1) * fx) * fy
  );
}

function at(image: Float32Array, x: number, y: number): number {
  return x < 0 || y < 0 || x >= side || y >= side ? 0 : image[y * side + x];
}
