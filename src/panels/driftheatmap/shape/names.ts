// Names rows so that each can be told from the others, and gives each a key that stays its own over refreshes.
import { customMeta } from '../../../frames/fields';
import { methodName } from '../../parts/verdict';
import { HeatRow } from './rows';

export function nameRows(rows: HeatRow[]): void {
  nameByLabels(rows.filter((row) => row.series[0].named === 'labels'));
  const oneFeature = rows.length > 1 && rows.every((row) => row.feature === rows[0].feature && row.segmentText !== '');
  // Several features of one segment alone: a word that stands in every row tells nothing apart.
  const oneSegment = !oneFeature && rows.length > 1 && rows.every((row) => row.segmentText === rows[0].segmentText);
  const severalModels = rows.some((row) => row.model !== rows[0].model);
  for (const row of rows) {
    const segment = oneSegment && row.label.quiet === row.segmentText ? '' : row.label.quiet;
    const quiet = [severalModels ? row.model : '', segment].filter((text) => text !== '');
    row.label = oneFeature
      ? { main: row.segmentText, quiet: severalModels ? row.model : '' }
      : { main: row.label.main, quiet: quiet.join(' · ') };
  }
  tellTwinsApart(rows);
}

// Series that nobody named have all their labels for a name. Those labels say more that are not the same everywhere: the one that differs most first.
function nameByLabels(rows: HeatRow[]): void {
  const values = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(labelsOf(row))) {
      values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  const everywhere = (name: string): boolean => rows.every((row) => name in labelsOf(row));
  const telling = [...values]
    .filter(([name, { size }]) => size > 1 || !everywhere(name))
    .sort(([, a], [, b]) => b.size - a.size)
    .map(([name]) => name);
  for (const row of rows) {
    const labels = labelsOf(row);
    const [main, ...rest] = telling.map((name) => labels[name] ?? '').filter((value) => value !== '');
    if (main !== undefined) {
      row.feature = main;
      row.label = { main, quiet: rest.join(' / ') };
    }
  }
}

function labelsOf({ series: [{ frame, valueField }] }: HeatRow): Record<string, string> {
  return frame.fields[valueField].labels ?? {};
}

function tellTwinsApart(rows: HeatRow[]): void {
  const seen = new Map<string, HeatRow[]>();
  for (const row of rows) {
    const name = JSON.stringify([row.model, row.feature, row.label.quiet, ...Object.entries(row.segment).flat()]);
    const twins = seen.get(name);
    if (twins) {
      twins.push(row);
    } else {
      seen.set(name, [row]);
    }
  }
  for (const [name, twins] of seen) {
    const words = twins.length === 1 ? [''] : differences(twins);
    twins.forEach((row, i) => {
      const suffix = words[i];
      row.key = `${name}${suffix}`;
      if (suffix !== '') {
        row.label.quiet = [row.label.quiet, suffix].filter((text) => text !== '').join(' · ');
      }
    });
  }
}

// What somebody sets differently in two questions about one feature, in the order in which they think of it.
const settings: Array<(row: HeatRow) => string> = [
  (row) => methodName(newestOf(row).method),
  (row) => newestOf(row).reference,
  (row) => String(customMeta(row.series[0].frame).window ?? ''),
];

function newestOf({ series: [series] }: HeatRow) {
  return series.detail(series.rows[series.rows.length - 1]);
}

// One setting where it tells all of them apart, else all that differ; where nothing does, the letters of the queries or numbers.
function differences(twins: HeatRow[]): string[] {
  const told = settings.map((of) => twins.map(of)).filter((values) => new Set(values).size > 1);
  const together = twins.map((_, i) =>
    told
      .map((values) => values[i])
      .filter((value) => value !== '')
      .join(', ')
  );
  const letters = twins.map((row) => row.series[0].frame.refId ?? '');
  const tells = (values: string[]): boolean => new Set(values).size === twins.length && !values.includes('');
  return [...told, together, letters].find(tells) ?? twins.map((_, i) => String(i + 1));
}
