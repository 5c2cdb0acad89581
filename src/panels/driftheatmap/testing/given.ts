// Small heatmaps for tests, written as severities by day.
import { DataFrame, FieldType, toDataFrame } from '@grafana/data';
import { viewOf, View, ViewInput } from '../grid/view';
import { defaultOptions } from '../options';
import { Heatmap, shapeHeatmap, ShapeOptions } from '../shape/heatmap';

export const day = 86_400_000;

export interface Given {
  feature: string;
  /** By day from the epoch on; null is "not enough", undefined no window at all. */
  severities: Array<number | null | undefined>;
  device?: string;
  /** True: the reference has no rows of it. */
  unknown?: boolean;
  /** So many first days belong to the reference. */
  reference?: number;
  /** Rows of the log in each window. */
  rows?: number[];
  /** True: the last window is still open. */
  open?: boolean;
}

export function tableOf(given: Given[], custom?: Record<string, unknown>): DataFrame {
  const rows = given.flatMap(({ feature, severities, device, reference = 0, rows: counts, open, unknown }) =>
    severities.flatMap((severity, i) =>
      severity === undefined
        ? []
        : [
            {
              time: i * day,
              window_end: (i + 1) * day,
              feature,
              ...(device === undefined ? {} : { device }),
              verdict: unknown ? 'no_reference' : severity === null ? 'not_enough' : severity >= 1 ? 'drifted' : 'fine',
              severity,
              in_reference: i < reference,
              partial: Boolean(open) && i === severities.length - 1,
              ...(counts ? { current_rows: counts[i] } : {}),
            },
          ]
    )
  );
  const frame = toDataFrame(rows);
  frame.fields
    .filter(({ name }) => name === 'time' || name === 'window_end')
    .forEach((field) => (field.type = FieldType.time));
  frame.meta = custom && { custom };
  return frame;
}

export function heatmapOf(
  given: Given[],
  options: Partial<ShapeOptions> = {},
  custom?: Record<string, unknown>
): Heatmap {
  return shapeHeatmap([tableOf(given, custom)], { order: 'recent', maxRows: 0, ...options })!;
}

/** At a usual size, unless something else is said. */
export function viewAt(heatmap: Heatmap, input: Partial<ViewInput> = {}): View {
  return viewOf({
    heatmap,
    marks: [],
    isOpen: () => true,
    until: heatmap.to,
    width: 600,
    height: 300,
    options: defaultOptions,
    ...input,
  });
}
