// Pairs of texts, one a line, as a person writes them: `0 = negative`.

export const formatPairs = (pairs: Record<string, string> = {}): string =>
  Object.entries(pairs)
    .map(([key, value]) => `${key} = ${value}`)
    .join('\n');

/** The pairs in a text; nothing where there are none. The first " = " (or "=") of a line parts it, so a name may hold spaces. */
export function parsePairs(text: string): Record<string, string> | undefined {
  const pairs: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    const key = line.slice(0, at).trim();
    if (at > 0 && key !== '') {
      pairs[key] = line.slice(at + 1).trim();
    }
  }
  return Object.keys(pairs).length === 0 ? undefined : pairs;
}
