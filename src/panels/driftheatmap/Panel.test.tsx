import React, { act } from 'react';
import { createRoot } from 'react-dom/client';
import { DataFrame, dateTime, LoadingState, PanelData, PanelProps } from '@grafana/data';
import { config, locationService } from '@grafana/runtime';
import { annotationFrame, day, driftTable, driftTarget, end, otherSeries } from '../../../tests/gallery/driftFixture';
import { click, mount, one, press, texts } from '../../../tests/gallery/mount';
import { View, viewOf } from './grid/view';
import { defaultOptions, HeatmapOptions } from './options';
import { Panel } from './Panel';
import { readMarks } from './shape/annotations';
import { shapeHeatmap } from './shape/heatmap';
import { tops } from './walk/locate';

const table = driftTable({
  features: ['brightness', 'contrast', 'device'],
  windows: 10,
  length: day,
  reference: 5,
  episode: 2,
  drifting: 1,
  partialLast: true,
});

const size = { width: 600, height: 300 };
const onChangeTimeRange = jest.fn();

function panel(
  data: Partial<PanelData>,
  options: Partial<HeatmapOptions> = {},
  width = size.width
): React.ReactElement {
  const time = { from: dateTime(end - 10 * day), to: dateTime(end), raw: { from: 'now-10d', to: 'now' } };
  const props = {
    data: { state: LoadingState.Done, series: [], timeRange: time, ...data },
    options,
    height: size.height,
    width,
    timeZone: 'utc',
    replaceVariables: (text: string) => text.replace(/\$\{(feature|column|device):raw\}/, 'contrast'),
    onChangeTimeRange,
  } as unknown as PanelProps<HeatmapOptions>;
  return <Panel {...props} />;
}

const show = (data: Partial<PanelData>, options?: Partial<HeatmapOptions>) => mount(panel(data, options));

const summaryOf = (feature: string): HTMLElement =>
  [...document.querySelectorAll('tr')].find((row) => row.querySelector('th[scope=row]')?.textContent === feature)!;

// Where things stand: what the panel itself computes, since nothing has a size here.
function viewOfTable(series: DataFrame[], annotations: DataFrame[] = [], options: Partial<HeatmapOptions> = {}): View {
  const all = { ...defaultOptions, ...options };
  return viewOf({
    heatmap: shapeHeatmap(series, all)!,
    marks: readMarks(annotations),
    isOpen: () => !all.groupsClosed,
    until: end,
    ...size,
    options: all,
  });
}

function pointer(type: string, x: number, y: number, more: MouseEventInit = {}): void {
  const stage = one('[data-testid=drift-heatmap-stage]');
  const event = new MouseEvent(type, { bubbles: true, cancelable: true, clientX: x, clientY: y, detail: 1, ...more });
  act(() => void stage.dispatchEvent(event));
}

// The middle of a cell of the first lines.
function middleOf(view: View, line: number, cell: number): [number, number] {
  const { from, to } = view.cellsOf(view.lines[line]);
  const x = view.layout.labelWidth + view.x((from[cell] + to[cell]) / 2);
  return [x, tops(view).body + (line + 0.5) * view.layout.rowHeight];
}

function drag(view: View, from: number, to: number, up: MouseEventInit = {}): void {
  const [x1, y] = middleOf(view, 0, from);
  const [x2] = middleOf(view, 0, to);
  pointer('pointerdown', x1, y);
  pointer('pointermove', x2, y);
  pointer('pointerup', x2, y, up);
  pointer('click', x2, y);
}

const readOut = (): HTMLElement => one('[data-testid=drift-heatmap-read-out]');
const shift = (target: Element, key: string): void =>
  act(
    () =>
      void target.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey: true, bubbles: true, cancelable: true }))
  );

const partial = jest.spyOn(locationService, 'partial').mockImplementation(() => undefined);
const push = jest.spyOn(locationService, 'push').mockImplementation(() => undefined);
beforeEach(() => {
  jest.clearAllMocks();
  Object.assign(config.bootData, { user: { orgRole: 'Viewer' } });
});
afterEach(() => jest.useRealTimers());

