// A model that is pointed at another log. What a person has set is kept as far as it can mean anything there.
import type { Column } from '../../../resources';
import type { Model } from '../../../settings';
import { columnsOf } from '../columns/named';

/** What of a model speaks of the log's columns. */
const rolesOf = ({ time, id, prediction, target, features, segments, labels, version, thresholds }: Model) => ({
  time,
  id,
  prediction,
  target,
  features,
  segments,
  labels,
  version,
  thresholds,
});

/** The model over another log: with the roles that it had there before, or those that it has now if that log has all their columns, or those guessed. */
export function moved(model: Model, guessed: Model, columns: Column[], before: Model | undefined): Model {
  const { source } = guessed;
  if (before !== undefined) {
    return { ...model, ...rolesOf(before), source };
  }
  const known = columns.map(({ name }) => name);
  const named = columnsOf(model);
  const fits = named.length > 0 && named.every((name) => known.includes(name));
  return fits ? { ...model, source } : { ...model, ...rolesOf(guessed), source };
}

/** Whether two models say the same of the log's columns. */
export const sameRoles = (a: Model, b: Model): boolean => JSON.stringify(rolesOf(a)) === JSON.stringify(rolesOf(b));

/** A name like the wanted one that is not taken. */
export function unused(name: string, taken: string[]): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!taken.includes(candidate)) {
      return candidate;
    }
  }
}
