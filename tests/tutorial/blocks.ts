// The code blocks of a page, in order. What a block is stands after its language: the path of the file that it shows, or nothing.
export interface Block {
  language: string;
  /** The file of this repository that the block shows; empty for other blocks. */
  file: string;
  text: string;
  /** Of the page, from 1: where its first line of text stands. */
  line: number;
}

export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const [i, line] of page.split('\n').entries()) {
    const fence = /^```(\S*)\s*(.*)$/.exec(line);
    if (fence === null) {
      if (open !== undefined) {
        open.text += `${line}\n`;
      }
    } else if (open === undefined) {
      open = { language: fence[1], file: fence[2], text: '', line: i + 2 };
    } else {
      blocks.push(open);
      open = undefined;
    }
  }
  if (open !== undefined) {
    throw new Error(`the block of line ${open.line} does not end`);
  }
  return blocks;
}
