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

/** The feature that is a column as it is; not one that is computed from it. */
export const featureOf = (model: Model, column: string): Feature | undefined => model.features?.find(isColumn(column));

const isColumn =
  (column: string) =>
  (feature: Feature): boolean =>
    feature.expression === undefined && (feature.column ?? feature.name) === column;

/** The model in which a column plays another role. A role that only one column can have is taken from the column that had it. */
export function withRole(model: Model, column: Column, role: Role): Model {
  const { name } = column;
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

export function withSegment(model: Model, column: string, segment: boolean): Model {
  const others = (model.segments ?? []).filter((name) => name !== column);
  return { ...model, segments: segment ? [...others, column] : others };
}
