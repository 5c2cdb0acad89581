// A font in which every letter is the same bar, as designers set text that is not to be read: pictures set in it have their texts in their places, colours
// and lengths on every machine, whatever fonts it has. https://learn.microsoft.com/typography/opentype/spec/otff

export const greek = 'Greek';

/** Units of one em, and of the bar of a letter: about the width of a letter of Inter, and as high as its x. */
const em = 1000;
const letter = { width: 550, height: 540 };
const space = 280;
const ascent = 930;
const descent = -240;

const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16BE(value & 0xffff, 2 * i));
  return bytes;
};
const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  return bytes;
};

/** Glyph 0, for what is in no font, and 1: the bar. Glyph 2: nothing, for spaces. */
const outline = Buffer.concat([
  u16(1, 0, 0, letter.width, letter.height), // one contour, its box
  u16(3, 0), // its last point; no instructions
  Buffer.from([1, 1, 1, 1]), // four points on the curve
  u16(0, 0, letter.width, 0), // x, each from the last
  u16(0, letter.height, 0, -letter.height),
  Buffer.alloc(2), // glyphs begin at multiples of four bytes
]);
const spaces = [0x20, 0xa0, 0x2007, 0x2009, 0x200a, 0x202f];
const last = 0x10ffff;

/** From which to which letter which glyph is drawn. */
function ranges(): number[][] {
  const groups: number[][] = [];
  let from = 1;
  for (const blank of spaces) {
    groups.push([from, blank - 1, 1], [blank, blank, 2]);
    from = blank + 1;
  }
  return [...groups, [from, last, 1]].filter(([first, end]) => first <= end);
}

function tables(): Record<string, Buffer> {
  const groups = ranges();
  return {
    'OS/2': Buffer.concat([
      u16(4, letter.width, 400, 5, 0), // version, mean width, weight, width, embedding
      u16(...Array(11).fill(0)), // subscripts, strikeout, family class
      Buffer.alloc(10), // panose
      u32(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff),
      Buffer.from('NONE', 'latin1'),
      u16(0x40, 0x20, 0xffff, ascent, descent, 0, ascent, -descent), // regular, first and last letter, heights
      u32(1, 0),
      u16(letter.height, 700, 0, 0x20, 1), // height of x, of capitals
    ]),
    cmap: Buffer.concat([
      u16(0, 1, 3, 10),
      u32(12),
      u16(13, 0), // many letters, one glyph
      u32(16 + 12 * groups.length, 0, groups.length),
      ...groups.map((group) => u32(...group)),
    ]),
    glyf: Buffer.concat([outline, outline]),
    head: Buffer.concat([
      u32(0x00010000, 0x00010000, 0, 0x5f0f3cf5),
      u16(0, em),
      Buffer.alloc(16), // made and changed: never
      u16(0, 0, letter.width, letter.height, 0, 8, 2, 0, 0),
    ]),
    hhea: Buffer.concat([
      u32(0x00010000),
      u16(ascent, descent, 0, letter.width, 0, 0, letter.width, 1, 0, 0, 0, 0, 0, 0, 0, 3),
    ]),
    hmtx: u16(letter.width, 0, letter.width, 0, space, 0),
    loca: u16(0, outline.length / 2, outline.length, outline.length),
    maxp: Buffer.concat([u32(0x00010000), u16(3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)]),
    name: u16(0, 0, 6),
    post: Buffer.concat([u32(0x00030000, 0), u16(-100, 50), u32(0, 0, 0, 0, 0)]),
  };
}

export function greekFont(): Buffer {
  const parts = Object.entries(tables());
  let offset = 12 + 16 * parts.length;
  const directory: Buffer[] = [];
  const bodies: Buffer[] = [];
  for (const [tag, table] of parts) {
    directory.push(Buffer.from(tag, 'latin1'), u32(checksum(table), offset, table.length));
    bodies.push(table, Buffer.alloc(-table.length & 3));
    offset += (table.length + 3) & ~3;
  }
  const power = Math.floor(Math.log2(parts.length));
  const range = 16 * 2 ** power;
  return Buffer.concat([
    u32(0x00010000),
    u16(parts.length, range, power, 16 * parts.length - range),
    ...directory,
    ...bodies,
  ]);
}

function checksum(table: Buffer): number {
  const whole = Buffer.concat([table, Buffer.alloc(-table.length & 3)]);
  let sum = 0;
  for (let at = 0; at < whole.length; at += 4) {
    sum = (sum + whole.readUInt32BE(at)) >>> 0;
  }
  return sum;
}
