import type { ModelInfo } from '../../datasource/resources';
import { at } from '../testing/drift';
import { costsOf } from './cost';

const info = {
  window: '1d',
  references: [
    { text: 'four weeks', from: new Date(at(0)).toISOString(), to: new Date(at(28)).toISOString() },
    { text: 'another file' },
    { text: 'two days', from: new Date(at(40)).toISOString(), to: new Date(at(42)).toISOString() },
  ],
} as ModelInfo;

test('a reference loses every window that the period touches', () => {
  expect(costsOf(info, { from: at(5), to: at(7) })).toEqual([{ text: 'four weeks', windows: 28, lost: 2 }]);
  expect(costsOf(info, { from: at(5) + 1, to: at(7) + 1 })).toEqual([{ text: 'four weeks', windows: 28, lost: 3 }]);
  expect(costsOf(info, { from: at(-10), to: at(100) })).toEqual([
    { text: 'four weeks', windows: 28, lost: 28 },
    { text: 'two days', windows: 2, lost: 2 },
  ]);
  expect(costsOf(info, { from: at(28), to: at(40) })).toEqual([]);
});
