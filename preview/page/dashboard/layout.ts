// Panels on Grafana's grid. A row owns the panels after it, up to the next row; a collapsed one carries them in its JSON.
import { SceneGridItem, type SceneGridItemLike, SceneGridLayout, SceneGridRow } from '@grafana/scenes';
import type { PanelJson } from './json';
import { panel } from './panels';

export function layout(panels: PanelJson[] = []): SceneGridLayout {
  const children: SceneGridItemLike[] = [];
  let open: { json: PanelJson; items: SceneGridItem[] } | undefined;
  const close = () => {
    if (open !== undefined) {
      children.push(row(open.json, open.items));
    }
  };
  for (const json of [...panels].sort(byPosition)) {
    if (json.type === 'row') {
      close();
      open = { json, items: (json.collapsed ? (json.panels ?? []) : []).map(item) };
      if (json.collapsed) {
        close();
        open = undefined;
      }
    } else if (open === undefined) {
      children.push(item(json));
    } else {
      open.items.push(item(json));
    }
  }
  close();
  return new SceneGridLayout({ isDraggable: false, isResizable: false, isLazy: true, children });
}

const byPosition = (a: PanelJson, b: PanelJson) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x;

const item = (json: PanelJson) =>
  new SceneGridItem({
    key: `item-${json.id}`,
    x: json.gridPos.x,
    y: json.gridPos.y,
    width: json.gridPos.w,
    height: json.gridPos.h,
    body: panel(json),
  });

const row = (json: PanelJson, children: SceneGridItem[]) =>
  new SceneGridRow({
    key: `row-${json.id}`,
    title: json.title ?? '',
    y: json.gridPos.y,
    isCollapsed: json.collapsed ?? false,
    isCollapsible: true,
    children,
  });
