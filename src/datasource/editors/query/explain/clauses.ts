// The parts of a sentence that say how time is cut and what is compared with.
import { t } from '@grafana/i18n';
import type { ReferenceSpec, TidelineQuery, WindowSpec } from '../../../query/query';
import { formatOf, readFields, windowOf } from '../../../query/reads';
import type { ModelInfo } from '../../../resources';
import { say } from '../../../text';
import { conditions } from './where';
import {
  lengthInWords,
  listOf,
  milliseconds,
  quantity,
  singleUnit,
  spoken,
  unitName,
  stretchInWords,
  type Variables,
} from './words';

/** A panel gets at most about so many windows before `auto` makes them longer (pkg/window). */
const comfortable = 200;

/** What is known beside the query. */
export interface Cut {
  model?: ModelInfo;
  /** The query is about all models. */
  every: boolean;
  variables: Variables;
  /** How long the time range is, ms. */
  rangeLength?: number;
}

/** "day by day" of one unit, else "every 6 hours". */
function stepByStep(length: string, variables: Variables): string {
  switch (singleUnit(length)) {
    case 'minute':
      return t('datasource.sentence.by-minute', 'minute by minute');
    case 'hour':
      return t('datasource.sentence.by-hour', 'hour by hour');
    case 'day':
      return t('datasource.sentence.by-day', 'day by day');
    case 'week':
      return t('datasource.sentence.by-week', 'week by week');
    case 'month':
      return t('datasource.sentence.by-month', 'month by month');
  }
  return say('sentence.every', 'every {{length}}', { length: spokenLength(length, variables) });
}

/** A length of time in words, a variable with what it stands for. */
function spokenLength(text: string, variables: Variables): string {
  const values = variables.expand(text);
  return values.length === 1 && values[0] === text
    ? lengthInWords(text)
    : spoken(text, variables, (all) => listOf(all.map(lengthInWords)));
}

const rowsInWords = (rows: number): string =>
  rows === 1
    ? t('datasource.words.row', '1 row')
    : say('words.rows', '{{count}} rows', { count: rows.toLocaleString('en-US') });

/** What follows "the last": "day", "6 hours", "500 rows". */
function newest({ rows, duration }: { rows?: number; duration?: string }, variables: Variables): string {
  return duration || rows === undefined ? lastLength(duration, variables) : rowsInWords(rows);
}

/** What follows "the last": "day", "6 hours". */
function lastLength(text: string | undefined, variables: Variables): string {
  const unit = /^(1[smhdw]|1M|day|week|month)$/.test(text ?? '') ? singleUnit(text ?? '') : undefined;
  return unit ? unitName(unit) : spokenLength(text ?? '', variables);
}

/** ", day by day": how the windows of a panel are cut. */
export function windowClause(query: TidelineQuery, cut: Cut): string {
  if (!readFields(query).has('window')) {
    return '';
  }
  const extra =
    (query.includePartial ? `, ${t('datasource.sentence.partial', 'the unfinished one included')}` : '') +
    zoneClause(query);
  return `, ${windows(windowOf(query), cut, query.queryType === 'service')}${extra}`;
}

function windows(window: WindowSpec, { model, every, variables, rangeLength }: Cut, ofServices: boolean): string {
  if (model?.timeless) {
    return t('datasource.sentence.timeless', 'over all its rows, as it has no time column');
  }
  switch (window.mode) {
    case 'auto':
      return ofServices
        ? t('datasource.sentence.filling', 'in windows from a minute on, so that the time range is filled')
        : every || model === undefined
          ? t('datasource.sentence.own-windows', 'in the model’s own windows, adapted to the time range')
          : automatic(model.window, variables, rangeLength);
    case 'duration':
      return window.length && window.length !== window.every
        ? say('sentence.looking-back', '{{step}} over the last {{length}}', {
            step: stepByStep(window.every, variables),
            length: lastLength(window.length, variables),
          })
        : stepByStep(window.every, variables);
    case 'calendar':
      return stepByStep(window.unit, variables);
    case 'rows':
      return window.anchor === 'range'
        ? say('sentence.rows-range', 'in windows of {{count}} from the start of the time range on', {
            count: rowsInWords(window.rows),
          })
        : say('sentence.rows-day', 'in windows of {{count}} from each midnight on', {
            count: rowsInWords(window.rows),
          });
    case 'count':
      return say('sentence.count', 'over the time range in {{count}} windows of equally many rows', {
        count: window.count,
      });
    case 'last':
      return say('sentence.last', 'over the last {{length}} as one window', { length: newest(window, variables) });
    default:
      return t('datasource.sentence.range', 'over the whole time range as one window');
  }
}

