// How far apart colours are, for people who see all of them and for those who do not.
type Triple = [number, number, number];

// What is seen of linear light without one kind of cones: Machado, Oliveira and Fernandes, 2009.
const sights: Record<string, Triple[]> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** The least distance of two colours (#rrggbb) in CIELAB by any sight; 2 is just seen beside each other. */
export const distance = (a: string, b: string): number =>
  Math.min(
    ...Object.values(sights).map((sight) => {
      const [one, other] = [a, b].map((color) => lab(seen(light(color), sight)));
      return Math.hypot(...one.map((value, i) => value - other[i]));
    })
  );

const light = (color: string) =>
  [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as Triple;

const times = (matrix: Triple[], vector: Triple) =>
  matrix.map((row) => row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2]) as Triple;

const seen = (color: Triple, sight: Triple[]) =>
  times(sight, color).map((value) => Math.min(1, Math.max(0, value))) as Triple;

/** CIELAB under daylight (D65) of linear light. */
function lab(color: Triple): Triple {
  const [x, y, z] = times(
    [
      [0.4124 / 0.95047, 0.3576 / 0.95047, 0.1805 / 0.95047],
      [0.2126, 0.7152, 0.0722],
      [0.0193 / 1.08883, 0.1192 / 1.08883, 0.9505 / 1.08883],
    ],
    color
  ).map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
