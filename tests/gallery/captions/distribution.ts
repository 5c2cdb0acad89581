// What the distribution panel’s scenes show.
import type { Chapter } from './chapter';

export const distributionCaptions: Chapter[] = [
  {
    title: 'Distribution',
    intro: 'One feature, before and after: what moved, by how much, and whether that is more than noise.',
    captions: {
      'distribution-histogram': 'The newest window before the reference’s histogram, both with their means.',
      'distribution-density': 'The same as smooth densities.',
      'distribution-ecdf': 'The same as cumulative shares.',
      'distribution-qq': 'The same as quantiles against quantiles: on the diagonal nothing has moved.',
      'distribution-difference':
        'What the newest window has more and less of, beside what ordinary windows of the reference differ by.',
      'distribution-ridgeline': 'A dozen windows, one behind the other: the last ones walk away.',
      'distribution-fine': 'No drift: the panel says how small the change is.',
      'distribution-difference-fine': 'No drift, as a difference: inside the band of ordinary windows.',
      'distribution-windows': 'A window of several; the others are chosen below.',
      'distribution-colours': 'In the colour and the unit of the field’s options.',
      'distribution-thresholds': 'With the field’s thresholds behind it.',
    },
  },
  {
    title: 'What lies behind a distribution',
    intro: 'The pointer and the keyboard say what is where, and choose values to act on.',
    captions: {
      'distribution-hover': 'A bin: its shares, its rows, and how they differ.',
      'distribution-ecdf-hover': 'Cumulative shares below a value.',
      'distribution-difference-hover': 'A difference, and what ordinary windows have there.',
      'distribution-ridgeline-hover': 'One of the windows.',
      'distribution-psi': 'How much a bin adds to the population stability index.',
      'distribution-brush': 'Values are chosen by dragging.',
      'distribution-menu': 'What can be done with the chosen values, the field’s data links among it.',
    },
  },
  {
    title: 'Categories',
    intro: 'Columns of texts and of truth values.',
    captions: {
      'distribution-category': 'Shares before and after; the new phone was not there before.',
      'distribution-category-difference': 'What each category won and lost.',
      'distribution-category-hover': 'One category.',
      'distribution-category-selected': 'Categories chosen with the keyboard, and what can be done with them.',
      'distribution-category-two': 'A column of true and false.',
      'distribution-category-many': 'Sixty categories: those that matter, and the rest together.',
      'distribution-category-long': 'Names that are too long.',
      'distribution-category-one': 'Nothing to compare with.',
      'distribution-stacked': 'Shares over eight weeks of days: the new phone pushes the others aside.',
      'distribution-stacked-hover': 'One window of them.',
      'distribution-stacked-many': 'Sixty categories and missing values over eight weeks.',
    },
  },
  {
    title: 'Scales and bins',
    intro: 'Skewed columns, long tails, unequal bins.',
    captions: {
      'distribution-log': 'A logarithmic scale.',
      'distribution-log-density': 'A density on a logarithmic scale.',
      'distribution-log-counted': 'A logarithmic scale of what the backend has counted.',
      'distribution-log-fallback':
        'Values on both sides of zero: a logarithm is not possible, and the panel says what it took instead.',
      'distribution-bins-width': 'Bins of a chosen width.',
      'distribution-bins-quantiles': 'Bins that hold a tenth of the reference each.',
      'distribution-unequal': 'Unequal bins: heights are densities.',
      'distribution-tails': 'A long tail has a bar of its own beside the axis.',
      'distribution-spike': 'One value that is as frequent as all others together.',
      'distribution-missing': 'Drift by missing values: they have a bar of their own.',
    },
  },
  {
    title: 'Several features and segments',
    intro: 'A tile for each, on shared axes unless told otherwise.',
    captions: {
      'distribution-multiples': 'Six features.',
      'distribution-segments': 'One feature by device.',
      'distribution-segments-own': 'The same, each tile on its own axes.',
      'distribution-many': 'Two hundred tiles: those that drifted come first.',
      'distribution-ridgeline-many': 'Eight weeks of days.',
      'distribution-ridgeline-scrolls': 'The same with less room: it scrolls.',
      'distribution-fifty-windows': 'Fifty windows of two hundred bins.',
      'distribution-fifty-ridges': 'The same one behind the other.',
      'distribution-fifty-difference': 'The same as a difference.',
    },
  },
  {
    title: 'Values of other data sources',
    intro: 'The panel counts raw values itself, from any data source.',
    captions: {
      'distribution-raw': 'Two fields of one table.',
      'distribution-raw-queries': 'Two queries: the first is the reference.',
      'distribution-raw-three': 'Three queries.',
      'distribution-raw-few': 'Eleven rows are too few for a histogram: cumulative shares, each row a step.',
      'distribution-raw-texts': 'Texts.',
      'distribution-raw-large': 'Twice a hundred thousand rows.',
      'distribution-buckets': 'A histogram of Prometheus.',
    },
  },
  {
    title: 'When there is little to compare',
    intro: 'A panel without a verdict says why.',
    captions: {
      'distribution-not-enough': 'Too few rows for a verdict.',
      'distribution-all-missing': 'No row has a value.',
      'distribution-constant': 'Every row has the same value.',
      'distribution-empty': 'The query gave nothing.',
      'distribution-error': 'The query failed: what is wrong, and what would be right.',
    },
  },
];
