// What a click does: follow a data link, or set the dashboard's variables to the feature and segment.
import { LinkModel } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { isDriftTable } from '../../frames/driftTable';
import { HeatmapOptions } from './options';
import { HeatRow, Origin } from './shape/rows';

/** Links of the fields that describe a cell, the coloured value's first, each address once. */
export function linksOf({ series: { frame, valueField }, row }: Origin): LinkModel[] {
  // In a table every field describes the row; among series only the one that holds the point does.
  const others = isDriftTable(frame) ? frame.fields.filter((_, i) => i !== valueField) : [];
  const links = [frame.fields[valueField], ...others].flatMap(
    (field) => field.getLinks?.({ valueRowIndex: row }) ?? []
  );
  return links.filter(
    (link, i) => links.findIndex((other) => other.href === link.href && other.title === link.title) === i
  );
}

type VariableOptions = Pick<HeatmapOptions, 'variable' | 'segmentVariables'>;
type Replace = (text: string) => string;

/** The variables that a click on a row sets: only those that the dashboard has. */
export function variablesOf(row: HeatRow, options: VariableOptions, replace: Replace): Record<string, string> {
  const values: Record<string, string> = {};
  const set = (name: string, value: string): void => {
    if (name !== '' && valueOfVariable(name, replace) !== null) {
      values[`var-${name}`] = value;
    }
  };
  set(options.variable.trim(), row.feature);
  if (options.segmentVariables) {
    Object.entries(row.segment).forEach(([segment, value]) => set(segment, value));
  }
  return values;
}

/** The value of a dashboard's variable, null where there is no such variable: what Grafana does not know it leaves as it stands. */
export function valueOfVariable(name: string, replace: Replace): string | null {
  const asked = `\${${name}:raw}`;
  const value = name === '' ? asked : replace(asked);
  return value === asked ? null : value;
}

export function setVariables(values: Record<string, string>): void {
  locationService.partial(values);
}
