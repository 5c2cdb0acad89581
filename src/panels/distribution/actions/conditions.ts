// What is selected, as conditions on rows: in the words of the data source's filters, and of the dashboard's ad hoc filters, which know fewer.
import { RowFilter } from '../../parts/actions';
import { Selection } from '../shape/targets';

/** A condition that a dashboard's ad hoc variable can hold: one value, no "is null". */
export interface AdHocCondition {
  key: string;
  operator: string;
  value: string;
}

/** Rows whose value lies in what is selected; null where no condition says so. */
export function rangeConditions(feature: string, { from, to, side }: Selection): RowFilter[] | null {
  if (side === 'missing') {
    return [{ column: feature, operator: 'is null', value: [] }];
  }
  const low = from === null ? [] : [{ column: feature, operator: '>=', value: [written(from)] }];
  const high = to === null ? [] : [{ column: feature, operator: '<', value: [written(to)] }];
  return side !== null || low.length + high.length === 0 ? null : [...low, ...high];
}

/** The stretch in plain numbers, without a unit, for somebody else's query; '' where it has no ends. */
export function rangeCopy({ from, to }: Selection): string {
  return from === null && to === null
    ? ''
    : from === null
      ? `< ${written(to!)}`
      : to === null
        ? `≥ ${written(from)}`
        : `${written(from)} – ${written(to)}`;
}

// Without the last bit of a sum of steps: 0.175, not 0.17500000000000002.
function written(edge: number): string {
  return String(Number(edge.toPrecision(15)));
}

/** `names` are as the source shows them; null stands for missing values. */
export function categoryConditions(feature: string, names: Array<string | null>): RowFilter[] | null {
  const present = names.filter((name): name is string => name !== null);
  if (present.length < names.length) {
    return present.length === 0 ? [{ column: feature, operator: 'is null', value: [] }] : null;
  }
  return present.length === 0
    ? null
    : [{ column: feature, operator: present.length === 1 ? '=' : 'in', value: present }];
}

/** All rows but those of these categories, which ad hoc filters can say of several too. */
export function exceptConditions(feature: string, names: Array<string | null>): AdHocCondition[] | null {
  return names.length === 0 || names.includes(null)
    ? null
    : names.map((name) => ({ key: feature, operator: '!=', value: name! }));
}

/** The same conditions for a dashboard; null where it has no word for one. */
export function adHoc(conditions: RowFilter[] | null): AdHocCondition[] | null {
  const spoken = ['=', '!=', '<', '<=', '>', '>='];
  return conditions?.every(({ operator, value }) => spoken.includes(operator) && value.length === 1)
    ? conditions.map(({ column, operator, value }) => ({ key: column, operator, value: value[0] }))
    : null;
}

/** "brightness ≥ 0.3 and brightness < 0.45", for a person. */
export function conditionText(conditions: AdHocCondition[]): string {
  const signs: Record<string, string> = { '>=': '≥', '<=': '≤', '!=': '≠' };
  return conditions.map(({ key, operator, value }) => `${key} ${signs[operator] ?? operator} ${value}`).join(', ');
}
