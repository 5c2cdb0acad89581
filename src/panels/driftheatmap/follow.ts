// What a click does: follow the cell's data link, or set the dashboard's variables to the feature and segment.
import { LinkModel, locationUtil } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { SourcedDrift } from '../../frames/drift';
import { isDriftTable } from '../../frames/driftTable';
import { HeatRow } from './data';
import { HeatmapOptions } from './options';

/** Links of the fields that describe a drift, the coloured value's first, each address once. */
export function linksOf(drift: SourcedDrift): LinkModel[] {
  const { frame, row, valueField } = drift.origin;
  // In a table every field describes the row; among series only the one that holds the point does.
  const others = isDriftTable(frame) ? frame.fields.filter((_, i) => i !== valueField) : [];
  const links = [frame.fields[valueField], ...others].flatMap(
    (field) => field.getLinks?.({ valueRowIndex: row }) ?? []
  );
  return links.filter(
    (link, i) => links.findIndex((other) => other.href === link.href && other.title === link.title) === i
  );
}

export function followLink(link: LinkModel, event?: unknown): void {
  if (link.onClick) {
    link.onClick(event);
    return;
  }
  if (!link.href) {
    return;
  }
  if (link.target === '_blank') {
    window.open(link.href, '_blank', 'noopener,noreferrer');
    return;
  }
  locationService.push(locationUtil.stripBaseFromUrl(link.href));
}

/** True when a click without data links would do something. */
export function setsVariable(options: HeatmapOptions): boolean {
  return options.variable.trim() !== '' || options.segmentVariables;
}

export function setVariables(row: HeatRow, options: HeatmapOptions): void {
  const name = options.variable.trim();
  const values: Record<string, string> = {};
  if (name !== '') {
    values[`var-${name}`] = row.feature;
  }
  if (options.segmentVariables) {
    for (const [segment, value] of Object.entries(row.segment)) {
      values[`var-${segment}`] = value;
    }
  }
  if (Object.keys(values).length > 0) {
    locationService.partial(values);
  }
}
