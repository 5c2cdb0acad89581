import { LinkModel } from '@grafana/data';
import { annotationFrame } from '../../../../tests/gallery/driftFixture';
import { Choice } from '../choices';
import { readMarks } from '../shape/annotations';
import { day, heatmapOf, viewAt } from '../testing/given';
import { outcomeOf, Possible } from './outcome';

const heatmap = heatmapOf(
  [
    { feature: 'a_x', severities: [0, 2] },
    { feature: 'a_y', severities: [0, 0] },
  ],
  { grouping: 'prefix' }
);
const view = viewAt(heatmap, {
  marks: readMarks([
    annotationFrame([
      { time: 0, timeEnd: day, title: 'stretch' },
      { time: day, title: 'moment' },
    ]),
  ]),
});

const link = (title: string): Choice => ({ title, href: `/${title}`, link: { href: `/${title}` } as LinkModel });
const action: Choice = { title: 'Rows behind it', href: '/explore' };
const possible = (of: Partial<Record<'links' | 'actions', Choice[]>>, variables = {}): Possible => ({
  links: () => of.links ?? [],
  actions: () => of.actions ?? [],
  variables: () => variables,
});
const cell = { on: 'line', line: 1, cell: 1 } as const;
const label = { on: 'line', line: 1, cell: -1 } as const;

test('a group opens and closes, by its label and by its cells', () => {
  expect(outcomeOf({ on: 'line', line: 0, cell: -1 }, view, possible({}))).toEqual({ toggle: heatmap.groups![0].key });
  expect(outcomeOf({ on: 'line', line: 0, cell: 1 }, view, possible({}))).toEqual({ toggle: heatmap.groups![0].key });
});

test('one link is followed, several things are offered', () => {
  expect(outcomeOf(cell, view, possible({ links: [link('a')] }))).toEqual({ follow: link('a') });
  expect(outcomeOf(cell, view, possible({ links: [link('a')], actions: [action] }))).toEqual({
    pin: { choices: [link('a'), action], zoom: null },
  });
  expect(outcomeOf(label, view, possible({ links: [link('a'), link('b')], actions: [action] }))).toEqual({
    pin: { choices: [link('a'), link('b')], zoom: null },
  });
});

test('a label has no window, and so leads on at once', () =>
  expect(outcomeOf(label, view, possible({ links: [link('a')], actions: [action] }))).toEqual({ follow: link('a') }));

test('variables are set where there are no links, beside what else there is to do', () => {
  const variables = { 'var-feature': 'a_x' };
  expect(outcomeOf(cell, view, possible({}, variables))).toEqual({ set: variables });
  expect(outcomeOf(cell, view, possible({ actions: [action] }, variables))).toEqual({
    set: variables,
    pin: { choices: [action], zoom: null },
  });
  expect(outcomeOf(cell, view, possible({ links: [link('a')] }, variables)).set).toBeUndefined();
  expect(outcomeOf(cell, view, possible({}))).toEqual({});
});

test('stretches can be zoomed to, moments only read', () => {
  expect(outcomeOf({ on: 'mark', cluster: 0 }, view, possible({ actions: [action] }))).toEqual({
    pin: { choices: [action], zoom: { from: 0, to: day } },
  });
  expect(outcomeOf({ on: 'mark', cluster: 1 }, view, possible({ actions: [action] }))).toEqual({
    pin: { choices: [], zoom: null },
  });
  expect(outcomeOf({ on: 'share', column: 1 }, view, possible({}))).toEqual({
    pin: { choices: [], zoom: { from: day, to: 2 * day } },
  });
});

test('asks for the actions of exactly the cell’s window and row', () => {
  const actions = jest.fn(() => []);
  outcomeOf(cell, view, { ...possible({}), actions });
  expect(actions).toHaveBeenCalledWith({ from: day, to: 2 * day }, heatmap.rows[0]);
});
