// Shortens a name to a width by leaving out its middle, since names of columns often differ only at their ends.

// Advance widths of Inter at 12 px, by rough class of letter: enough to place labels, and the same in every browser and in tests.
function letterWidth(letter: string): number {
  if ("ijl.,:;|!'I".includes(letter)) {
    return 3.4;
  }
  if ('frt()[]/-_ "'.includes(letter)) {
    return 4.9;
  }
  if ('W@'.includes(letter)) {
    return 12;
  }
  if ('mwM%'.includes(letter)) {
    return 10.2;
  }
  return letter >= 'A' && letter <= 'Z' ? 8.2 : letter.codePointAt(0)! > 0x2e7f ? 12 : 6.9;
}

export function textWidth(text: string, fontSize = 12): number {
  let width = 0;
  for (const letter of text) {
    width += letterWidth(letter);
  }
  return (width * fontSize) / 12;
}

/** The text, or its beginning and end around "…", whichever fits `width` px. */
export function fitText(text: string, width: number, fontSize = 12): string {
  if (textWidth(text, fontSize) <= width) {
    return text;
  }
  const letters = [...text];
  for (let kept = letters.length - 1; kept > 2; kept--) {
    const head = Math.ceil(kept * 0.6);
    const short = `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (kept - head)).join('')}`;
    if (textWidth(short, fontSize) <= width) {
      return short;
    }
  }
  return `${letters[0] ?? ''}…`;
}