/** The model's own windows, as far as the time range lets them be. */
function automatic(own: string, variables: Variables, rangeLength?: number): string {
  const length = milliseconds(own);
  const step = stepByStep(own, variables);
  if (rangeLength === undefined || Number.isNaN(length)) {
    return say('sentence.auto', '{{step}}, or as the time range asks for', { step });
  }
  if (rangeLength > comfortable * length) {
    return say('sentence.auto-longer', '{{step}}, or in longer windows to suit the time range', { step });
  }
  return rangeLength < length
    ? say('sentence.auto-shorter', 'in windows short enough for the time range, as the model’s own are {{length}}', {
        length: lengthInWords(own),
      })
    : step;
}

/** "the newest closed day": the window of a number. */
export function newestWindow(query: TidelineQuery, { model, every, variables }: Cut): string {
  const window = windowOf(query);
  if (model?.timeless) {
    return t('datasource.sentence.newest-timeless', 'all its rows');
  }
  switch (window.mode) {
    case 'range':
      return t('datasource.sentence.newest-range', 'the time range as one window');
    case 'last':
      return say('sentence.newest-last', 'the last {{length}}', { length: newest(window, variables) });
  }
  return say('sentence.newest', 'the newest closed {{window}}', {
    window: closedWindow(query, { model, every, variables }),
  });
}

/** "day" or "window of 6 hours". */
export function closedWindow(query: TidelineQuery, { model, every, variables }: Cut): string {
  const window = windowOf(query);
  const length =
    window.mode === 'duration'
      ? window.length || window.every
      : window.mode === 'calendar'
        ? window.unit
        : every
          ? undefined
          : model?.window;
  if (window.mode === 'rows') {
    return say('sentence.window-of', 'window of {{length}}', { length: rowsInWords(window.rows) });
  }
  if (length === undefined || window.mode === 'range' || window.mode === 'last' || window.mode === 'count') {
    return t('datasource.sentence.window', 'window');
  }
  const unit = singleUnit(length);
  return unit
    ? unitName(unit)
    : say('sentence.window-of', 'window of {{length}}', { length: spokenLength(length, variables) });
}

/** Where days begin, when that is not the model's own zone. */
export function zoneClause({ timezone }: TidelineQuery): string {
  if (timezone === undefined || timezone === 'model' || timezone === '') {
    return '';
  }
  return timezone === 'browser'
    ? `, ${t('datasource.sentence.zone-browser', 'by the browser’s clock')}`
    : `, ${say('sentence.zone', 'by the clock of {{timezone}}', { timezone })}`;
}

/** ", compared with its reference, 29 Sep – 26 Oct 2026". */
export function referenceClause(query: TidelineQuery, cut: Cut): string {
  if (!readFields(query).has('reference')) {
    return '';
  }
  const reference: ReferenceSpec = query.reference ?? { mode: 'model' };
  const skipping =
    'skipDrifted' in reference && reference.skipDrifted
      ? t('datasource.sentence.skipping', ', those that had drifted left out')
      : '';
  return (
    say('sentence.compared', ', compared with {{reference}}', { reference: comparedWith(reference, query, cut) }) +
    skipping
  );
}

