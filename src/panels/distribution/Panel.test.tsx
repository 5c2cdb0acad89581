import React from 'react';
import { dateTime, LoadingState, PanelData, PanelProps } from '@grafana/data';
import { categoryFrame, numericFrame } from '../../../tests/gallery/distributionFixture';
import { click, mount, one, press, texts } from '../../../tests/gallery/mount';
import { DistributionOptions } from './options';
import { Panel } from './Panel';

function show(data: Partial<PanelData>, options: Partial<DistributionOptions> = {}) {
  const time = { from: dateTime(0), to: dateTime(1), raw: { from: 'now-1h', to: 'now' } };
  const props = {
    data: { state: LoadingState.Done, series: [], timeRange: time, ...data },
    options,
    width: 700,
    height: 340,
    timeZone: 'utc',
  } as unknown as PanelProps<DistributionOptions>;
  return mount(<Panel {...props} />);
}

const brightness = numericFrame({ feature: 'brightness' });

test('says the verdict in words, with effect, noise and sizes', () => {
  show({ series: [brightness] });
  expect(texts()).toContain('Drifted');
  expect(texts()).toContain('brightness is 0.92 sd lower: mean 0.41, was 0.52');
  expect(texts()).toContain('effect 0.31 sd (0.27 – 0.35), threshold 0.1 sd');
  expect(texts()).toContain('3,902 rows vs 112,345 reference rows');
  expect(texts()).toContain('112,345 rows, Mon 28 Sep – Sun 25 Oct 2026');
});

test('always shows missing and new values, with both shares', () => {
  show({ series: [brightness] });
  expect(texts()).toEqual(expect.arrayContaining(['missing', '0.4 %', '1.1 %', 'new', '0 %', '2 %']));
});

test('is walked by keys and reads out each bar', () => {
  show({ series: [brightness] });
  const plot = one('[role=group]');
  expect(plot).toHaveAccessibleName(/^brightness, Drifted, brightness is 0.92 sd lower/);
  press(plot, 'ArrowLeft');
  expect(one('[role=tooltip]')).toHaveTextContent(/outside the reference’s range.*Current2 %78/);
  press(plot, 'ArrowLeft');
  expect(one('[role=tooltip]')).toHaveTextContent(/missing values.*Reference0.4 %449.*Current1.1 %43.*Change\+0.7 pp/);
  press(plot, 'Escape');
  expect(document.querySelector('[role=tooltip]')).toBeNull();
});

test('marks the widest gap of the cumulative view', () => {
  show({ series: [brightness] }, { view: 'ecdf' });
  expect(texts()).toContain('gap 33 pp');
});

test.each(['histogram', 'density', 'ecdf', 'qq'] as const)('draws no NaN as %s, whatever the data', (view) => {
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
  const container = show({ series: frames }, { view });
  expect(container.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
});

test('category bars say both shares and the change', () => {
  show({
    series: [
      categoryFrame({ feature: 'device', missing: [0, 0], categories: { old: [1, 0.66], 'pixel 9': [0, 0.34] } }),
    ],
  });
  expect(texts()).toContain('0 % → 34 %');
  expect(texts()).toContain('+34 pp');
  expect(texts()).toContain('new');
});

test('steps through the windows of an answer', () => {
  show({
    series: [
      numericFrame({
        feature: 'brightness',
        currents: [
          [0.52, 0.12, 4100],
          [0.41, 0.15, 3902],
        ],
      }),
    ],
  });
  expect(texts()).toContain('Drifted');
  expect(texts()).toContain('22 Nov');
  expect(one('[aria-label="Later window"]')).toBeDisabled();
  click(one('[aria-label="Earlier window"]'));
  expect(texts()).toContain('No drift');
  expect(texts()).toContain('21 Nov');
});

test('several features are small multiples', () => {
  show({
    series: [
      brightness,
      numericFrame({ feature: 'contrast' }),
      categoryFrame({ feature: 'device', categories: { a: [1, 1] } }),
    ],
  });
  expect(document.querySelectorAll('[data-testid=distribution]')).toHaveLength(3);
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
