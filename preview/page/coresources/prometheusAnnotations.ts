// Annotations of Grafana's own Prometheus data source: a region where a series is above 0, or, with useValueForTime, a point at the time that is its value.
import type { AnnotationEvent, AnnotationQuery, AnnotationSupport, DataFrame, DataQuery } from '@grafana/data';
import { of } from 'rxjs';

/** The fields of such an annotation in a dashboard's JSON. */
interface Annotation extends AnnotationQuery {
  expr?: string;
  step?: string;
  titleFormat?: string;
  textFormat?: string;
  tagKeys?: string;
  useValueForTime?: boolean | string;
}

const defaultStep = '60s'; // as Grafana's

export const prometheusAnnotations: AnnotationSupport<DataQuery & { expr?: string }> = {
  prepareAnnotation: (json: Annotation) => json,
  prepareQuery: ({ expr, step = defaultStep }: Annotation) =>
    expr === undefined ? undefined : ({ refId: 'Anno', expr, interval: step, range: true } as DataQuery),
  processEvents: (annotation: Annotation, frames) => of(frames.flatMap((frame) => eventsOf(annotation, frame))),
};

function eventsOf(annotation: Annotation, { fields }: DataFrame): AnnotationEvent[] {
  const [time, value] = fields;
  if (value === undefined) {
    return [];
  }
  const labels = value.labels ?? {};
  const text = (format = '') => format.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, name: string) => labels[name] ?? name);
  const about = {
    color: annotation.iconColor,
    title: text(annotation.titleFormat),
    text: text(annotation.textFormat),
    tags: (annotation.tagKeys ?? '').split(',').flatMap((name) => labels[name] ?? []),
  };
  const times = annotation.useValueForTime
    ? [...new Set(value.values.filter((x: number | null) => x !== null).map(Math.floor))]
    : time.values.filter((_, i) => value.values[i] > 0);
  const step = 1000 * parseFloat(annotation.step ?? defaultStep);
  const events: AnnotationEvent[] = [];
  for (const at of times) {
    const last = events.at(-1);
    if (last?.timeEnd !== undefined && last.timeEnd + step >= at) {
      last.timeEnd = at;
    } else {
      events.push({ ...about, time: at, timeEnd: at });
    }
  }
  return events;
}
