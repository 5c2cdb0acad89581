// Fewer colours for a small file: at most 256. Colours of areas stay as they are; those of smoothed edges, which are many and rare, become others like them.
import { colorAt, countColors, Picture } from './picture';

const most = 256;
/** A colour is one of an area if so many of its pixels have it to their left and above them too; on a smoothed edge hardly any have. */
const areaPixels = 24;
/** How far a rare colour may move, as steps of red, green and blue together; the first that does is taken. */
const tolerances = [24, 32, 48, 64, 96, 128];

/** The colours to draw a picture with, and which of them each of its own becomes. */
export function reduceColors(picture: Picture): { palette: number[]; indexOf: Map<number, number> } {
  // Frequent ones first; of equally frequent ones the order must not depend on where they were met.
  const counts = [...countColors(picture)].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const inside = countInside(picture);
  const isArea = ([color]: [number, number]): boolean => (inside.get(color) ?? 0) >= areaPixels;
  const areas = counts.filter(isArea).length;
  const colors = [...counts.filter(isArea), ...counts.filter((count) => !isArea(count))].map(([color]) => color);
  for (const tolerance of tolerances) {
    const palette = spread(colors, areas, tolerance);
    if (palette) {
      return { palette, indexOf: new Map(colors.map((color) => [color, nearest(palette, color)])) };
    }
  }
  throw new Error('unreachable: so few colours lie farther than the last tolerance from each other');
}

/** How many pixels of a colour have it to their left and above them. */
function countInside(picture: Picture): Map<number, number> {
  const counts = new Map<number, number>();
  for (let y = 1; y < picture.height; y++) {
    for (let x = 1; x < picture.width; x++) {
      const color = colorAt(picture, x, y);
      if (colorAt(picture, x - 1, y) === color && colorAt(picture, x, y - 1) === color) {
        counts.set(color, (counts.get(color) ?? 0) + 1);
      }
    }
  }
  return counts;
}

/** The first few colours, and others that are no nearer than the tolerance to any before them; nothing if they are too many. */
function spread(colors: number[], areas: number, tolerance: number): number[] | undefined {
  const palette: number[] = [];
  for (const [i, color] of colors.entries()) {
    if (i < areas ? palette.length < (3 * most) / 4 : !palette.some((kept) => distance(kept, color) <= tolerance)) {
      if (palette.length === most) {
        return undefined;
      }
      palette.push(color);
    }
  }
  return palette;
}

function nearest(palette: number[], color: number): number {
  let best = 0;
  for (let i = 1; i < palette.length; i++) {
    if (distance(palette[i], color) < distance(palette[best], color)) {
      best = i;
    }
  }
  return best;
}

const distance = (a: number, b: number): number =>
  Math.abs((a >> 16) - (b >> 16)) + Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)) + Math.abs((a & 255) - (b & 255));
