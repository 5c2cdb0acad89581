import { DataFrame, toDataFrame } from '@grafana/data';
import { Candidate, comparisons } from './sides';

const frame = (refId: string, name = ''): DataFrame => toDataFrame({ refId, name, fields: [] });
const column = (of: DataFrame, name: string, labels: Record<string, string> = {}, kind = 'numbers'): Candidate => ({
  frame: of,
  name,
  labels,
  kind,
});
const said = (candidates: Candidate[]) =>
  comparisons(candidates).map(({ feature, segment, reference, currents }) => [
    feature,
    Object.values(segment).join(),
    reference && `${reference.frame.refId}.${reference.name}`,
    currents.map(({ name, candidate }) => `${name}: ${candidate.frame.refId}.${candidate.name}`).join(' '),
  ]);
const [a, b, c] = ['A', 'B', 'C'].map((refId) => frame(refId));

test('A is the reference of B, column by column', () => {
  expect(said([column(b, 'x'), column(b, 'y'), column(a, 'y'), column(a, 'x')])).toEqual([
    ['y', '', 'A.y', 'B: B.y'],
    ['x', '', 'A.x', 'B: B.x'],
  ]);
});

test('of three queries the first is the reference, the others are compared with it', () => {
  expect(said([column(a, 'x'), column(b, 'x'), column(c, 'x')])).toEqual([['x', '', 'A.x', 'B: B.x C: C.x']]);
});

test('single columns belong together whatever they are called, if they hold the same', () => {
  expect(said([column(a, 'before'), column(b, 'after')])).toEqual([['after', '', 'A.before', 'B: B.after']]);
  expect(said([column(a, 'before'), column(b, 'after', {}, 'texts')])).toEqual([
    ['before', '', 'A.before', ''],
    ['after', '', null, 'B: B.after'],
  ]);
});

test('labels are segments', () => {
  const device = (of: DataFrame, name: string) => column(of, 'Value', { device: name });
  expect(said([device(a, 'x'), device(a, 'y'), device(b, 'y'), device(b, 'z')])).toEqual([
    ['A', 'x', 'A.Value', ''],
    ['B', 'y', 'A.Value', 'B: B.Value'],
    ['B', 'z', null, 'B: B.Value'],
  ]);
});

test('names say more than letters', () => {
  const [now, before] = [frame('A', 'current'), frame('B', 'Reference')];
  expect(said([column(now, 'x'), column(before, 'x')])).toEqual([['x', '', 'B.x', 'current: A.x']]);
  const one = frame('A', 'latency');
  expect(said([column(one, 'Reference'), column(one, 'current'), column(one, 'id')])).toEqual([
    ['latency', '', 'A.Reference', 'current: A.current'],
  ]);
});

test('several frames of one query: the first is the reference', () => {
  const [first, second] = [frame('A', 'before'), frame('A', 'after')];
  expect(said([column(first, 'x'), column(second, 'x')])).toEqual([['x', '', 'A.x', 'after: A.x']]);
});

test('series of one query are called by the labels that tell them apart', () => {
  const device = (name: string) => column(frame('A'), 'Value', { job: 'digits', device: name });
  const [compared] = comparisons([device('x'), device('y')]);
  expect([compared.referenceName, compared.currents[0].name]).toEqual(['x', 'y']);
  expect(compared.segment).toEqual({ job: 'digits' });
});

test('what the reference is called, unless that is said already', () => {
  const [lettered] = comparisons([column(a, 'x'), column(b, 'x')]);
  const [called] = comparisons([column(frame('A', 'current'), 'x'), column(frame('B', 'Reference'), 'x')]);
  expect([lettered.referenceName, called.referenceName]).toEqual(['A', '']);
});

test('two columns are compared, other numbers of them are not', () => {
  expect(said([column(a, 'x'), column(a, 'y')])).toEqual([['y', '', 'A.x', 'y: A.y']]);
  expect(said([column(a, 'x')])).toEqual([['x', '', null, ': A.x']]);
  expect(said([column(a, 'x'), column(a, 'y'), column(a, 'z')])).toHaveLength(3);
  expect(said([])).toEqual([]);
});
