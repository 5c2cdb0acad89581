// The dashboard's annotations as marks on the time axis: stretches of time (episodes of drift, excluded periods, outages) and moments (deployments,
// versions, new references). Those that Tideline's data source writes have their kind for the first tag; anybody may tag theirs so.
import { DataFrame } from '@grafana/data';
import { column, textAt } from '../../../frames/fields';
import { instant } from '../../../frames/driftTable';

export const markKinds = ['drift', 'excluded', 'version', 'reference', 'other'] as const;
export type MarkKind = (typeof markKinds)[number];

export interface Mark {
  /** Its own over refreshes. */
  id: string;
  kind: MarkKind;
  /** Epoch ms; `to` is null for a moment. */
  from: number;
  to: number | null;
  /** '' where only the kind names it. */
  title: string;
  text: string;
  tags: string[];
  /** As the annotation says: a CSS colour or a name of Grafana's; '' where it says none. */
  color: string;
}

/** Ascending in time. */
export function readMarks(frames: DataFrame[]): Mark[] {
  const seen = new Map<string, number>();
  return frames
    .flatMap(readFrame)
    .sort((a, b) => a.from - b.from)
    .map((mark) => {
      const twins = seen.get(mark.id) ?? 0;
      seen.set(mark.id, twins + 1);
      return twins === 0 ? mark : { ...mark, id: `${mark.id} ${twins}` };
    });
}

function readFrame(frame: DataFrame): Mark[] {
  const [time, timeEnd, tagField] = ['time', 'timeEnd', 'tags'].map((name) => column(frame, name));
  const text = (name: string, row: number): string => plain(textAt(column(frame, name), row));
  const marks: Mark[] = [];
  for (let row = 0; row < frame.length; row++) {
    const from = instant(time?.values[row]);
    if (from === null) {
      continue;
    }
    const end = instant(timeEnd?.values[row]);
    const to = end !== null && end > from ? end : null;
    const tags = tagsOf(tagField?.values[row]);
    const kind = kindOf(tags);
    const said = text('text', row);
    const named = text('title', row) || text('alertName', row);
    // Grafana loses all titles where an annotation without one comes first. Of these kinds the text is too long for one.
    const title = named === '' && kind !== 'drift' && kind !== 'excluded' ? said : named;
    marks.push({
      id: `${from} ${to ?? ''} ${title || said}`,
      kind,
      from,
      to,
      title,
      text: title === said ? '' : said,
      tags,
      color: textAt(column(frame, 'color'), row),
    });
  }
  return marks;
}

function kindOf(tags: string[]): MarkKind {
  const known = (tag: string): MarkKind | undefined => markKinds.find((kind) => kind === tag && kind !== 'other');
  return tags.map(known).find((kind) => kind !== undefined) ?? 'other';
}

function tagsOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  return list.map((tag) => String(tag).trim()).filter((tag) => tag !== '');
}

// Annotations may be written in HTML; cards show text alone.
function plain(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Marks that stand in one place of the picture: overlapping stretches of one kind, moments closer than a flag is wide. */
export interface MarkCluster {
  marks: Mark[];
  kind: MarkKind;
  color: string;
  from: number;
  to: number | null;
}

/** Only what lies in [from, to); ascending in time. `near` is how close moments may be, ms. */
export function clusterMarks(marks: Mark[], from: number, to: number, near: number): MarkCluster[] {
  const clusters: MarkCluster[] = [];
  const open = new Map<string, MarkCluster>();
  for (const mark of marks.filter((one) => one.from < to && (one.to ?? one.from) >= from)) {
    const group = `${mark.kind} ${mark.color} ${mark.to === null}`;
    const last = open.get(group);
    const joins = last && (mark.to === null ? mark.from - last.from < near : mark.from <= (last.to ?? last.from));
    if (joins) {
      last.marks.push(mark);
      last.to = mark.to === null ? null : Math.max(last.to ?? mark.to, mark.to);
    } else {
      const cluster = { marks: [mark], kind: mark.kind, color: mark.color, from: mark.from, to: mark.to };
      clusters.push(cluster);
      open.set(group, cluster);
    }
  }
  return clusters;
}

/** The marks that touch a stretch of time. */
export function marksIn(marks: Mark[], from: number, to: number): Mark[] {
  return marks.filter((mark) => mark.from < to && (mark.to === null ? mark.from >= from : mark.to > from));
}
