// What keeps a query from being answered: what is wrong in it, and what has to be chosen yet.
import { t } from '@grafana/i18n';
import { check } from '../../../query/check';
import { type Filter, isWithoutModel, type TidelineQuery, unaryOperators, type WindowSpec } from '../../../query/query';
import { formatOf, readFields } from '../../../query/reads';
import { say } from '../../../text';
import { type Context, isEvery } from './context';
import { listOf, type Variables } from './words';

/** What would be an error whatever else the query says. */
export function malformed(query: TidelineQuery): string | undefined {
  const [mistake] = check({ ...query }).filter(({ remark }) => !remark);
  return (
    mistake &&
    say('missing.mistake', 'There is no answer yet: {{field}} {{text}}.', { field: mistake.field, text: mistake.text })
  );
}

/** What has to be chosen before there is an answer. */
export function missing(query: TidelineQuery, { models, variables }: Context): string | undefined {
  const { queryType } = query;
  if (queryType === 'models') {
    return undefined;
  }
  return (
    (isWithoutModel(queryType) ? undefined : missingModel(query, { models, variables })) ??
    missingFields(query, variables)
  );
}

function missingModel(query: TidelineQuery, { models, variables }: Context): string | undefined {
  const { queryType, model = '' } = query;
  const name = variables.expand(model).join(', ');
  if (name === '') {
    return t('datasource.missing.model', 'Choose a model, and this line says what the query will answer.');
  }
  if (isEvery(query, variables)) {
    if (queryType !== 'drift' || formatOf(query) === 'table') {
      return t(
        'datasource.missing.one-model',
        'Choose one model: all of them at once are only answered as time series and numbers of drift.'
      );
    }
  } else if (models !== undefined && !models.some((known) => known.name === name)) {
    return say('missing.unknown-model', 'There is no model called “{{name}}”: choose one of {{models}}.', {
      name,
      models: listOf(models.map((known) => known.name)) || t('datasource.missing.no-models', 'those in the settings'),
    });
  }
  return undefined;
}

function missingFields(query: TidelineQuery, variables: Variables): string | undefined {
  const { queryType, reference, window, binning, features = [] } = query;
  if (queryType === 'values' && features.length !== 1) {
    return t('datasource.missing.column', 'Choose the one column whose values are listed.');
  }
  const read = readFields(query);
  if (read.has('window') && (window?.mode === 'rows' ? !window.rows : lacksLength(window))) {
    return t('datasource.missing.rows', 'Say how many rows a window has.');
  }
  if (read.has('budget') && query.budget !== undefined && countsRows(window)) {
    return t(
      'datasource.missing.budget',
      'A budget of false alarms is of time, and windows of rows take any time: give a chance of false verdicts instead.'
    );
  }
  if (read.has('window') && window?.mode === 'duration' && !window.every) {
    return t('datasource.missing.every', 'Say how long a window is.');
  }
  if (read.has('binning') && binning?.mode === 'edges' && !binning.edges?.length) {
    return t('datasource.missing.edges', 'Say where bins end.');
  }
  if (!read.has('reference') || reference === undefined) {
    return undefined;
  }
  if (reference.mode === 'filter' && !reference.filters.some((filter) => restricts(filter, variables))) {
    return t('datasource.missing.reference-filter', 'Say which rows the reference is made of.');
  }
  return reference.mode === 'range' && !(reference.from && reference.to)
    ? t('datasource.missing.reference', 'Say from when to when the reference is.')
    : undefined;
}

const lacksLength = (window?: WindowSpec): boolean => window?.mode === 'last' && !window.duration && !window.rows;

/** Whether windows are cut by their rows, whatever time they take. */
const countsRows = (window?: WindowSpec): boolean =>
  window?.mode === 'rows' || window?.mode === 'count' || (window?.mode === 'last' && !window.duration);

/** Whether a condition keeps some rows and not others: it is sent, then. */
function restricts({ column, operator, value = [] }: Filter, variables: Variables): boolean {
  return (
    column !== '' &&
    (unaryOperators.includes(operator) || (value.length > 0 && !value.some((text) => variables.isAll(text))))
  );
}
