// Reads time series as rows of severities: `drift` in format `timeseries`, and labelled series of any other source. A series is one numeric field
// beside a time field; its labels `feature` and the rest become the row's feature and segment.
import { DataFrame, FieldType, getFieldDisplayName } from '@grafana/data';
import { driftLine, SourcedDrift } from './drift';
import { customMeta, finite, isNumeric, numberAt } from './fields';

/** Labels that name what a series is of, and so are not segments. */
const identityLabels = new Set(['model', 'feature', '__name__']);

export function isSeries(frame: DataFrame): boolean {
  return frame.fields.some((field) => field.type === FieldType.time) && frame.fields.some(isNumeric);
}

/**
 * One row per point. A value is drifted from `line` on: severity 1 unless the frame's field says otherwise (see the panel's thresholds).
 * A null value is a window that was not decided.
 */
export function readSeries(frame: DataFrame, all: DataFrame[], line = driftLine): SourcedDrift[] {
  const times = frame.fields.find((field) => field.type === FieldType.time);
  if (!times) {
    return [];
  }
  const custom = customMeta(frame);
  const rows: SourcedDrift[] = [];
  frame.fields.forEach((field, valueField) => {
    if (!isNumeric(field)) {
      return;
    }
    const labels = field.labels ?? {};
    const feature = labels.feature ?? getFieldDisplayName(field, frame, all);
    const segment = labels.feature === undefined ? {} : segmentOf(labels, custom.segments);
    for (let row = 0; row < frame.length; row++) {
      const time = numberAt(times, row);
      if (time === null) {
        continue;
      }
      const value = numberAt(field, row);
      rows.push({
        time,
        windowEnd: null,
        feature,
        segment,
        method: typeof custom.method === 'string' ? custom.method : '',
        outcome: value === null ? 'not_enough' : value >= line ? 'drifted' : 'fine',
        severity: value,
        cause: '',
        statistic: null,
        effect: null,
        effectLow: null,
        effectHigh: null,
        threshold: finite(custom.threshold),
        p: null,
        q: null,
        pBasis: '',
        noise: null,
        noiseBasis: '',
        errorBound: null,
        referenceRows: null,
        currentRows: null,
        effectiveRows: null,
        nullShare: null,
        newShare: null,
        inReference: false,
        reference: '',
        partial: false,
        note: '',
        origin: { frame, row, valueField },
      });
    }
  });
  return rows;
}

// In the order of the question where the source says it, else in the order of the labels.
function segmentOf(labels: Record<string, string>, listed: unknown): Record<string, string> {
  const names = Array.isArray(listed) ? listed.map(String) : Object.keys(labels);
  return Object.fromEntries(
    names.filter((name) => name in labels && !identityLabels.has(name)).map((name) => [name, labels[name]])
  );
}
