import { importancesText, pasteImportances } from './paste';

const features = [
  { name: 'age' },
  { name: 'net income', kind: 'numeric' as const },
  { name: 'phone', column: 'device' },
];

test.each(['age 0.31', 'age,0.31', 'age;0.31', 'age\t0.31', 'age: 0.31', 'age = 0.31', '"age",0.31', '  age   3.1e-1'])(
  '%s is an importance',
  (text) => expect(pasteImportances(text, features).features[0]).toEqual({ name: 'age', importance: 0.31 })
);

test('names may hold spaces, a column stands for its feature, other parts of a feature are kept', () => {
  const { features: pasted, taken, left } = pasteImportances('net income 12\ndevice .5\n', features);
  expect(pasted).toEqual([
    { name: 'age' },
    { name: 'net income', kind: 'numeric', importance: 12 },
    { name: 'phone', column: 'device', importance: 0.5 },
  ]);
  expect([taken, left]).toEqual([2, []]);
});

test('lines that say nothing are named', () => {
  expect(pasteImportances('feature,importance\nage -1\nnobody 2\n\nage 0', features)).toMatchObject({
    taken: 1,
    left: ['feature,importance', 'age -1', 'nobody 2'],
  });
});

test('what is shown is read back as it was', () => {
  const { features: pasted } = pasteImportances('age 0.31\nnet income 2', features);
  expect(importancesText(pasted)).toBe('age 0.31\nnet income 2');
  expect(pasteImportances(importancesText(pasted), features).features).toEqual(pasted);
});
