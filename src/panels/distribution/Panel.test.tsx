import React from 'react';
import { dateTime, EventBusSrv, FieldType, LoadingState, PanelData, PanelProps } from '@grafana/data';
import { config } from '@grafana/runtime';
import { PanelContextProvider } from '@grafana/ui';
import {
  categoryFrame,
  distributionTarget,
  numericFrame,
  rawFrame,
  slowDrift,
} from '../../../tests/gallery/distributionFixture';
import { click, mount, one, point, press, texts } from '../../../tests/gallery/mount';
import { DistributionOptions } from './options';
import { Panel } from './Panel';

const filters: unknown[] = [];

function show(
  data: Partial<PanelData>,
  options: Partial<DistributionOptions> = {},
  size = { width: 700, height: 340 }
) {
  const time = { from: dateTime(0), to: dateTime(1), raw: { from: 'now-1h', to: 'now' } };
  const props = {
    data: { state: LoadingState.Done, series: [], timeRange: time, ...data },
    options,
    ...size,
    timeZone: 'utc',
  } as unknown as PanelProps<DistributionOptions>;
  return mount(
    <PanelContextProvider
      value={{ eventsScope: '', eventBus: new EventBusSrv(), onAddAdHocFilter: (filter) => void filters.push(filter) }}
    >
      <Panel {...props} />
    </PanelContextProvider>
  );
}

const brightness = numericFrame({ feature: 'brightness' });
const plot = (): HTMLElement => one('[role=group]');
const card = (): HTMLElement => one('[role=tooltip]');
const menu = (): HTMLElement => one('[role=dialog]');
const asked = { request: { targets: [distributionTarget] } } as unknown as Partial<PanelData>;
const as = (orgRole: string) => Object.assign(config.bootData, { user: { orgRole } });

beforeEach(() => {
  filters.length = 0;
  as('Viewer');
});

test('says the verdict in words, with effect, noise and sizes', () => {
  show({ series: [brightness] });
  expect(texts()).toEqual(
    expect.arrayContaining([
      'Drifted',
      'brightness is 0.92 sd lower: mean 0.41, was 0.52',
      'effect 0.31 sd (0.27 – 0.35), threshold 0.1 sd',
      '3,902 rows vs 112,345 reference rows',
      'Mon 28 Sep – Sun 25 Oct 2026',
      'share of rows',
    ])
  );
});

test.each(['histogram', 'density', 'ecdf', 'difference', 'qq'] as const)(
  'as %s always shows missing and new values, with both shares',
  (view) => {
    show({ series: [brightness] }, { view });
    expect(texts()).toEqual(expect.arrayContaining(['missing', '0.4 %', '1.1 %', 'new', '0 %', '2 %']));
  }
);

describe('walked by keys', () => {
  test('reads out each bar, with its noise', () => {
    show({ series: [brightness] });
    expect(plot()).toHaveAccessibleName(/^brightness, Drifted, brightness is 0.92 sd lower/);
    press(plot(), 'ArrowLeft');
    expect(card()).toHaveTextContent(/outside the reference’s range.*Current2 %78/);
    press(plot(), 'ArrowLeft');
    expect(card()).toHaveTextContent(
      /missing values.*Reference0.4 %449.*Current1.1 %43.*Change\+0.7 pp.*Noise±0.2 ppmore than noise/
    );
    press(plot(), 'Escape');
    expect(document.querySelector('[role=tooltip]')).toBeNull();
  });

  test('says what part of the distance a bin is', () => {
    show({ series: [brightness] });
    press(plot(), 'ArrowRight');
    for (let i = 0; i < 12; i++) {
      press(plot(), 'ArrowRight');
    }
    expect(card()).toHaveTextContent(/0.3 – 0.325.*4.9 % of the distance \(Wasserstein\)/);
    expect(document.querySelector('[aria-live]')).toHaveTextContent(/0.3 – 0.325, reference 1.9 %, current 5.3 %/);
  });

  test('Shift takes more, Enter opens what may be done, Escape lets go', () => {
    show({ series: [brightness], ...asked });
    plot().focus();
    press(plot(), 'ArrowRight');
    press(plot(), 'ArrowRight', { shiftKey: true });
    press(plot(), 'ArrowRight', { shiftKey: true });
    press(plot(), 'Enter');
    expect(menu()).toHaveAccessibleName('Rows of brightness: 0 – 0.075');
    expect(menu()).toHaveTextContent('Copy 0 – 0.075');
    expect(document.activeElement).toHaveTextContent('Only these rows');
    press(menu(), 'Escape');
    expect(document.querySelector('[role=dialog]')).toBeNull();
    expect(document.activeElement).toBe(plot());
  });
});

