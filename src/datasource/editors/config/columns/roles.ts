// Which part each column of a log plays in a model. A model names columns by role; the table of columns asks the other way round.
import type { Column } from '../../../resources';
import type { Feature, Kind, Model } from '../../../settings';

/** `label` and `value` are the prediction: a class or a number. */
export type Role = 'time' | 'id' | 'label' | 'value' | 'score' | 'probability' | 'target' | 'feature' | 'ignored';
export const roles: readonly Role[] = [
  'time',
  'id',
  'label',
  'value',
  'score',
  'probability',
  'target',
  'feature',
  'ignored',
];

export function roleOf(model: Model, column: string): Role {
  const { time, id, prediction, target } = model;
  if (column === time) {
    return 'time';
  }
  if (column === id) {
    return 'id';
  }
  if (column === prediction?.label) {
    return 'label';
  }
  if (column === prediction?.value) {
    return 'value';
  }
  if (column === prediction?.score) {
    return 'score';
  }
  if (Object.values(prediction?.probabilities ?? {}).includes(column)) {
    return 'probability';
  }
  if (column === target?.column && target.source === undefined) {
    return 'target';
  }
  return featureOf(model, column) === undefined ? 'ignored' : 'feature';
}

/** Seconds since 1970 of 1973, and of 2096 in nanoseconds: what lies between may be a time. */
const leastEpoch = 1e8;
const greatestEpoch = 4e18;

/** Whether what is seen of a column can be read as times: dates, or numbers since 1970. */
export function mayBeTime({ kind, samples }: Column): boolean {
  const isEpoch = (sample: string): boolean =>
    sample !== '' && Number(sample) >= leastEpoch && Number(sample) <= greatestEpoch;
  return kind === 'timestamp' || (samples.length > 0 && samples.every(isEpoch));
}

/** The roles that there are to choose from: that of the time only for what can be one. */
export const rolesFor = (column: Column, has: Role): readonly Role[] =>
  has === 'time' || mayBeTime(column) ? roles : roles.filter((role) => role !== 'time');

/** The feature that is a column as it is; not one that is computed from it. */
export const featureOf = (model: Model, column: string): Feature | undefined => model.features?.find(isColumn(column));

const isColumn =
  (column: string) =>
  (feature: Feature): boolean =>
    feature.expression === undefined && (feature.column ?? feature.name) === column;

/** The model in which a column plays another role. A role that only one column can have is taken from the column that had it. */
export function withRole(model: Model, column: Column, role: Role): Model {
  const { name } = column;
  if (roleOf(model, name) === role) {
    return model;
  }
  const free = withoutRole(model, name);
  switch (role) {
    case 'time':
    case 'id':
      return { ...free, [role]: name };
    case 'label': // a prediction is a class or a number, not both
      return { ...free, prediction: { ...free.prediction, value: undefined, label: name } };
    case 'value':
      return { ...free, prediction: { ...free.prediction, label: undefined, value: name } };
    case 'score':
      return { ...free, prediction: { ...free.prediction, score: name } };
    case 'probability':
      return {
        ...free,
        prediction: { ...free.prediction, probabilities: { ...free.prediction?.probabilities, [classOf(name)]: name } },
      };
    case 'target':
      return { ...free, target: { column: name } };
    case 'feature':
      return { ...free, features: [...(free.features ?? []), { name, kind: column.kind }] };
    case 'ignored':
      return free;
  }
}

function withoutRole(model: Model, column: string): Model {
  const { prediction, target, ...rest } = model;
  const unless = (named?: string) => (named === column ? undefined : named);
  const left = prediction && {
    ...prediction,
    label: unless(prediction.label),
    value: unless(prediction.value),
    score: unless(prediction.score),
    probabilities: emptyToNothing(
      Object.fromEntries(Object.entries(prediction.probabilities ?? {}).filter(([, named]) => named !== column))
    ),
  };
  return {
    ...rest,
    time: unless(model.time),
    id: unless(model.id),
    prediction: left && Object.values(left).some((part) => part !== undefined) ? left : undefined,
    target: target?.column === column && target.source === undefined ? undefined : target,
    features: model.features?.filter((feature) => !isColumn(column)(feature)),
    // a segment that was called as the feature goes by the column’s name then
    segments: model.segments?.map((name) => (name === featureOf(model, column)?.name ? column : name)),
  };
}

/** The class whose probability a column holds, as columns are usually named: p_cat, prob_cat, probability_cat, score_cat. */
export const classOf = (column: string): string => column.replace(/^(p|prob|proba|probability|score)[_ .-]/i, '');

const emptyToNothing = <T extends object>(value: T): T | undefined =>
  Object.keys(value).length === 0 ? undefined : value;

export function withKind(model: Model, column: string, kind: Kind): Model {
  const of = isColumn(column);
  return { ...model, features: model.features?.map((feature) => (of(feature) ? { ...feature, kind } : feature)) };
}

/** A segment is called as its column, or as the feature that the column is. */
export const isSegment = (model: Model, column: string): boolean =>
  model.segments?.some((name) => name === column || name === featureOf(model, column)?.name) ?? false;

export function withSegment(model: Model, column: string, segment: boolean): Model {
  const called = featureOf(model, column)?.name ?? column;
  const others = (model.segments ?? []).filter((name) => name !== column && name !== called);
  return isSegment(model, column) === segment ? model : { ...model, segments: segment ? [...others, called] : others };
}
