// Numbers as this page writes them.
import { say } from '../../text';

/** "1 row", "1,234 rows". */
export function rowsText(n: number): string {
  return n === 1 ? say('words.row', '1 row', {}) : say('words.rows', '{{n}} rows', { n: n.toLocaleString('en') });
}

/** "1 window", "28 windows". */
export function windowsText(n: number): string {
  return n === 1
    ? say('words.window', '1 window', {})
    : say('words.windows', '{{n}} windows', { n: n.toLocaleString('en') });
}

export function filesText(n: number): string {
  return n === 1 ? say('words.file', '1 file', {}) : say('words.files', '{{n}} files', { n: n.toLocaleString('en') });
}

export function tablesText(n: number): string {
  return n === 1
    ? say('words.table', '1 table', {})
    : say('words.tables', '{{n}} tables', { n: n.toLocaleString('en') });
}

export function familiesText(n: number): string {
  return n === 1
    ? say('words.family', '1 family of metrics', {})
    : say('words.families', '{{n}} families of metrics', { n: n.toLocaleString('en') });
}

export function streamsText(n: number): string {
  return n === 1
    ? say('words.stream', 'lines of 1 service', {})
    : say('words.streams', 'lines of {{n}} services', { n: n.toLocaleString('en') });
}

export function featuresText(n: number): string {
  return n === 1 ? say('words.feature', '1 feature', {}) : say('words.features', '{{n}} features', { n });
}

export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size.toLocaleString('en', { maximumFractionDigits: size < 10 && unit > 0 ? 1 : 0 })} ${units[unit]}`;
}
