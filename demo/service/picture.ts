// Pictures as the app sends them: a PGM (P5), the plainest format of grey pixels. Whatever its size, it becomes the model's square input.
import { pixels as imagePixels, side as imageSide } from '../digits/images';
import { RequestError } from './http';

const [pixels, side] = [imagePixels, imageSide]; // constants of this module, as in digits/photo.ts

/** Decodes and scales by the mean of the pixels that fall into each of the 28 × 28; values in [0, 1]. */
export function decodePicture(data: Buffer): Float32Array {
  const { width, height, max, start } = header(data);
  if (data.length - start < width * height) {
    throw new RequestError(
      422,
      'invalid_picture',
      `the picture ends early: ${data.length - start} of ${width * height} pixels`
    );
  }
  const out = new Float32Array(pixels);
  let largest = 0;
  for (let y = 0; y < side; y++) {
    const fromY = Math.floor((y * height) / side);
    const toY = Math.max(fromY + 1, Math.floor(((y + 1) * height) / side));
    for (let x = 0; x < side; x++) {
      const fromX = Math.floor((x * width) / side);
      const toX = Math.max(fromX + 1, Math.floor(((x + 1) * width) / side));
      let sum = 0;
      for (let py = fromY; py < toY; py++) {
        for (let px = fromX; px < toX; px++) {
          const value = data[start + py * width + px];
          sum += value;
          largest = value > largest ? value : largest;
        }
      }
      out[y * side + x] = sum / ((toX - fromX) * (toY - fromY) * max);
    }
  }
  if (largest > max) {
    throw new RequestError(422, 'invalid_picture', `the picture has values above its largest grey value, ${max}`);
  }
  return out;
}

/** Pixels in [0, 1] as a PGM, each repeated `scale` times in both directions. */
export function encodePicture(picture: Float32Array, scale = 1): Buffer {
  const width = side * scale;
  const head = Buffer.from(`P5\n${width} ${width}\n255\n`);
  const data = Buffer.alloc(width * width);
  for (let y = 0; y < side; y++) {
    const start = y * scale * width;
    for (let x = 0; x < side; x++) {
      data.fill(Math.round(255 * picture[y * side + x]), start + x * scale, start + (x + 1) * scale);
    }
    for (let copy = 1; copy < scale; copy++) {
      data.copy(data, start + copy * width, start, start + width);
    }
  }
  return Buffer.concat([head, data]);
}

function header(data: Buffer): { width: number; height: number; max: number; start: number } {
  const text = data.subarray(0, 128).toString('latin1');
  const found = /^P5\s+(\d{1,6})\s+(\d{1,6})\s+(\d{1,3})\s/.exec(text);
  if (found === null) {
    throw new RequestError(
      415,
      'unsupported_format',
      'the body is no picture that this service reads: send a PGM (P5) of up to 255 grey values'
    );
  }
  const [width, height, max] = found.slice(1).map(Number);
  if (width < 1 || height < 1 || max < 1 || max > 255) {
    throw new RequestError(
      422,
      'invalid_picture',
      `a picture of ${width} × ${height} pixels with ${max} grey values cannot be read`
    );
  }
  return { width, height, max, start: found[0].length };
}
