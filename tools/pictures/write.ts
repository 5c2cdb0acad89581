// Writes a picture as a small file, and only if it is another one than before.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Picture } from '../../tests/gallery/picture/picture';
import { writePng } from '../../tests/gallery/picture/png';
import { root } from '../step';

export function writePicture(file: string, picture: Picture): void {
  const bytes = writePng(picture);
  if (!existsSync(file) || !readFileSync(file).equals(bytes)) {
    writeFileSync(file, bytes);
    console.log(path.relative(root, file));
  }
}
