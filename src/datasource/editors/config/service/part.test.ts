import { parseList, parsePart, partText } from './part';

test('a column is its name, an expression begins with =, and both come back as they were written', () => {
  expect(parsePart(' status ')).toBe('status');
  expect(parsePart('=finished - started')).toEqual({ expression: 'finished - started' });
  expect(parsePart('  ')).toBeUndefined();
  for (const part of ['status', { expression: 'a = b' }, undefined]) {
    expect(parsePart(partText(part))).toEqual(part);
  }
  expect(partText({ column: 'status' })).toBe('status');
});

test('a list has no empty values', () => {
  expect(parseList('ERROR, 500,,')).toEqual(['ERROR', '500']);
  expect(parseList(' , ')).toBeUndefined();
});
