// Where the small multiples of a panel go: as many columns as keep a plot readable, rows as high as the panel allows. All in px.

export interface Grid {
  columns: number;
  tileWidth: number;
  tileHeight: number;
  gap: number;
  scrolls: boolean;
}

const leastWidth = 290;
const leastHeight = 190;
const gap = 16;
const scrollbarWidth = 12;

export function gridOf(count: number, width: number, height: number): Grid {
  if (count <= 1) {
    return { columns: 1, tileWidth: width, tileHeight: height, gap: 0, scrolls: false };
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
  const scrolls = tileHeight * rows + gap * (rows - 1) > height;
  const room = width - (scrolls ? scrollbarWidth : 0);
  return { columns, tileWidth: Math.floor((room - gap * (columns - 1)) / columns), tileHeight, gap, scrolls };
}
