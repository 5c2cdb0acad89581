// Reads the PNG files that a browser and this file write, and writes small ones: 8 bits, no interlacing (https://www.w3.org/TR/png-3/).
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { reduceColors } from './palette';
import type { Picture } from './picture';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes a pixel by colour type: RGB, palette, RGBA. */
const samples: Record<number, number> = { 2: 3, 3: 1, 6: 4 };

export function readPng(file: Buffer): Picture {
  const chunks = readChunks(file);
  const header = chunks.find(({ type }) => type === 'IHDR')!.data;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bytes = samples[header[9]];
  if (header[8] !== 8 || bytes === undefined || header[12] !== 0) {
    throw new Error(`a PNG of ${header[8]} bits and colour type ${header[9]} is not read here`);
  }
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const rows = unfilter(inflateSync(packed), width * bytes, height, bytes);
  const palette = chunks.find(({ type }) => type === 'PLTE')?.data;
  const pixels = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    const [source, at] = palette ? [palette, 3 * rows[i]] : [rows, bytes * i];
    pixels[3 * i] = source[at];
    pixels[3 * i + 1] = source[at + 1];
    pixels[3 * i + 2] = source[at + 2];
  }
  return { width, height, pixels };
}

/** Of at most 256 colours. The same picture gives the same bytes. */
export function writePng(picture: Picture): Buffer {
  const { width, height, pixels } = picture;
  const { palette, indexOf } = reduceColors(picture);
  const rows = Buffer.alloc((width + 1) * height); // each begins with its filter, none
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x);
      rows[y * (width + 1) + 1 + x] = indexOf.get((pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2])!;
    }
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function readChunks(file: Buffer): Array<{ type: string; data: Buffer }> {
  if (!file.subarray(0, 8).equals(signature)) {
    throw new Error('not a PNG');
  }
  const chunks = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    chunks.push({ type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** Undoes the filter of each row: what was subtracted is the byte to the left, the one above, or a guess from both. */
function unfilter(filtered: Buffer, rowLength: number, height: number, bytes: number): Uint8Array {
  const rows = new Uint8Array(rowLength * height);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (rowLength + 1)];
    const from = y * (rowLength + 1) + 1;
    const to = y * rowLength;
    for (let x = 0; x < rowLength; x++) {
      const left = x < bytes ? 0 : rows[to + x - bytes];
      const above = y === 0 ? 0 : rows[to + x - rowLength];
      const corner = x < bytes || y === 0 ? 0 : rows[to + x - rowLength - bytes];
      rows[to + x] = filtered[from + x] + guess(filter, left, above, corner);
    }
  }
  return rows;
}

function guess(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    default: {
      const sum = left + above - corner;
      const [l, a, c] = [Math.abs(sum - left), Math.abs(sum - above), Math.abs(sum - corner)];
      return l <= a && l <= c ? left : a <= c ? above : corner;
    }
  }
}