const asked = { targets: [driftTarget] } as unknown as PanelData['request'];
const asAdministrator = () => Object.assign(config.bootData, { user: { orgRole: 'Admin' } });

function linked(): DataFrame {
  const frame = driftTable({ features: ['brightness'], windows: 3, length: day });
  frame.fields.find(({ name }) => name === 'severity')!.getLinks = ({ valueRowIndex }) => [
    { href: `/d/other?row=${valueRowIndex}`, title: 'Open', target: '_self', origin: frame.fields[0] },
  ];
  return frame;
}

describe('what is seen first', () => {
  test('says what has drifted and since when, also in its label', () => {
    show({ series: [table] });
    expect(one('[data-testid=drift-heatmap-headline]')).toHaveTextContent(
      '1 of 3 features has driftedsince Sat 21 Nov 2026: brightness'
    );
    expect(one('[role=group]')).toHaveAccessibleName(
      /Drift of 3 features in 10 windows\. 1 of 3 features has drifted, since Sat 21 Nov 2026: brightness\./
    );
  });

  test('has a table for those who do not see it', () => {
    show({ series: [table] });
    const row = summaryOf('brightness');
    expect(row).toHaveTextContent(/Drifted: the distribution changed.*Sat 21 Nov 2026/);
    expect(summaryOf('contrast')).toHaveTextContent('never');
  });

  test('the strip says what its height is of', () => {
    show({ series: [table] }, { showRows: true });
    expect(texts()).toEqual(expect.arrayContaining(['50 %', 'drifted', 'rows']));
  });
});

