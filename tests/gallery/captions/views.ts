// What each view of the distribution panel shows where there is little room, or little to draw.
import type { Chapter } from './chapter';

const numeric: Record<string, string> = {
  histogram: 'the histogram',
  density: 'the density',
  ecdf: 'cumulative shares',
  qq: 'quantiles against quantiles',
  difference: 'the difference',
  ridgeline: 'window behind window',
};
const categories: Record<string, string> = {
  'category-bars': 'categories as bars',
  'category-difference': 'what categories won and lost',
  'category-stacked': 'categories over time',
};
const states: Record<string, string> = {
  one: 'one sample, and nothing to compare it with',
  constant: 'every row has the same value',
  missing: 'no row has a value',
};

const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);
const bySize = (size: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...numeric, ...categories }).map(([view, words]) => [
      `distribution-${size}-${view}`,
      `${capital(words)}.`,
    ])
  );

export const viewCaptions: Chapter[] = [
  { title: 'Distributions with little room', intro: 'Each view, 300 px wide.', captions: bySize('tiny') },
  { title: 'Distributions across a wide screen', intro: 'Each view, 1500 px wide.', captions: bySize('wide') },
  {
    title: 'Distributions with little to draw',
    intro: 'Each view, where there is no drift to show.',
    captions: Object.fromEntries(
      Object.entries(states).flatMap(([state, why]) =>
        Object.entries(numeric).map(([view, words]) => [
          `distribution-state-${view}-${state}`,
          `${capital(words)}: ${why}.`,
        ])
      )
    ),
  },
];
