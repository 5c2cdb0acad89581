// Which of any source's data is the reference and which is compared with it. Nothing here knows what the data are: single values or counts.
//
//   frames or queries named reference and current …    as they are called
//   columns of one frame named so                      likewise
//   queries A, B, C …                                  A is the reference, or the first where there is no A; columns of one name and labels belong together
//   several frames of one query                        the first is the reference
//   one frame with two columns                         the first is the reference
//   anything else                                      each column by itself, with nothing to compare it with
import { DataFrame } from '@grafana/data';

/** A column of values, or a histogram: something that can be one side of a comparison. */
export interface Candidate {
  frame: DataFrame;
  name: string;
  labels: Record<string, string>;
  /** What it holds: only equals are compared. */
  kind: string;
}

export interface Comparison<C> {
  feature: string;
  segment: Record<string, string>;
  reference: C | null;
  /** What its query, its frame or its series is called; '' where it is called reference. */
  referenceName: string;
  /** With the name of each where there are several. */
  currents: Array<{ name: string; candidate: C }>;
}

interface Group<C> {
  name: string;
  candidates: C[];
}

const isReference = (name: string): boolean => name.toLowerCase() === 'reference';
const isCurrent = (name: string): boolean => /^current\b/i.test(name);

export function comparisons<C extends Candidate>(candidates: C[]): Array<Comparison<C>> {
  const named = groupsOf(candidates, namedSide);
  if (named.some(({ name }) => isReference(name))) {
    return compare(sorted(named, isReference));
  }
  const byColumn = groupsOf(candidates, ({ name }) => name);
  if (byColumn.some(({ name }) => isReference(name)) && byColumn.some(({ name }) => isCurrent(name))) {
    const sides = byColumn.filter(({ name }) => isReference(name) || isCurrent(name));
    return compare(sorted(sides, isReference)).map((found) => ({ ...found, feature: frameName(found) }));
  }
  const byQuery = groupsOf(candidates, ({ frame }) => frame.refId ?? '');
  if (byQuery.length > 1) {
    return compare(sorted(byQuery, (name) => name === 'A'));
  }
  const byFrame = groupsOf(candidates, ({ frame }) => frame);
  if (byFrame.length > 1) {
    return compare(byFrame.map((group) => ({ ...group, name: nameOfFrame(group, candidates) })));
  }
  const [first, second] = candidates;
  if (candidates.length === 2 && first.kind === second.kind) {
    return compare([
      { name: first.name, candidates: [first] },
      { name: second.name, candidates: [second] },
    ]);
  }
  return candidates.map((candidate) => alone(candidate, '', null));
}

// The side that a frame is called by: its own name, or its query's letter where someone wrote a word there.
function namedSide({ frame }: Candidate): string {
  const names = [frame.name ?? '', frame.refId ?? ''];
  return names.find(isReference) ?? names.find(isCurrent) ?? names.find((name) => name !== '') ?? '';
}

// Frames of one query have its letter in common: their own names tell them apart, else the labels that are not the same in all.
function nameOfFrame<C extends Candidate>({ candidates: [first] }: Group<C>, all: C[]): string {
  const { frame, labels } = first;
  const telling = Object.keys(labels).filter((label) => all.some((other) => other.labels[label] !== labels[label]));
  return frame.name || telling.map((label) => labels[label]).join(', ') || frame.refId || '';
}

function groupsOf<C, K>(candidates: C[], keyOf: (candidate: C) => K): Array<Group<C>> {
  const groups = new Map<K, C[]>();
  for (const candidate of candidates) {
    const key = keyOf(candidate);
    groups.set(key, [...(groups.get(key) ?? []), candidate]);
  }
  return [...groups].map(([key, list]) => ({ name: String(key), candidates: list }));
}

function sorted<C>(groups: Array<Group<C>>, first: (name: string) => boolean): Array<Group<C>> {
  return [...groups.filter(({ name }) => first(name)), ...groups.filter(({ name }) => !first(name))];
}

// The first group is the reference.
function compare<C extends Candidate>([reference, ...others]: Array<Group<C>>): Array<Comparison<C>> {
  const left = others.map(({ name, candidates }) => ({ name, candidates: [...candidates] }));
  const found = reference.candidates.map((candidate): Comparison<C> => {
    const currents = left.flatMap((group) => {
      const match = partnerOf(candidate, group.candidates, reference.candidates.length);
      group.candidates = group.candidates.filter((other) => other !== match);
      return match ? [{ name: group.name, candidate: match }] : [];
    });
    const shown = currents[currents.length - 1]?.candidate ?? candidate;
    return {
      feature: featureName(shown),
      segment: inCommon(candidate, shown),
      reference: candidate,
      referenceName: isReference(reference.name) ? '' : reference.name,
      currents,
    };
  });
  const unmatched = left.flatMap(({ name, candidates }) => candidates.map((candidate) => alone(candidate, name, name)));
  return [...found, ...unmatched];
}

// Labels that differ between the two sides are no segment of both.
function inCommon({ labels: before }: Candidate, { labels: now }: Candidate): Record<string, string> {
  const names = Object.keys(now).filter((name) => before[name] === undefined || before[name] === now[name]);
  return Object.fromEntries(names.map((name) => [name, now[name]]));
}

// The same name and labels, else the same labels, else the only one of its kind on both sides.
function partnerOf<C extends Candidate>(wanted: C, group: C[], many: number): C | undefined {
  const alike = group.filter(({ kind }) => kind === wanted.kind);
  const labels = JSON.stringify(Object.entries(wanted.labels).sort());
  const equal = alike.filter((other) => JSON.stringify(Object.entries(other.labels).sort()) === labels);
  return (
    equal.find(({ name }) => name === wanted.name) ??
    (Object.keys(wanted.labels).length > 0 && equal.length === 1 ? equal[0] : undefined) ??
    (many === 1 && group.length === 1 ? alike[0] : undefined)
  );
}

function alone<C extends Candidate>(candidate: C, name: string, group: string | null): Comparison<C> {
  return {
    feature: featureName(candidate),
    segment: candidate.labels,
    reference: null,
    referenceName: '',
    currents: [{ name: group ?? name, candidate }],
  };
}

// Sources without a name for a column call it Value.
function featureName({ name, frame }: Candidate): string {
  return name === '' || name === 'Value' ? frame.name || frame.refId || name : name;
}

function frameName<C extends Candidate>({ feature, reference }: Comparison<C>): string {
  return reference?.frame.name || reference?.frame.refId || feature;
}
