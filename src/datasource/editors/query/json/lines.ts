// Where things stand in a JSON text: the line of each field, and the line where the text stops being JSON. Browsers say the latter each in their own
// words, or not at all.

export interface Lines {
  /** Line of a field by its path, "window.every", "filters[0].column"; lines are counted from 1. */
  of(path: string): number | undefined;
  /** The first place that is not JSON; undefined where all of it is. */
  broken?: { line: number; column: number };
}

const tokens = {
  space: /[ \t\r\n]*/y,
  string: /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y,
  number: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
  word: /true|false|null/y,
};

class Broken extends Error {}

export function linesOf(text: string): Lines {
  const starts = new Map<string, number>();
  let at = 0;

  const take = (token: RegExp): string | undefined => {
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const sign = (...signs: string[]): string => {
    take(tokens.space);
    if (!signs.includes(text[at] ?? '')) {
      throw new Broken();
    }
    return text[at++];
  };
  const string = (): string => {
    const found = take(tokens.string);
    if (found === undefined) {
      throw new Broken();
    }
    return JSON.parse(found) as string;
  };
  /** Reads what stands between brackets, item by item, up to the closing one. */
  const items = (closing: string, item: (index: number) => void): void => {
    at++;
    take(tokens.space);
    if (text[at] === closing) {
      at++;
      return;
    }
    for (let index = 0; ; index++) {
      take(tokens.space);
      item(index);
      if (sign(',', closing) === closing) {
        return;
      }
    }
  };
  const value = (path: string): void => {
    take(tokens.space);
    switch (text[at]) {
      case '{':
        return items('}', () => {
          const begin = at;
          const inside = `${path}${path && '.'}${string()}`;
          starts.set(inside, begin);
          sign(':');
          value(inside);
        });
      case '[':
        return items(']', (index) => {
          starts.set(`${path}[${index}]`, at);
          value(`${path}[${index}]`);
        });
      case '"':
        string();
        return;
      default:
        if (!take(tokens.word) && !take(tokens.number)) {
          throw new Broken();
        }
    }
  };

  const lineAt = (position: number): number => text.slice(0, position).split('\n').length;
  const of = (path: string): number | undefined => {
    const begin = starts.get(path);
    return begin === undefined ? undefined : lineAt(begin);
  };
  try {
    value('');
    take(tokens.space);
    if (at < text.length) {
      throw new Broken();
    }
    return { of };
  } catch (error) {
    if (!(error instanceof Broken)) {
      throw error;
    }
    return { of, broken: { line: lineAt(at), column: at - text.lastIndexOf('\n', at - 1) } };
  }
}