describe('brushed', () => {
  const drag = (from: number, to: number): void => {
    point(plot(), 'pointerdown', from, 100);
    point(plot(), 'pointermove', (from + to) / 2, 100);
    point(plot(), 'pointermove', to, 100);
    point(plot(), 'pointerup', to, 100);
  };

  test('a range is filtered by two conditions', () => {
    show({ series: [brightness], ...asked });
    drag(150, 250);
    expect(menu()).toHaveTextContent(/Reference\d.*Current\d.*Change\+.*more than noise/);
    const only = menu().querySelector('button')!;
    point(only, 'pointerdown', 300, 300);
    point(only, 'pointerup', 300, 300);
    click(only);
    expect(filters).toEqual([
      { key: 'brightness', operator: '>=', value: expect.stringMatching(/^0\.\d+$/) },
      { key: 'brightness', operator: '<', value: expect.stringMatching(/^0\.\d+$/) },
    ]);
    expect(document.querySelector('[role=dialog]')).toBeNull();
  });

  test('administrators may open rows and decide about the window', () => {
    as('Admin');
    show({ series: [brightness], ...asked });
    drag(150, 250);
    const links = [...menu().querySelectorAll('a')].map((link) => [
      link.textContent,
      link.getAttribute('href')?.split('?')[0],
    ]);
    expect(links).toEqual([
      ['Open the rows', '/explore'],
      ['Use this window as reference from now on', '/a/tideline-ml-app/reference'],
      ['Leave this window out', '/a/tideline-ml-app/exclude'],
    ]);
  });

  test('data of another source can only be copied', () => {
    show({ series: [rawFrame('A', 'x', [1, 2, 3, 4]), rawFrame('B', 'x', [2, 3, 4, 5])] }, { view: 'histogram' });
    drag(150, 250);
    expect(menu().querySelectorAll('button, a')).toHaveLength(1);
    expect(menu()).toHaveTextContent(/Copy/);
  });

  test('a press elsewhere closes the menu', () => {
    show({ series: [brightness] });
    drag(150, 250);
    expect(menu()).toBeInTheDocument();
    point(document.body, 'pointerdown', 5, 5);
    expect(document.querySelector('[role=dialog]')).toBeNull();
  });
});

test('categories are selected one by one, and filtered by what filters can say', () => {
  show({
    series: [categoryFrame({ feature: 'device', categories: { a: [0.6, 0.2], b: [0.3, 0.3], c: [0.1, 0.5] } })],
    ...asked,
  });
  press(plot(), 'ArrowDown');
  press(plot(), 'Enter');
  click(menu().querySelector('button')!);
  expect(filters).toEqual([{ key: 'device', operator: '=', value: 'a' }]);
  press(plot(), 'ArrowDown');
  press(plot(), 'ArrowDown', { shiftKey: true });
  press(plot(), 'Enter');
  expect(menu()).not.toHaveTextContent('Only these rows');
  expect(menu()).toHaveTextContent('All rows but these');
});

test('data links of a bin are in its menu', () => {
  const linked = numericFrame({ feature: 'brightness' });
  linked.fields[3].getLinks = ({ valueRowIndex }) => [
    { title: `Bin ${valueRowIndex}`, href: '/bin', target: '_blank', origin: linked.fields[3] },
  ];
  show({ series: [linked] });
  press(plot(), 'ArrowRight');
  press(plot(), 'ArrowRight');
  press(plot(), 'Enter');
  expect(menu()).toHaveTextContent('Bin 2');
});

test('the legend hides a sample and shows it again', () => {
  const container = show({ series: [brightness] });
  const drawn = (): number => container.querySelectorAll('svg path').length;
  const before = drawn();
  const current = [...container.querySelectorAll('button')].find((button) => /Current/.test(button.textContent!))!;
  expect(current).toHaveAttribute('aria-pressed', 'true');
  click(current);
  expect(current).toHaveAttribute('aria-pressed', 'false');
  expect(drawn()).toBeLessThan(before);
  click(current);
  expect(drawn()).toBe(before);
});

test('marks the widest gap of the cumulative view', () => {
  show({ series: [brightness] }, { view: 'ecdf' });
  expect(texts()).toContain('gap 33 pp');
});

test('the difference says what its band rests on', () => {
  show({ series: [brightness] }, { view: 'difference' });
  expect(texts()).toContain('95 % noise: sampling, rows');
  const windows = numericFrame({ feature: 'x', referenceWindows: { count: 28, wander: 0.1 } });
  show({ series: [windows] }, { view: 'difference' });
  expect(texts()).toContain('95 % noise: sampling and 28 reference windows');
});

