// Where a dashboard's panels lie, on Grafana's grid of 24 columns.

interface Placed {
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
}

/** Panels that lie over another, or beyond the grid: their titles, with the one that has the place. */
export function misplaced(panels: Placed[]): string[] {
  const taken = new Map<string, string>();
  const found: string[] = [];
  for (const { title, gridPos } of panels) {
    if (gridPos.x + gridPos.w > 24) {
      found.push(`${title}: beyond the grid`);
    }
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        const other = taken.get(`${x} ${y}`);
        if (other !== undefined) {
          found.push(`${title}: over ${other}`);
        }
        taken.set(`${x} ${y}`, title);
      }
    }
  }
  return found;
}
