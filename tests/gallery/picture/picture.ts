// A picture in memory, and what is done to it whole.

export interface Picture {
  width: number;
  height: number;
  /** Red, green, blue of each pixel, row by row. */
  pixels: Uint8Array;
}

/** The colour of a pixel as one number. */
export function colorAt({ width, pixels }: Picture, x: number, y: number): number {
  const at = 3 * (y * width + x);
  return (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
}

/** Takes away what lies right of and below everything that is not of the colour of the last corner, but for a margin. */
export function trim(picture: Picture, margin: number): Picture {
  const { width, height } = picture;
  const ground = colorAt(picture, width - 1, height - 1);
  let right = 0;
  let bottom = 0;
  for (let y = 0; y < height; y++) {
    for (let x = width - 1; x >= 0; x--) {
      if (colorAt(picture, x, y) !== ground) {
        right = Math.max(right, x);
        bottom = y;
        break;
      }
    }
  }
  return crop(picture, Math.min(width, right + 1 + margin), Math.min(height, bottom + 1 + margin));
}

/** Its upper left part. */
export function crop({ width: full, pixels }: Picture, width: number, height: number): Picture {
  const kept = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    kept.set(pixels.subarray(3 * y * full, 3 * (y * full + width)), 3 * y * width);
  }
  return { width, height, pixels: kept };
}

/** Share of the pixels that are not of the most frequent colour: next to nothing where nothing was drawn. */
export function drawnShare(picture: Picture): number {
  const counts = countColors(picture);
  return 1 - Math.max(...counts.values()) / (picture.width * picture.height);
}

export function countColors({ pixels }: Picture): Map<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 3) {
    const color = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return counts;
}