test('thresholds are drawn on the value axis with their values', () => {
  const latency = numericFrame({
    feature: 'latency',
    from: 0,
    to: 400,
    reference: [150, 40, 1000],
    currents: [[180, 40, 900]],
  });
  latency.fields[0].config = {
    thresholds: {
      mode: 'absolute' as never,
      steps: [
        { value: -Infinity, color: 'green' },
        { value: 250, color: 'red' },
      ],
    },
  };
  show({ series: [latency] });
  expect(texts()).toContain('≥ 250');
});

test('a log axis that cannot be says so', () => {
  const values = [1, 2, 5, 20, 300, -4, 0, 8, 40, 7];
  show({ series: [rawFrame('A', 'x', values), rawFrame('B', 'x', values)] }, { scale: 'log', view: 'histogram' });
  expect(texts()).toContain('values at or below 0: symlog axis instead of log');
});

test.each(['auto', 'histogram', 'density', 'ecdf', 'qq', 'difference', 'ridgeline'] as const)(
  'draws no NaN as %s, whatever the data',
  (view) => {
    const frames = [
      brightness,
      numericFrame({ feature: 'nothing', bins: 0, missing: [1, 1] }),
      numericFrame({ feature: 'constant', bins: 1, from: 3, to: 3, reference: [3, 0, 5], currents: [[3, 0, 5]] }),
      numericFrame({
        feature: 'no_rows',
        reference: [0.5, 0.1, 0],
        currents: [[0.5, 0.1, 0]],
        told: { verdict: 'no_reference' },
      }),
      categoryFrame({ feature: 'no_categories', categories: {} }),
    ];
    const ways = [
      { scale: 'linear', bins: 'auto' },
      { scale: 'log', bins: 'count' },
      { scale: 'symlog', bins: 'quantiles' },
      { scale: 'linear', bins: 'width' },
    ] as const;
    for (const way of ways) {
      const container = show({ series: frames }, { view, ...way }, { width: 1500, height: 900 });
      expect(container.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
    }
  }
);

test.each(['bars', 'difference', 'stacked'] as const)('draws no NaN as %s, whatever the categories', (categoryView) => {
  const frames = [
    categoryFrame({ feature: 'none', categories: {} }),
    categoryFrame({ feature: 'no_rows', categories: { a: [1, 1] }, rows: [0, 0] }),
    categoryFrame({ feature: 'missing', categories: { a: [0, 0] }, missing: [1, 1] }),
    rawFrame('A', 'alone', ['a', null, 'b'], FieldType.string),
  ];
  for (const frame of frames) {
    const container = show({ series: [frame] }, { categoryView });
    expect(container.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
    expect(texts()).toContain('missing');
  }
});

test('category bars say both shares and the change', () => {
  show({
    series: [
      categoryFrame({ feature: 'device', missing: [0, 0], categories: { old: [1, 0.66], 'pixel 9': [0, 0.34] } }),
    ],
  });
  expect(texts()).toEqual(expect.arrayContaining(['0 % → 34 %', '+34 pp', 'new']));
});

describe('several windows', () => {
  const quietThenNot = numericFrame({
    feature: 'brightness',
    currents: [
      [0.52, 0.12, 4100],
      [0.41, 0.15, 3902],
    ],
  });

  test('are stepped through', () => {
    show({ series: [quietThenNot] });
    expect(texts()).toEqual(expect.arrayContaining(['Drifted', '22 Nov']));
    expect(one('[aria-label="Later window"]')).toBeDisabled();
    click(one('[aria-label="Earlier window"]'));
    expect(texts()).toEqual(expect.arrayContaining(['No drift', '21 Nov']));
  });

  test('are chosen in a ridgeline by keys and by a press', () => {
    show({ series: [quietThenNot] }, { view: 'ridgeline' });
    press(plot(), 'ArrowUp');
    expect(document.querySelector('[aria-live]')).toHaveTextContent('22 Nov');
    press(plot(), 'ArrowUp');
    expect(texts()).toContain('No drift');
    press(plot(), 'ArrowDown');
    expect(texts()).toContain('brightness is 0.92 sd lower: mean 0.41, was 0.52');
  });

  test('without rows have no curve in a ridgeline, not even the reference behind', () => {
    const container = show(
      {
        series: [
          numericFrame({
            feature: 'brightness',
            currents: [
              [0.52, 0.12, 0],
              [0.41, 0.15, 3902],
            ],
          }),
        ],
      },
      { view: 'ridgeline' }
    );
    expect(container.querySelectorAll('path[stroke-opacity="0.75"]')).toHaveLength(1);
  });

  test('have a menu of their own', () => {
    as('Admin');
    show({ series: [quietThenNot], ...asked });
    click(one('[aria-label="More about the window 22 Nov"]'));
    expect(menu()).toHaveTextContent('Use this window as reference from now on');
  });

  test('of categories are shares over time', () => {
    const before = [
      { a: 0.7, b: 0.3 },
      { a: 0.6, b: 0.4 },
    ];
    show(
      { series: [categoryFrame({ feature: 'device', categories: { a: [0.7, 0.5], b: [0.3, 0.5] }, before })] },
      { categoryView: 'stacked' }
    );
    expect(texts()).toEqual(expect.arrayContaining(['Reference', 'a', 'b', 'missing', '22 Nov']));
    press(plot(), 'ArrowRight');
    press(plot(), 'ArrowRight');
    expect(texts()).toContain('No drift');
    expect(card()).toHaveTextContent(/20 Nov.*b30 %29.9 %−0.1 pp.*a70 %69.8 %−0.2 pp.*missing/);
  });

  test('fifty of them are a ridgeline', () => {
    const container = show(
      { series: [numericFrame({ feature: 'x', currents: slowDrift(50, 40) })] },
      { view: 'ridgeline' }
    );
    expect(container.querySelectorAll('svg path').length).toBeGreaterThan(150);
  });
});

describe('several features', () => {
  test('are small multiples, the worst first', () => {
    show({
      series: [
        numericFrame({ feature: 'contrast', told: { verdict: 'fine', severity: 0.1 } }),
        brightness,
        categoryFrame({ feature: 'device', categories: { a: [1, 1] }, told: { verdict: 'drifted', severity: 9 } }),
      ],
    });
    const tiles = [...document.querySelectorAll('[data-testid=distribution]')].map((tile) => tile.textContent);
    expect(tiles).toEqual([
      expect.stringMatching(/^Drifteddevice/),
      expect.stringMatching(/^Driftedbrightness/),
      expect.stringMatching(/^No driftcontrast/),
    ]);
  });

  test('two hundred are drawn as they come into view', () => {
    const series = Array.from({ length: 200 }, (_, i) => numericFrame({ feature: `f${i}`, bins: 20 }));
    show({ series }, {}, { width: 1500, height: 640 });
    const drawn = document.querySelectorAll('[data-testid=distribution]').length;
    expect(drawn).toBeGreaterThan(8);
    expect(drawn).toBeLessThan(30);
  });

  test('segments of one feature have the same axes, or their own', () => {
    const series = ['a', 'b'].map((device, i) =>
      numericFrame({
        feature: 'x',
        segment: { device },
        from: i * 5,
        to: 5 + i * 5,
        reference: [2 + i * 5, 1, 900],
        currents: [[2 + i * 5, 1, 900]],
      })
    );
    const endLabels = (): string[] => texts().filter((text) => text === '10');
    show({ series }, { scale: 'linear' }, { width: 1000, height: 300 });
    expect(endLabels()).toHaveLength(2);
    show({ series }, { scale: 'linear', sharedAxes: false }, { width: 1000, height: 300 });
    expect(endLabels()).toHaveLength(3);
  });
});

describe('any other source', () => {
  test('is compared query by query, and not judged', () => {
    show({ series: [rawFrame('A', 'x', [1, 2, 3, 4, 5, 6]), rawFrame('B', 'x', [4, 5, 6, 7])] });
    expect(texts()).toEqual(
      expect.arrayContaining(['no verdict: the data source does not judge', 'Reference A', 'Current B'])
    );
  });

  test('severities of Tideline are no sample of a feature', () => {
    const severities = rawFrame('A', 'severity', [1, 2, 3]);
    severities.meta = { custom: { model: 'digits' } };
    show({ series: [severities] });
    expect(one('[role=status]')).toHaveTextContent('This query returns verdicts');
  });
});

describe('without anything to draw', () => {
  test('loading', () => {
    show({ state: LoadingState.Loading });
    expect(one('[role=status]')).toHaveTextContent('Comparing with the reference');
  });
  test('error', () => {
    show({ state: LoadingState.Error, errors: [{ message: 'no such model' }] });
    expect(one('[role=alert]')).toHaveTextContent('no such model');
  });
  test('empty', () => {
    show({});
    expect(one('[role=status]')).toHaveTextContent('No rows in this time range');
  });
});

test.each(['histogram', 'density', 'ecdf', 'difference', 'qq', 'ridgeline'] as const)(
  'values near the largest number there is are said to be too large, not drawn: %s',
  (view) => {
    const sides = [
      [1.7e308, -1.7e308, 1e-320],
      [1.2e308, 1.3e308, -1e308],
    ];
    show({ series: sides.map((values, i) => rawFrame('AB'[i], 'x', values)) }, { view });
    expect(texts()).toEqual(expect.arrayContaining([expect.stringMatching(/too large to draw/)]));
    expect(document.body.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
  }
);
