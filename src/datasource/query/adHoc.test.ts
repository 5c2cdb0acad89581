import { explainAdHoc, fromAdHoc } from './adHoc';

const filters = [
  { key: '', operator: '=', value: '' }, // still being made
  { key: 'origin', operator: '=', value: 'CPH' },
  { key: 'device', operator: '=~', value: 'lumen.*' },
  { key: 'brightness', operator: '<', value: 'dark' },
];
const explain = (message: string) => explainAdHoc({ message }, { model: 'digits' }, 2, filters).message;

test('operators get the names that queries have', () => {
  expect(fromAdHoc({ key: 'device', operator: '=|', value: 'a', values: ['a', 'b'] })).toEqual([
    { column: 'device', operator: 'in', value: ['a', 'b'] },
  ]);
  expect(fromAdHoc({ key: 'device', operator: '!=|', value: 'a' })).toEqual([
    { column: 'device', operator: 'not in', value: ['a'] },
  ]);
  expect(fromAdHoc(filters[0])).toEqual([]);
});

test('a key of another model is said of the dashboard’s filter', () => {
  expect(explain('filters[2].column: "origin" is not known. Right would be: device, app_version.')).toBe(
    'The dashboard filters by “origin = CPH”, but the model digits has no origin: remove the filter, or choose another. Right would be: device, app_version.'
  );
});

test('so is an operator that there is none of, and a value that does not fit', () => {
  expect(explain('filters[3].operator: "=~" is not known. Right would be: =.')).toBe(
    'The dashboard filters by “device =~ lumen.*”, and =~ cannot be asked of a prediction log: choose =, !=, one of, < or >.'
  );
  expect(explain('filters[4].value: brightness holds numbers, and "dark" is none')).toBe(
    'The dashboard filters by “brightness < dark”: brightness holds numbers, and "dark" is none'
  );
});

test('what is about the query’s own filters, or about something else, stays', () => {
  const own = 'filters[1].column: "x" is not known.\nthreshold: must be a number\nfilters[9].column: "y" is not known.';
  expect(explain(own)).toBe(own);
  expect(explainAdHoc({ data: { message: 'filters[2].value: no' } }, {}, 2, filters).data?.message).toMatch(
    /^The dash/
  );
});
