// Where the small multiples of a panel go: as many columns as keep a plot readable, rows as high as the panel allows; and which of them are in view. All in
// px.

export interface Grid {
  columns: number;
  tileWidth: number;
  tileHeight: number;
  gap: number;
  scrolls: boolean;
  /** Height of all rows together. */
  height: number;
}

const leastWidth = 290;
const leastHeight = 190;
const gap = 16;
const scrollbarWidth = 12;

export function gridOf(count: number, width: number, height: number): Grid {
  if (count <= 1) {
    return { columns: 1, tileWidth: width, tileHeight: height, gap: 0, scrolls: false, height };
  }
  const most = Math.max(1, Math.min(count, Math.floor((width + gap) / (leastWidth + gap))));
  // The fewest columns that need no scrolling; where all would scroll, as many as fit.
  let columns = most;
  for (let tried = 1; tried <= most; tried++) {
    const rows = Math.ceil(count / tried);
    if ((height - gap * (rows - 1)) / rows >= leastHeight && (width - gap * (tried - 1)) / tried <= 3 * leastWidth) {
      columns = tried;
      break;
    }
  }
  const rows = Math.ceil(count / columns);
  const fair = Math.floor((height - gap * (rows - 1)) / rows);
  const tileHeight = Math.max(Math.min(height, leastHeight), fair);
  const all = tileHeight * rows + gap * (rows - 1);
  const scrolls = all > height;
  const room = width - (scrolls ? scrollbarWidth : 0);
  return {
    columns,
    tileWidth: Math.floor((room - gap * (columns - 1)) / columns),
    tileHeight,
    gap,
    scrolls,
    height: all,
  };
}

export interface Place {
  index: number;
  left: number;
  top: number;
}

/** The tiles in view, and a row more on both sides: what is far away costs nothing. */
export function placesInView(
  { columns, tileWidth, tileHeight, gap }: Grid,
  count: number,
  scrolled: number,
  height: number
): Place[] {
  const row = tileHeight + gap;
  const first = Math.max(0, Math.floor(scrolled / row) - 1);
  const last = Math.ceil((scrolled + height) / row) + 1;
  return Array.from({ length: count }, (_, index) => index)
    .slice(first * columns, last * columns)
    .map((index) => ({
      index,
      left: (index % columns) * (tileWidth + gap),
      top: Math.floor(index / columns) * row,
    }));
}
