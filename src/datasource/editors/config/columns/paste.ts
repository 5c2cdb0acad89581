// Feature importances as people have them at hand: pasted lines of a name and a number, from a notebook, a spreadsheet or a CSV.
import type { Feature } from '../../../settings';

export interface Pasted {
  features: Feature[];
  /** How many features got a number. */
  taken: number;
  /** Lines that say nothing, or name no feature. */
  left: string[];
}

/** A name, and a number after a space, comma, semicolon, tab, colon or equals sign. Names may hold spaces, and stand in quotes. */
const line = /^"?(.+?)"?\s*[\s,;:=]\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)$/i;

export function pasteImportances(text: string, features: Feature[]): Pasted {
  const byName = new Map<string, number>();
  const left: string[] = [];
  for (const written of text.split('\n').map((part) => part.trim())) {
    if (written === '') {
      continue;
    }
    const found = line.exec(written);
    const value = Number(found?.[2]);
    const feature = features.find(({ name, column }) => name === found?.[1] || column === found?.[1]);
    if (feature === undefined || !(value >= 0)) {
      left.push(written);
    } else {
      byName.set(feature.name, value);
    }
  }
  return {
    features: features.map((feature) =>
      byName.has(feature.name) ? { ...feature, importance: byName.get(feature.name) } : feature
    ),
    taken: byName.size,
    left,
  };
}

export const withoutImportances = (features: Feature[]): Feature[] =>
  features.map(({ importance: _, ...feature }) => feature);

/** The importances that features have, a line each. */
export const importancesText = (features: Feature[]): string =>
  features
    .filter(({ importance }) => importance !== undefined)
    .map(({ name, importance }) => `${name} ${importance}`)
    .join('\n');
