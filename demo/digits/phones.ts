// The phones that people photograph digits with, as a table: what their sensor and their camera software do to a picture.

export interface Phone {
  device: string;
  /** Share of the users before the new phone arrives. */
  share: number;
  /** Pixels of an uncropped picture. */
  width: number;
  height: number;
  /** Exposure: a factor on the light. */
  gain: number;
  /** Sensor noise: standard deviation of a pixel, of full scale 1. */
  noise: number;
  /** Softness of the lens, 0 (sharp) to 1. */
  blur: number;
  /** How much wider than high the picture is squeezed into the model's square input; 1 is undistorted. */
  squeeze: number;
}

export const phones: readonly Phone[] = [
  { device: 'lumen-3', share: 0.3, width: 4032, height: 3024, gain: 1.0, noise: 0.045, blur: 0.15, squeeze: 1 },
  { device: 'lumen-4', share: 0.25, width: 4032, height: 3024, gain: 1.02, noise: 0.035, blur: 0.1, squeeze: 1 },
  { device: 'orbit-s', share: 0.2, width: 4000, height: 3000, gain: 0.98, noise: 0.05, blur: 0.2, squeeze: 1 },
  { device: 'kestrel', share: 0.15, width: 4608, height: 3456, gain: 1.0, noise: 0.055, blur: 0.18, squeeze: 1 },
  { device: 'nova-mini', share: 0.1, width: 3264, height: 2448, gain: 0.97, noise: 0.065, blur: 0.3, squeeze: 1 },
];

/** The phone that arrives in the last week: a darker, noisier sensor and a picture of 21:9. */
export const newPhone: Phone = {
  device: 'aurora-x',
  share: 0,
  width: 5376,
  height: 2304,
  gain: 0.8,
  noise: 0.1,
  blur: 0.05,
  squeeze: 1.45,
};
