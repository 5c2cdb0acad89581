// What is logged of a picture: three numbers that are measured on its pixels.
import { side as imageSide } from './images';

const side = imageSide; // a constant of this module, as in photo.ts

export interface Measurement {
  /** Mean of the pixels, in [0, 1]. */
  brightness: number;
  /** Population standard deviation of the pixels. */
  contrast: number;
  /** Mean absolute difference of neighbouring pixels. */
  sharpness: number;
}

export function measure(picture: Float32Array): Measurement {
  let sum = 0;
  let squares = 0;
  let steps = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const value = picture[y * side + x];
      sum += value;
      squares += value * value;
      if (x > 0) {
        steps += Math.abs(value - picture[y * side + x - 1]);
      }
      if (y > 0) {
        steps += Math.abs(value - picture[(y - 1) * side + x]);
      }
    }
  }
  const brightness = sum / picture.length;
  return {
    brightness,
    contrast: Math.sqrt(Math.max(0, squares / picture.length - brightness * brightness)),
    sharpness: steps / (2 * side * (side - 1)),
  };
}