describe('keys', () => {
  test('walk over cells and read each out', () => {
    show({ series: [table] });
    const grid = one('[role=group]');
    press(grid, 'ArrowDown');
    expect(readOut()).toHaveTextContent(/^brightness, Sun 22 Nov 2026, Drifted: the distribution changed, severity \d/);
    expect(one('[role=tooltip]')).toHaveTextContent('0.05 sd (in 28 reference windows)');
    press(grid, 'ArrowLeft');
    press(grid, 'ArrowLeft');
    expect(readOut()).toHaveTextContent(/^brightness, Fri 20 Nov 2026, No drift/);
    press(grid, 'Home');
    expect(readOut()).toHaveTextContent('brightness: 2 of 10 windows drifted');
    press(grid, 'Escape');
    expect(readOut()).toBeEmptyDOMElement();
  });

  test('walk up to the strip and read out the window', () => {
    show({ series: [table] });
    const grid = one('[role=group]');
    press(grid, 'ArrowDown');
    press(grid, 'ArrowUp');
    expect(readOut()).toHaveTextContent(/^Sun 22 Nov 2026, 1 of 3 drifted, 33 %, worst brightness with \d.*rows$/);
    expect(one('[role=tooltip]')).toHaveTextContent(/1 of 3 drifted \(33 %\)/);
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

  test('Shift and arrows select windows, Enter zooms to them, Escape clears', () => {
    show({ series: [table] });
    const grid = one('[role=group]');
    press(grid, 'ArrowDown');
    shift(grid, 'ArrowLeft');
    shift(grid, 'ArrowLeft');
    expect(readOut()).toHaveTextContent(/Selected Fri 20 Nov – Sun 22 Nov 2026\. Enter zooms/);
    expect(one('[data-testid=drift-heatmap-selection]')).toBeInTheDocument();
    press(grid, 'Escape');
    expect(document.querySelector('[data-testid=drift-heatmap-selection]')).toBeNull();
    shift(grid, 'ArrowRight');
    press(grid, 'Enter');
    expect(onChangeTimeRange).toHaveBeenCalledWith({ from: end - 3 * day, to: end - day });
  });

  test('modifiers belong to the browser', () => {
    show({ series: [table] });
    act(
      () =>
        void one('[role=group]').dispatchEvent(
          new KeyboardEvent('keydown', { key: 'ArrowDown', ctrlKey: true, bubbles: true })
        )
    );
    expect(readOut()).toBeEmptyDOMElement();
  });
});

describe('pointer', () => {
  const view = viewOfTable([table]);

  test('shows a card beside what it is on, and none beside nothing', () => {
    show({ series: [table] });
    pointer('pointermove', ...middleOf(view, 0, 9));
    expect(one('[role=tooltip]')).toHaveTextContent(/^brightnessSun 22 Nov 2026 · still open/);
    pointer('pointermove', ...middleOf(view, 1, 0));
    expect(one('[role=tooltip]')).toHaveTextContent(/^(contrast|device)Fri 13 Nov 2026 · in the reference/);
    pointer('pointermove', 5, 5);
    expect(document.querySelector('[role=tooltip]')).toBeNull();
  });

  test('moving within a cell draws no cell anew', () => {
    const container = show({ series: [table] });
    const cells = [...container.querySelectorAll('rect')];
    const [x, y] = middleOf(view, 0, 9);
    pointer('pointermove', x, y);
    pointer('pointermove', x + 1, y);
    pointer('pointermove', ...middleOf(view, 1, 3));
    expect(cells.length).toBeGreaterThan(30);
    expect(cells.every((cell) => container.contains(cell))).toBe(true);
  });

  test('a drag zooms to the windows that it touches, says which, and is no click', () => {
    show({ series: [table] });
    const [x, y] = middleOf(view, 0, 2);
    pointer('pointerdown', x, y);
    pointer('pointermove', middleOf(view, 0, 4)[0], y);
    expect(texts()).toContain('Sun 15 Nov – Tue 17 Nov 2026 · 3 windows');
    pointer('pointerup', middleOf(view, 0, 4)[0], y);
    pointer('click', middleOf(view, 0, 4)[0], y);
    expect(onChangeTimeRange).toHaveBeenCalledWith({ from: end - 8 * day, to: end - 5 * day });
    expect(partial).not.toHaveBeenCalled();
    expect(document.querySelector('[data-testid=drift-heatmap-selection]')).toBeNull();
  });

  test('Escape gives a drag up', () => {
    show({ series: [table] });
    const [x, y] = middleOf(view, 0, 2);
    pointer('pointerdown', x, y);
    pointer('pointermove', middleOf(view, 0, 4)[0], y);
    press(document.body, 'Escape');
    expect(document.querySelector('[data-testid=drift-heatmap-selection]')).toBeNull();
    pointer('pointerup', middleOf(view, 0, 4)[0], y);
    pointer('click', middleOf(view, 0, 4)[0], y);
    expect(onChangeTimeRange).not.toHaveBeenCalled();
    expect(partial).not.toHaveBeenCalled();
  });

  test('a hand that shakes still clicks', () => {
    show({ series: [table] });
    const [x, y] = middleOf(view, 0, 2);
    pointer('pointerdown', x, y);
    pointer('pointermove', x + 2, y);
    pointer('pointerup', x + 2, y);
    pointer('click', x + 2, y);
    expect(onChangeTimeRange).not.toHaveBeenCalled();
    expect(partial).toHaveBeenCalledWith({ 'var-feature': 'brightness' });
  });

  test('fingers scroll', () => {
    show({ series: [table] });
    const [x, y] = middleOf(view, 0, 2);
    const touch = (type: string, at: number) =>
      act(() => {
        const event = new MouseEvent(type, { bubbles: true, clientX: at, clientY: y });
        Object.defineProperty(event, 'pointerType', { value: 'touch' });
        one('[data-testid=drift-heatmap-stage]').dispatchEvent(event);
      });
    touch('pointerdown', x);
    touch('pointermove', x + 100);
    expect(document.querySelector('[data-testid=drift-heatmap-selection]')).toBeNull();
  });

  test('a double click and a click with Shift zoom out', () => {
    show({ series: [table] });
    pointer('dblclick', ...middleOf(view, 0, 2));
    expect(onChangeTimeRange).toHaveBeenLastCalledWith({ from: end - 15 * day, to: end + 5 * day });
    pointer('click', ...middleOf(view, 0, 2), { shiftKey: true });
    expect(onChangeTimeRange).toHaveBeenCalledTimes(2);
    expect(partial).not.toHaveBeenCalled();
  });
});

describe('what a click does', () => {
  test('on a name sets the variable of its choice, and its segment’s', () => {
    const segmented = driftTable({ features: ['brightness'], windows: 3, length: day, segments: ['pixel 9'] });
    show({ series: [segmented] }, { variable: 'column', segmentVariables: true });
    click(one('[title="brightness · pixel 9"]'));
    expect(partial).toHaveBeenCalledWith({ 'var-column': 'brightness', 'var-device': 'pixel 9' });
  });

  test('sets no variable that the dashboard does not have', () => {
    show({ series: [table] }, { variable: 'nowhere' });
    click(one('[title="brightness"]'));
    expect(partial).not.toHaveBeenCalled();
  });

  test('data links go before variables', () => {
    show({ series: [linked()] });
    click(one('[title="brightness"]'));
    expect(push).toHaveBeenCalledWith('/d/other?row=2');
    expect(partial).not.toHaveBeenCalled();
  });

  test('the one link of a cell is followed once it cannot become a double click', () => {
    jest.useFakeTimers();
    const frame = linked();
    show({ series: [frame] });
    const at = middleOf(viewOfTable([frame]), 0, 1);
    pointer('click', ...at);
    expect(push).not.toHaveBeenCalled();
    act(() => void jest.advanceTimersByTime(300));
    expect(push).toHaveBeenCalledWith('/d/other?row=1');
    push.mockClear();
    pointer('click', ...at);
    pointer('click', ...at);
    pointer('dblclick', ...at);
    act(() => void jest.advanceTimersByTime(300));
    expect(push).not.toHaveBeenCalled();
    expect(onChangeTimeRange).toHaveBeenCalledTimes(1);
  });

  test('several things to do are offered as links in a card that stays', () => {
    asAdministrator();
    const frame = linked();
    show({ series: [frame], request: asked });
    const view = viewOfTable([frame]);
    pointer('click', ...middleOf(view, 0, 1));
    const card = one('[role=dialog]');
    const links = [...card.querySelectorAll('a')];
    expect(links.map(({ textContent }) => textContent)).toEqual([
      'Open',
      'Rows behind it',
      'Use as reference from now on',
      'Leave out of the reference',
    ]);
    expect(links[0]).toHaveAttribute('href', '/d/other?row=1');
    expect(links[2].getAttribute('href')).toMatch(
      new RegExp(
        `/a/tideline-ml-app/reference\\?datasource=tideline&model=digits&from=${end - 2 * day}&to=${end - day}`
      )
    );
    pointer('pointermove', ...middleOf(view, 0, 0));
    expect(one('[role=dialog]')).toHaveTextContent('Sat 21 Nov 2026');
    press(card.querySelector('a')!, 'Escape');
    expect(document.querySelector('[role=dialog]')).toBeNull();
  });

  test('a card that keys opened has the focus, and gives it back', () => {
    asAdministrator();
    show({ series: [table], request: asked }, { variable: '' });
    const grid = one('[role=group]');
    grid.focus();
    press(grid, 'ArrowDown');
    press(grid, 'Enter');
    expect(document.activeElement).toHaveTextContent('Rows behind it');
    press(document.activeElement!, 'Escape');
    expect(document.activeElement).toBe(grid);
    expect(onChangeTimeRange).not.toHaveBeenCalled();
  });

  test('a selected stretch offers the same, with Ctrl; zooming stays the first', () => {
    asAdministrator();
    show({ series: [table], request: asked });
    drag(viewOfTable([table]), 2, 4, { ctrlKey: true });
    const card = one('[role=dialog]');
    expect(card).toHaveTextContent('Sun 15 Nov – Tue 17 Nov 2026');
    expect([...card.querySelectorAll('a')].map((link) => link.getAttribute('href'))[2]).toMatch(
      new RegExp(`/exclude\\?.*from=${end - 8 * day}&to=${end - 5 * day}`)
    );
    click(card.querySelector('button')!);
    expect(onChangeTimeRange).toHaveBeenCalledWith({ from: end - 8 * day, to: end - 5 * day });
  });

  test('without anything else to do, Ctrl zooms too', () => {
    show({ series: [table] });
    drag(viewOfTable([table]), 2, 4, { ctrlKey: true });
    expect(onChangeTimeRange).toHaveBeenCalledTimes(1);
  });
});

describe('groups', () => {
  const grouped = driftTable({
    features: ['pump_a', 'pump_b', 'fan_a', 'fan_b'],
    windows: 5,
    length: day,
    drifting: 1,
    episode: 1,
  });
  const names = (): string[] =>
    [...document.querySelectorAll('button[tabindex="-1"]')].map((label) => label.getAttribute('title') ?? '');

  test('open and close by click, and stay so when data refresh', () => {
    const container = document.body.appendChild(document.createElement('div'));
    const root = createRoot(container);
    act(() => root.render(panel({ series: [grouped] }, { grouping: 'prefix' })));
    expect(names()).toHaveLength(6);
    click(one('[title="pump: 2 rows"]'));
    expect(names().filter((name) => name.startsWith('pump'))).toEqual(['pump: 2 rows']);
    expect(one('[title="pump: 2 rows"]')).toHaveAttribute('aria-expanded', 'false');
    const fresh = driftTable({ features: ['pump_a', 'pump_b', 'fan_a', 'fan_b'], windows: 6, length: day, episode: 2 });
    act(() => root.render(panel({ series: [fresh] }, { grouping: 'prefix' })));
    expect(names().filter((name) => name.startsWith('pump'))).toEqual(['pump: 2 rows']);
    act(() => root.unmount());
    container.remove();
  });

  test('begin closed where that is wanted, and open all together', () => {
    show({ series: [grouped] }, { grouping: 'prefix', groupsClosed: true });
    expect(names()).toEqual(['pump: 2 rows', 'fan: 2 rows']);
    click(one('[aria-label="Open all groups"]'));
    expect(names()).toHaveLength(6);
    click(one('[aria-label="Close all groups"]'));
    expect(names()).toHaveLength(2);
  });

  test('are read out, opened and closed by keys', () => {
    show({ series: [grouped] }, { grouping: 'prefix' });
    const grid = one('[role=group]');
    press(grid, 'ArrowDown');
    expect(readOut()).toHaveTextContent(/^Group pump, Sun 22 Nov 2026, 1 of 2 drifted, worst pump_a with \d/);
    press(grid, 'Home');
    expect(readOut()).toHaveTextContent('Group pump, 2 rows, open');
    press(grid, 'ArrowLeft');
    expect(readOut()).toHaveTextContent('Group pump, 2 rows, closed');
    press(grid, 'Enter');
    expect(readOut()).toHaveTextContent('Group pump, 2 rows, open');
  });
});

describe('marks', () => {
  const notes = annotationFrame([
    {
      time: end - 4 * day,
      timeEnd: end - 3 * day,
      title: 'Left out of references',
      text: 'outage',
      tags: ['excluded'],
    },
    { time: end - 2 * day + 1000, title: 'v2.3', text: 'New weights', tags: ['version'] },
  ]);
  const view = viewOfTable([table], [notes]);

  test('are drawn, explained and said of the cells that they touch', () => {
    show({ series: [table], annotations: [notes] });
    expect(one('[data-testid=drift-heatmap-marks]').children).toHaveLength(2);
    expect(texts()).toEqual(expect.arrayContaining(['left out of references', 'version']));
    pointer('pointermove', ...middleOf(view, 0, 8));
    expect(one('[role=tooltip]')).toHaveTextContent(/v2\.3 · Sat 21 Nov 2026, 00:00/);
  });

  test('have a card, by pointer and by keys', () => {
    show({ series: [table], annotations: [notes] });
    pointer('pointermove', view.layout.labelWidth + view.x(end - 2 * day), tops(view).marks + 2);
    expect(one('[role=tooltip]')).toHaveTextContent(/^v2\.3Sat 21 Nov 2026, 00:00 · versionNew weights$/);
    const grid = one('[role=group]');
    press(grid, 'ArrowUp');
    press(grid, 'ArrowUp');
    press(grid, 'ArrowDown');
    press(grid, 'ArrowLeft');
    expect(readOut()).toHaveTextContent('Left out of references, Thu 19 Nov 2026, outage, excluded');
    press(grid, 'Enter');
    click([...one('[role=dialog]').querySelectorAll('button')].find((b) => b.textContent === 'Zoom to this time')!);
    expect(onChangeTimeRange).toHaveBeenCalledWith({ from: end - 4 * day, to: end - 3 * day });
  });

  test('can be switched off', () => {
    show({ series: [table], annotations: [notes] }, { showMarks: false });
    expect(document.querySelector('[data-testid=drift-heatmap-marks]')).toBeNull();
  });
});

describe('the table', () => {
  const cellsOf = (feature: string): string[] =>
    [...summaryOf(feature).querySelectorAll('td')].map((cell) => cell.textContent ?? '');
  const features = (): string[] => [...document.querySelectorAll('tbody th')].map((cell) => cell.textContent ?? '');
  const sortBy = (title: string) =>
    click([...document.querySelectorAll('thead button')].find((b) => b.textContent === title)!);

  test('says the same, by option and by the panel’s own switch', () => {
    show({ series: [table] });
    expect(document.querySelector('[data-testid=drift-table]')).toBeNull();
    click(one('[aria-label="Table"]'));
    expect(one('[data-testid=drift-table]')).toBeInTheDocument();
    expect(cellsOf('brightness')).toEqual(['Drifted · distribution', expect.stringMatching(/^\d/), 'Sat 21 Nov 2026']);
    click(one('[aria-label="Heatmap"]'));
    expect(one('[data-testid=drift-heatmap]')).toBeInTheDocument();
  });

  test('has effects with their intervals where there is room', () => {
    mount(panel({ series: [table] }, { view: 'table' }, 1200));
    expect(cellsOf('brightness')[2]).toMatch(/^0\.\d+ sd \(0\.\d+ – 0\.\d+\)$/);
    expect(cellsOf('brightness')[4]).toMatch(/^\d\S* \d\d Nov$/);
  });

  test('is sorted by its titles', () => {
    show({ series: [table] }, { view: 'table' });
    sortBy('Feature');
    expect(features()).toEqual(['brightness', 'contrast', 'device']);
    expect(document.querySelector('th[aria-sort=ascending]')).toHaveTextContent('Feature');
    sortBy('Feature');
    expect(features()).toEqual(['device', 'contrast', 'brightness']);
    sortBy('Severity');
    expect(features()[0]).toBe('brightness');
  });

  test('its names do what labels do', () => {
    show({ series: [linked()] }, { view: 'table' });
    click(document.querySelector('tbody th button')!);
    expect(push).toHaveBeenCalledWith('/d/other?row=2');
  });

  test('of a thousand rows holds those that are seen', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `f${i}`);
    show({ series: [driftTable({ features: many, windows: 2, length: day })] }, { view: 'table' });
    expect(one('table')).toHaveAttribute('aria-rowcount', '1001');
    expect(document.querySelectorAll('tbody tr').length).toBeLessThan(60);
  });
});

