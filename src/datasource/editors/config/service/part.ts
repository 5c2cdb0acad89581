// A column or an expression as one field writes it: `status`, or `= status >= 500`.
import type { Part } from '../../../settings';

export function partText(part: Part | undefined): string {
  if (part === undefined || typeof part === 'string') {
    return part ?? '';
  }
  return 'expression' in part ? `= ${part.expression}` : part.column;
}

/** Nothing where the text is empty. */
export function parsePart(text: string): Part | undefined {
  const trimmed = text.trim();
  return trimmed.startsWith('=') ? { expression: trimmed.slice(1).trim() } : trimmed || undefined;
}

/** Values in one line, parted by commas; nothing where there are none. */
export function parseList(text: string): string[] | undefined {
  const values = text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
  return values.length === 0 ? undefined : values;
}
