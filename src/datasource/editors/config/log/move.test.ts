import type { Column } from '../../../resources';
import type { Model } from '../../../settings';
import { moved, sameRoles, unused } from './move';

const columns = (...names: string[]): Column[] =>
  names.map((name) => ({ name, type: 'DOUBLE', kind: 'numeric', samples: [] }));
const model: Model = {
  name: 'mine',
  source: { file: 'a.csv' },
  time: 'at',
  features: [{ name: 'x', kind: 'categorical' }],
  window: '6h',
  reference: { from: '2026-01-01', to: '2026-01-20' },
};
const guessed: Model = { name: 'b', source: { file: 'b.csv' }, time: 'at', features: [{ name: 'x', kind: 'numeric' }] };

test('roles are kept over a log that has their columns', () => {
  expect(moved(model, guessed, columns('at', 'x', 'y'), undefined)).toEqual({ ...model, source: { file: 'b.csv' } });
});

test('over another log they are guessed; what speaks of no column is kept', () => {
  expect(moved(model, guessed, columns('at', 'z'), undefined)).toMatchObject({
    name: 'mine',
    window: '6h',
    reference: model.reference,
    features: [{ name: 'x', kind: 'numeric' }],
  });
});

test('a log that was chosen before has the roles that it had', () => {
  const before: Model = { ...guessed, features: [{ name: 'y' }] };
  expect(moved(model, guessed, columns('at', 'x'), before)).toMatchObject({ features: [{ name: 'y' }], window: '6h' });
});

test('roles are the same whatever else differs', () => {
  expect(sameRoles(model, { ...model, name: 'other', window: '1d' })).toBe(true);
  expect(sameRoles(model, { ...model, time: 'when' })).toBe(false);
});

test('a name that is taken gets a number', () => {
  expect(unused('digits', ['iris'])).toBe('digits');
  expect(unused('digits', ['digits', 'digits 2'])).toBe('digits 3');
});