/** "the 4 weeks before", "the day before", "the 3 periods of 12 hours before". */
function periodsBefore({ period, windows = 4 }: { period: string; windows?: number }, variables: Variables): string {
  const unit = singleUnit(period);
  if (unit) {
    return windows === 1
      ? say('sentence.period-before', 'the {{unit}} before', { unit: unitName(unit) })
      : say('sentence.units-before', 'the {{length}} before', { length: quantity(windows, unit) });
  }
  const length = spokenLength(period, variables);
  return windows === 1
    ? say('sentence.one-period', 'the period of {{length}} before', { length })
    : say('sentence.periods', 'the {{count}} periods of {{length}} before', { count: windows, length });
}

function comparedWith(reference: ReferenceSpec, query: TidelineQuery, cut: Cut): string {
  const { model, variables } = cut;
  switch (reference.mode) {
    case 'range': {
      const zone =
        query.timezone && query.timezone !== 'model' && query.timezone !== 'browser' ? query.timezone : model?.timezone;
      const [from, to] = [reference.from, reference.to].map((text) => variables.expand(text).join(', '));
      return (
        stretchInWords(from, to, zone ?? 'utc') ??
        say('sentence.from-to', 'the time from {{from}} to {{to}}', {
          from: spoken(reference.from, variables),
          to: spoken(reference.to, variables),
        })
      );
    }
    case 'previous':
      // `auto` may be another length than the model's own in a panel.
      return windowOf(query).mode === 'auto' && formatOf(query) !== 'numeric'
        ? t('datasource.sentence.window-before', 'the window before')
        : say('sentence.previous', 'the {{window}} before', { window: closedWindow(query, cut) });
    case 'trailing':
      return say('sentence.trailing', 'the {{count}} windows before', { count: reference.windows ?? 7 });
    case 'season':
      return say('sentence.season', 'the same time of {{periods}}', { periods: periodsBefore(reference, variables) });
    case 'filter':
      return say('sentence.filter', 'rows of the same window where {{conditions}}', {
        conditions: listOf(conditions(reference.filters, variables)),
      });
    default:
      return ofTheModel(query, cut);
  }
}

/** The model's own reference. The backend gives it in words; a stretch of time becomes dates as people write them. */
function ofTheModel(query: TidelineQuery, { model, every, variables }: Cut): string {
  if (every) {
    return t('datasource.sentence.own-reference', 'its own reference');
  }
  if (model === undefined) {
    return t('datasource.sentence.model-reference', 'the model’s reference');
  }
  const { references = [], version } = model;
  if (version !== undefined && references.some((held) => held.version) && tellsApart(query, version, variables)) {
    return say('sentence.by-version', 'the reference of each {{version}}', { version });
  }
  if (!model.reference) {
    return model.timeless
      ? t('datasource.sentence.no-reference', 'nothing, as the model names no reference')
      : t('datasource.sentence.first-windows', 'the first windows of its log, as the model names no reference');
  }
  const reference = periodInWords(model);
  return references.filter((held) => !held.version).length > 1 && formatOf(query) !== 'numeric'
    ? say('sentence.dated', 'the reference that holds at its time, now {{reference}}', { reference })
    : say('sentence.reference', 'its reference, {{reference}}', { reference });
}

function periodInWords({ reference = '', timezone }: ModelInfo): string {
  const [, from, to] = /^(\S+(?: \d\S+)?) – (\S+(?: \d\S+)?)$/.exec(reference) ?? [];
  return (from && to ? stretchInWords(from, to, timezone) : undefined) ?? reference;
}

/** A question tells a model's versions apart when it is split by them, or asks about one of them: then each has its own reference. */
function tellsApart({ groupBy = [], filters = [] }: TidelineQuery, version: string, variables: Variables): boolean {
  return (
    groupBy.some((name) => variables.expand(name).includes(version)) ||
    filters.some(
      ({ column, operator, value = [] }) =>
        variables.expand(column).includes(version) &&
        (operator === '=' || operator === 'in') &&
        !value.some((text) => variables.isAll(text)) &&
        value.flatMap((text) => variables.expand(text)).length === 1
    )
  );
}
