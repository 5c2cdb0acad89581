import React from 'react';
import { dateTime, LoadingState, PanelData, PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { day, driftTable } from '../../../tests/gallery/driftFixture';
import { click, mount, one, press, texts } from '../../../tests/gallery/mount';
import { HeatmapOptions } from './options';
import { Panel } from './Panel';

const table = driftTable({
  features: ['brightness', 'contrast', 'device'],
  windows: 10,
  length: day,
  reference: 5,
  episode: 2,
  drifting: 1,
  partialLast: true,
});

function show(data: Partial<PanelData>, options: Partial<HeatmapOptions> = {}) {
  const time = { from: dateTime(0), to: dateTime(1), raw: { from: 'now-1h', to: 'now' } };
  const props = {
    data: { state: LoadingState.Done, series: [], timeRange: time, ...data },
    options,
    width: 600,
    height: 300,
    timeZone: 'utc',
    replaceVariables: (text: string) => text,
  } as unknown as PanelProps<HeatmapOptions>;
  return mount(<Panel {...props} />);
}

const summaryOf = (feature: string): HTMLElement =>
  [...document.querySelectorAll('tr')].find((row) => row.querySelector('th[scope=row]')?.textContent === feature)!;

const partial = jest.spyOn(locationService, 'partial').mockImplementation(() => undefined);
beforeEach(() => partial.mockClear());

test('says in its label what the newest closed window is like', () => {
  show({ series: [table] });
  expect(one('[role=group]')).toHaveAccessibleName(
    /Drift of 3 features in 10 windows\. In Sat 21 Nov 2026, 1 of 3 drifted\./
  );
  expect(texts()).toContain('1 of 3');
});

test('has a table for those who do not see it', () => {
  show({ series: [table] });
  const row = summaryOf('brightness');
  expect(row).toHaveTextContent(/Drifted: the distribution changed.*Sat 21 Nov 2026/);
  expect(summaryOf('contrast')).toHaveTextContent('never');
});

test('is walked by keys and reads out each cell', () => {
  show({ series: [table] });
  const grid = one('[role=group]');
  press(grid, 'ArrowDown');
  const readOut = one('[data-testid=drift-heatmap-read-out]');
  expect(readOut).toHaveTextContent(/^brightness, Sun 22 Nov 2026, Drifted: the distribution changed, severity \d/);
  expect(one('[role=tooltip]')).toHaveTextContent('0.05 (between windows, R=28)');
  press(grid, 'ArrowLeft');
  press(grid, 'ArrowLeft');
  expect(readOut).toHaveTextContent(/^brightness, Fri 20 Nov 2026, No drift/);
  press(grid, 'Escape');
  expect(readOut).toBeEmptyDOMElement();
});

test('Enter sets the dashboard’s variable to the feature', () => {
  show({ series: [table] });
  const grid = one('[role=group]');
  press(grid, 'ArrowDown');
  press(grid, 'ArrowDown');
  press(grid, 'Enter');
  expect(partial).toHaveBeenCalledTimes(1);
  expect(partial.mock.calls[0][0]).toEqual({ 'var-feature': expect.stringMatching(/contrast|device/) });
});

test('a click on a name sets the variable of its choice, and its segment’s', () => {
  const segmented = driftTable({ features: ['brightness'], windows: 3, length: day, segments: ['pixel 9'] });
  show({ series: [segmented] }, { variable: 'column', segmentVariables: true });
  click(one('[title=\"brightness · pixel 9\"]'));
  expect(partial).toHaveBeenCalledWith({ 'var-column': 'brightness', 'var-device': 'pixel 9' });
});

test('data links go before variables', () => {
  const push = jest.spyOn(locationService, 'push').mockImplementation(() => undefined);
  const linked = driftTable({ features: ['brightness'], windows: 3, length: day });
  linked.fields.find(({ name }) => name === 'severity')!.getLinks = ({ valueRowIndex }) => [
    { href: `/d/other?row=${valueRowIndex}`, title: 'Open', target: '_self', origin: linked.fields[0] },
  ];
  show({ series: [linked] });
  click(one('[title=\"brightness\"]'));
  expect(push).toHaveBeenCalledWith('/d/other?row=2');
  expect(partial).not.toHaveBeenCalled();
});

test('draws above 5,000 cells on canvas', () => {
  const features = Array.from({ length: 60 }, (_, i) => `f${i}`);
  const container = show({ series: [driftTable({ features, windows: 100, length: day })] });
  expect(container.querySelector('canvas')).toBeInTheDocument();
  expect(container.querySelectorAll('rect').length).toBeLessThan(500);
});

describe('without anything to draw', () => {
  test('loading', () => {
    show({ state: LoadingState.Loading });
    expect(one('[role=status]')).toHaveTextContent('Comparing with the reference');
  });
  test('error', () => {
    show({ state: LoadingState.Error, errors: [{ message: 'no column brightnes' }] });
    expect(one('[role=alert]')).toHaveTextContent('The query failedno column brightnes');
  });
  test('empty, with the source’s own reason', () => {
    show({
      series: [
        {
          fields: [],
          length: 0,
          meta: { notices: [{ severity: 'info', text: 'No row of digits before 2026-01-01.' }] },
        },
      ],
    });
    expect(one('[role=status]')).toHaveTextContent('No row of digits before 2026-01-01.');
  });
  test('other data', () => {
    show({ series: [{ length: 1, fields: [{ name: 'a', type: 'number', values: [1], config: {} } as never] }] });
    expect(one('[role=status]')).toHaveTextContent('No drift in this data');
  });
});

test('never shows NaN or undefined', () => {
  show({
    series: [
      driftTable({
        features: ['a', 'b'],
        windows: 4,
        length: day,
        special: (f) => ({ verdict: f === 0 ? 'not_enough' : 'error' }),
      }),
    ],
  });
  press(one('[role=group]'), 'ArrowDown');
  expect(document.body.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
});