describe('series of other sources', () => {
  const workers = otherSeries([{ instance: 'a' }, { instance: 'b' }, { instance: 'c' }], 5, day, (s, i) =>
    s === 2 ? null : 10 * s + i
  );

  test('are named by what tells them apart, and are never said to have drifted', () => {
    show({ series: workers });
    expect(one('[data-testid=drift-heatmap-headline]')).toHaveTextContent(/^Highest: b with 14/);
    expect(document.body.textContent).not.toMatch(/drifted/i);
    press(one('[role=group]'), 'ArrowDown');
    expect(readOut()).toHaveTextContent('b, Sun 22 Nov 2026, value 14');
  });

  test('of nothing but nulls have a row that says so', () => {
    show({ series: workers });
    const grid = one('[role=group]');
    press(grid, 'ArrowDown');
    press(grid, 'PageDown');
    expect(readOut()).toHaveTextContent('c: no values');
    press(grid, 'Enter');
    expect(document.body.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });
});

test.each(['heatmap', 'table'] as const)('values that lie farther apart than any number: %s', (view) => {
  const values = [1.7e308, -1.7e308, 1e-320];
  const labels = values.map((_, i) => ({ device: `d${i}` }));
  const container = show({ series: otherSeries(labels, 3, day, (s) => values[s]) }, { view });
  const fills = [...container.querySelectorAll('[data-testid=drift-heatmap-stage] rect[fill-opacity]')];
  expect(new Set(fills.map((cell) => cell.getAttribute('fill'))).size).toBe(view === 'heatmap' ? 3 : 0);
  expect(document.body.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
});

test('an infinite value is a hatched window, and its card says what it is', () => {
  const container = show({ series: otherSeries([{ device: 'a' }], 4, day, (_, i) => [1, Infinity, 3, -Infinity][i]) });
  const stage = container.querySelector('[data-testid=drift-heatmap-stage]')!;
  expect(stage.querySelectorAll('rect[fill^="url(#hatch"]')).toHaveLength(2);
  const grid = one('[role=group]');
  press(grid, 'ArrowDown');
  expect(readOut()).toHaveTextContent('No finite value: −∞');
  expect(one('[role=tooltip]')).toHaveTextContent('No finite value: −∞');
  expect(document.body.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
});

test('rows whose times are all the same', () => {
  const frame = driftTable({ features: ['a', 'b'], windows: 4, length: day });
  frame.fields
    .filter(({ name }) => name === 'time' || name === 'window_end')
    .forEach((field) => (field.values = field.values.map(() => end)));
  show({ series: [frame] });
  expect(one('[role=status]')).toHaveTextContent('All rows have the same time');
});

test('one time without an end has all the axis, whatever the range', () => {
  const frames = otherSeries([{ device: 'a' }, { device: 'b' }], 1, 5 * day, (s) => s);
  const view = viewOfTable(frames);
  expect(view.to).toBe(view.heatmap.to);
  show({ series: frames });
  expect(texts()).not.toEqual(expect.arrayContaining([expect.stringMatching(/No data since/)]));
});

test.each([
  ['a range that ends in the future misses no data', 0, false],
  ['a log that stopped is told', 5 * day, true],
])('%s', (_, since, silent) => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(end + since);
  const timeRange = {
    from: dateTime(end - 10 * day),
    to: dateTime(end + 6 * day),
    raw: { from: 'now/w', to: 'now/w' },
  };
  show({ series: [table], timeRange });
  expect(texts().some((text) => text.startsWith('No data since'))).toBe(silent);
  expect(texts().includes('no data')).toBe(silent);
  now.mockRestore();
});

test('an empty name is said to be none', () => {
  show({ series: [driftTable({ features: ['', 'b'], windows: 4, length: day })] });
  const labels = [...document.querySelectorAll('[data-testid=drift-heatmap-stage] button')];
  expect(labels.map((label) => label.textContent)).toEqual(expect.arrayContaining(['(no name)', 'b']));
});

test('draws above 5,000 cells on canvas, and holds the labels that are seen', () => {
  const features = Array.from({ length: 600 }, (_, i) => `f${i}`);
  const container = show({ series: [driftTable({ features, windows: 20, length: day })] });
  expect(container.querySelector('canvas')).toBeInTheDocument();
  expect(container.querySelectorAll('rect').length).toBeLessThan(100);
  expect(container.querySelectorAll('button[tabindex="-1"]').length).toBeLessThan(60);
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
  test('about segments, of a model without any', () => {
    show({ series: [table] }, { grouping: 'segment' });
    expect(one('[role=status]')).toHaveTextContent('Nothing to split by');
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
