import type { Column } from '../../../resources';
import type { Kind, Model } from '../../../settings';
import { classOf, isSegment, mayBeTime, roleOf, roles, rolesFor, withKind, withRole, withSegment } from './roles';

const column = (name: string, kind: Kind = 'numeric'): Column => ({ name, type: 'DOUBLE', kind, samples: [] });
const model: Model = {
  name: 'digits',
  source: { file: 'digits/*.parquet' },
  time: 'at',
  id: 'request',
  prediction: { label: 'predicted', score: 'confidence', probabilities: { cat: 'p_cat' } },
  target: { column: 'truth' },
  features: [
    { name: 'brightness' },
    { name: 'ratio', expression: 'width / height' },
    { name: 'phone', column: 'device' },
  ],
  segments: ['device'],
};

test.each([
  ['at', 'time'],
  ['request', 'id'],
  ['predicted', 'label'],
  ['confidence', 'score'],
  ['p_cat', 'probability'],
  ['truth', 'target'],
  ['brightness', 'feature'],
  ['device', 'feature'],
  ['phone', 'ignored'],
  ['ratio', 'ignored'],
])('the role of %s is %s', (name, role) => expect(roleOf(model, name)).toBe(role));

test.each(roles)('a column can be made %s, whatever it was before', (role) => {
  for (const name of ['at', 'request', 'predicted', 'confidence', 'p_cat', 'truth', 'brightness', 'device', 'new']) {
    const changed = withRole(model, column(name), role);
    expect(roleOf(changed, name)).toBe(role);
    // Other features, computed ones included, stay what they are.
    expect(changed.features).toContainEqual({ name: 'ratio', expression: 'width / height' });
  }
});

test('a prediction is a class or a number, not both', () => {
  expect(withRole(model, column('price'), 'value').prediction).toMatchObject({ label: undefined, value: 'price' });
});

test('a target of another source is not a column of the log', () => {
  const joined = { ...model, target: { source: { file: 'labels.parquet' }, id: 'request', column: 'truth' } };
  expect(roleOf(joined, 'truth')).toBe('ignored');
  expect(withRole(joined, column('truth'), 'feature').target).toEqual(joined.target);
});

test('a new feature has the kind that was guessed; it can be changed', () => {
  const changed = withRole(model, column('app', 'categorical'), 'feature');
  expect(changed.features).toContainEqual({ name: 'app', kind: 'categorical' });
  expect(withKind(changed, 'app', 'text').features).toContainEqual({ name: 'app', kind: 'text' });
});

test('segments are apart from roles', () => {
  expect(withSegment(model, 'app', true).segments).toEqual(['device', 'app']);
  expect(withSegment(model, 'device', false).segments).toEqual([]);
  expect(withSegment(model, 'device', true).segments).toEqual(['device']);
});

test('a segment is called as the feature that its column is', () => {
  const nested: Model = { ...model, features: [{ name: 'os', column: 'input.os' }], segments: ['os'] };
  expect(isSegment(nested, 'input.os')).toBe(true);
  expect(withSegment(nested, 'input.os', false).segments).toEqual([]);
  expect(withSegment({ ...nested, segments: [] }, 'input.os', true).segments).toEqual(['os']);
  // Without the feature nothing is called so.
  expect(withRole(nested, column('input.os'), 'ignored').segments).toEqual(['input.os']);
});

test.each([
  ['p_cat', 'cat'],
  ['prob_dog', 'dog'],
  ['probability 3', '3'],
  ['pig', 'pig'],
])('the class of %s is %s', (name, label) => expect(classOf(name)).toBe(label));

test.each<[Kind, string[], boolean]>([
  ['timestamp', [], true],
  ['numeric', ['1767225600', '1767225660'], true],
  ['numeric', ['1767225600123.5'], true],
  ['id', ['1767225600000000000'], true],
  ['numeric', ['0.5', '0.7'], false],
  ['numeric', [], false],
  ['numeric', ['1767225600', '12'], false],
  ['categorical', ['pixel', 'iphone'], false],
  ['categorical', [''], false],
  ['boolean', ['true'], false],
])('a column of kind %s with the values %s may be the time: %s', (kind, samples, expected) => {
  const seen = { ...column('x', kind), samples };
  expect(mayBeTime(seen)).toBe(expected);
  expect(rolesFor(seen, 'feature').includes('time')).toBe(expected);
  expect(rolesFor(seen, 'time')).toContain('time'); // what somebody has chosen stays in the list
});
