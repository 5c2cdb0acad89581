// What a legend says, from what is drawn: which samples, and every sign that some plot uses. Not how it looks.
import { TimeZone } from '@grafana/data';
import { Distribution, NumericDistribution, Sample } from '../../../frames/samples';
import { TransformKind } from '../../../statistics/transform';
import { textWidth } from '../../parts/fitText';
import { formatCount } from '../../parts/numbers';
import { t } from '../../parts/text';
import { formatWindow } from '../../parts/windows';
import { DistributionOptions } from '../options';
import { axisFor } from '../shape/axis';
import { centreOn } from '../shape/centre';
import { noiseOf } from '../shape/noise';
import { chosenSample } from '../shape/windows';
import { categoryViewOf, numericViewOf } from '../views/choose';
import { bandText, bandTitle } from './noiseText';

export type Sign =
  'reference' | 'current' | 'more' | 'fewer' | 'earlier' | 'centre' | 'band' | 'strip' | 'window' | 'drifted';

export interface LegendItem {
  sign: Sign;
  name: string;
  /** Rows and time; '' where there is no room, or no one sample. */
  detail: string;
  /** For who points at it. */
  title: string;
  /** Pressing it hides or shows the sample. */
  toggles: boolean;
  /** The one sample that it stands for; null where there is none, or several. */
  sample: Sample | null;
}

type AnyView = ReturnType<typeof numericViewOf> | ReturnType<typeof categoryViewOf>;

// Views in which the two samples are drawn apart, so that one can be hidden.
const overlaid: AnyView[] = ['histogram', 'density', 'ecdf', 'bars'];

export function legendItems(
  distributions: Distribution[],
  options: DistributionOptions,
  back: number,
  timeZone: TimeZone,
  width: number
): LegendItem[] {
  const views = new Set(distributions.map((one) => viewOf(one, options)));
  const has = (...wanted: AnyView[]): boolean => wanted.some((view) => views.has(view));
  const single = distributions.length === 1 ? distributions[0] : null;
  const current = single ? chosenSample(single, back) : null;
  const drawn = distributions.some((one) => one.kind === 'categorical' || one.bins.length > 0);
  const both = distributions.some(({ reference, currents }) => reference !== null && currents.length > 0);
  const items: LegendItem[] = [];
  const add = (sign: Sign, name: string, title = ''): void =>
    void items.push({ sign, name, title, detail: '', toggles: false, sample: null });
  const sampled = (sign: 'reference' | 'current', name: string, sample: Sample | null): void =>
    void items.push({
      sign,
      name: sample && sample.name !== '' && !sameWord(sample.name, name) ? `${name} ${sample.name}` : name,
      detail: '',
      title: '',
      toggles: both && has(...overlaid),
      sample,
    });
  // Where only differences are drawn, colours say which way.
  if ([...views].every((view) => view === 'difference') && both) {
    add('more', t('series.more', 'more than in the reference'));
    add('fewer', t('series.fewer', 'fewer'));
  } else if (distributions.some(({ reference }) => reference !== null)) {
    sampled('reference', t('series.reference', 'Reference'), single?.reference ?? null);
  }
  if (distributions.some(({ currents }) => currents.length > 0)) {
    if (has(...overlaid, 'qq')) {
      sampled('current', t('series.current', 'Current'), current);
    } else if (has('ridgeline')) {
      add('window', t('series.window', 'window'));
    }
  }
  if (has('ridgeline', 'stacked') && distributions.some(({ judged }) => judged)) {
    add('drifted', t('verdict.drifted', 'Drifted'));
  }
  if (has('histogram') && distributions.some((one) => one.kind === 'numeric' && one.currents.length - 1 - back > 0)) {
    add('earlier', t('series.earlier', 'earlier windows'));
  }
  const marked = has('histogram', 'density', 'ridgeline') ? distributions.find(hasCentre) : undefined;
  if (width >= leastForAll && marked) {
    add('centre', centreName(axisFor(marked, options.scale).transform.kind));
  }
  const noise =
    drawn && has('difference', 'ecdf', 'qq')
      ? distributions.map((one) => noiseOf(one, chosenSample(one, back), 'rows')).find((found) => found !== null)
      : null;
  if (noise) {
    add('band', bandText(noise), bandTitle(noise));
  }
  if (
    width >= leastForAll &&
    both &&
    drawn &&
    options.showContribution &&
    has('histogram', 'density', 'ecdf', 'difference') &&
    distributions.some(({ kind }) => kind === 'numeric')
  ) {
    add(
      'strip',
      t('series.strip', 'parts of the distance'),
      t('series.strip-title', 'Where the distance between the two comes from.')
    );
  }
  return withDetails(items, timeZone, width);
}

function viewOf(distribution: Distribution, options: DistributionOptions): AnyView {
  return distribution.kind === 'numeric'
    ? numericViewOf(distribution, options.view)
    : categoryViewOf(distribution, options.categoryView);
}

function hasCentre(distribution: Distribution): distribution is NumericDistribution {
  const sample = distribution.reference ?? distribution.currents[0];
  return distribution.kind === 'numeric' && sample?.mean != null && distribution.bins.length > 0;
}

function centreName(kind: TransformKind): string {
  return centreOn(kind) === 'mean' ? t('series.mean', 'mean') : t('series.median', 'median');
}

// In less width than this only the samples are named, px.
const leastForAll = 420;

// Swatch and gaps of an item, px.
const around = 34;
const font = 11;

export function legendWidth(items: LegendItem[]): number {
  return items.reduce(
    (sum, { name, detail }) => sum + textWidth(name, font) + textWidth(detail, font) + (detail === '' ? 0 : 6) + around,
    0
  );
}

// Rows and times of the two samples, as far as there is room in one line. Rows are in the header too, times are not.
function withDetails(items: LegendItem[], timeZone: TimeZone, width: number): LegendItem[] {
  const told = (text: (sample: Sample) => string): LegendItem[] =>
    items.map((item) => (item.sample ? { ...item, detail: text(item.sample) } : item));
  const rows = (sample: Sample): string => t('legend.rows', '{{rows}} rows', { rows: formatCount(sample.rows) });
  const time = ({ from, to }: Sample): string => (from === null ? '' : formatWindow(from, to, timeZone));
  const both = (sample: Sample): string => [rows(sample), time(sample)].filter((part) => part !== '').join(', ');
  return [both, time, rows].map(told).find((list) => legendWidth(list) <= width) ?? items;
}

/** A source may call its samples what the legend calls them. */
const sameWord = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
