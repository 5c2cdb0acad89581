// What a query will answer, in one sentence of plain words: what is measured, of what, how time is cut, what it is compared with, of which rows. It says
// what the backend will do with the query as it is now, or what is still missing; it never guesses.
import { t } from '@grafana/i18n';
import { type EpisodeKind, isWithoutModel, type TidelineQuery } from '../../../query/query';
import { defaults, formatOf, readFields, valueOf, windowOf } from '../../../query/reads';
import type { MethodInfo } from '../../../resources';
import { fillScalars } from '../../../query/templates';
import { say } from '../../../text';
import { type Cut, newestWindow, referenceClause, windowClause } from './clauses';
import { type Context, isEvery } from './context';
import { criterion } from './criterion';
import { malformed, missing } from './missing';
import { serviceAsked } from './service';
import { featuresPhrase, modelPhrase } from './subject';
import { driftNumber, driftSeries, summaryNumber } from './values';
import { whereClause } from './where';
import { listOf, spoken, type Variables } from './words';

/** One sentence, in the part that says what is asked and the part that says when a feature counts as drifted. */
export interface Sentence {
  asked: string;
  judged: string;
  /** It says what is missing, and there is no answer. */
  prompt?: boolean;
}

export function sentence(given: TidelineQuery, context: Context): Sentence {
  const query = fillScalars(given, (text) => context.variables.expand(text).join(', '));
  const prompt = malformed(query) ?? missing(query, context);
  return prompt === undefined ? answered(query, context) : { asked: prompt, judged: '', prompt: true };
}

function answered(query: TidelineQuery, context: Context): Sentence {
  const { variables, models, methods = [], rangeLength, adHoc = [] } = context;
  const name = variables.expand(query.model ?? '').join(', ');
  const every = isEvery(query, variables);
  const cut: Cut = {
    model: every ? undefined : models?.find((known) => known.name === name),
    every,
    variables,
    rangeLength,
  };
  const method = methods.find(({ id }) => id === (query.method ?? defaults.method));
  const whole = `${asked(query, cut, method)}${splitClause(query, variables)}${whereClause(query.filters ?? [], isWithoutModel(query.queryType) || every ? [] : adHoc, variables)}`;
  const judged = `${criterion(query, method)}${counting(query)}`;
  return judged === '' ? { asked: `${whole}.`, judged } : { asked: whole, judged: `${judged}.` };
}

/** Everything up to "split by …". */
function asked(query: TidelineQuery, cut: Cut, method: MethodInfo | undefined): string {
  const model = modelPhrase(query, cut);
  const features = featuresPhrase(query, cut, method);
  const compared = `${windowClause(query, cut)}${measuredBy(query, method)}${referenceClause(query, cut)}`;
  switch (query.queryType) {
    case 'drift':
      return drift(query, cut, { model, features, compared, method });
    case 'distribution':
      return (
        say('sentence.distribution', 'The distribution of {{features}} of {{model}}', { features, model }) + compared
      );
    case 'explain':
      return explain(query, cut, features, model) + compared;
    case 'summary':
      return summary(query, cut, { model, features, compared });
    case 'episodes':
      return episodes(query, cut, { model, features }) + compared;
    case 'rows':
      return rows(query, { model, columns: features });
    case 'values':
      return say(
        'sentence.values',
        'The values of {{column}} of {{model}} in the time range, and how many rows have each',
        {
          column: spoken(query.features?.[0] ?? '', cut.variables),
          model,
        }
      );
    case 'service':
      return serviceAsked(query, cut);
    case 'models':
      return t(
        'datasource.sentence.models',
        'Every model with its features, its prediction, its target and its segments'
      );
  }
}

interface Phrases {
  model: string;
  features: string;
  compared: string;
}

function drift(query: TidelineQuery, cut: Cut, phrases: Phrases & { method?: MethodInfo }): string {
  const { model, features, compared, method } = phrases;
  const value = valueOf(query);
  switch (formatOf(query)) {
    case 'table':
      return (
        (query.columns?.length
          ? say('sentence.drift-columns', 'A row for each window of {{features}} of {{model}} with {{columns}}', {
              features,
              model,
              columns: listOf(query.columns),
            })
          : say('sentence.drift-table', 'A row with all that is known for each window of {{features}} of {{model}}', {
              features,
              model,
            })) + compared
      );
    case 'numeric':
      return (
        driftNumber(value, {
          model,
          features,
          newest: newestWindow(query, cut),
          lasting: lasting(query),
          method: method?.name,
        }) +
        measuredBy(query, method) +
        referenceClause(query, cut)
      );
    default:
      return driftSeries(value, { model, features, lasting: lasting(query), method: method?.name }) + compared;
  }
}

/** What persist makes of a severity: the one that so many of the last windows reach. */
function lasting(query: TidelineQuery): { windows: number; of: number } | undefined {
  return readFields(query).has('persist') && query.persist && query.persist.of > 1 ? query.persist : undefined;
}

/** The backend explains what is named, or the only window there is, whether it drifted or not. */
function explain(query: TidelineQuery, { variables }: Cut, features: string, model: string): string {
  const { limit = 1, features: named = [] } = query;
  const values = { features, model, limit };
  const single = ['range', 'last'].includes(windowOf(query).mode);
  if (single) {
    return say('sentence.explain-one', 'What changed of {{features}} of {{model}}, in words and numbers', values);
  }
  const always = named.length > 0 && !named.some((name) => variables.isAll(name));
  const text =
    limit === 1
      ? say('sentence.explain', 'What changed of {{features}} of {{model}} in the newest window that drifted', values)
      : say(
          'sentence.explain-more',
          'What changed of {{features}} of {{model}} in the newest {{limit}} windows that drifted',
          values
        );
  return always ? text + t('datasource.sentence.explain-else', ', or in the newest where none did') : text;
}

function summary(query: TidelineQuery, cut: Cut, { model, features, compared }: Phrases): string {
  if (formatOf(query) === 'table') {
    return (
      say(
        'sentence.summary-table',
        'Rows, missing share, mean, quantiles and the commonest categories of {{features}} of {{model}}',
        { features, model }
      ) + compared
    );
  }
  const what = summaryNumber(valueOf(query), features, model);
  return formatOf(query) === 'numeric'
    ? say('sentence.summary-number', 'One number each: {{what}} in {{newest}}', {
        what,
        newest: newestWindow(query, cut),
      })
    : what.charAt(0).toUpperCase() + what.slice(1) + compared;
}

function episodes(
  query: TidelineQuery,
  { variables }: Cut,
  { model, features }: { model: string; features: string }
): string {
  const { kinds = [] } = query;
  const wants = (kind: EpisodeKind) => kinds.length === 0 || kinds.includes(kind);
  // Features by name have episodes of their own; without names they are the model's.
  const named = query.features ?? [];
  const values = { features, model };
  const drifted =
    named.length === 0 || named.some((name) => variables.isAll(name))
      ? say('sentence.episodes', 'the times in which any of {{features}} of {{model}} drifted', values)
      : named.length === 1
        ? say('sentence.episodes-one', 'the times in which {{features}} of {{model}} drifted', values)
        : say('sentence.episodes-each', 'the times in which each of {{features}} of {{model}} drifted', values);
  const others: string[] = [
    ...(wants('excluded') ? [t('datasource.sentence.excluded', 'the periods that are left out of references')] : []),
    ...(wants('version') ? [t('datasource.sentence.versions', 'the first sight of each version')] : []),
    ...(wants('reference')
      ? [t('datasource.sentence.new-references', 'the days from which another reference holds')]
      : []),
  ];
  const text = wants('drift')
    ? listOf([drifted, ...others])
    : say('sentence.episodes-others', '{{others}} of {{model}}', { others: listOf(others), model });
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function rows(
  { limit = defaults.limit, offset = defaults.offset }: TidelineQuery,
  values: { model: string; columns: string }
): string {
  const page = { ...values, limit: limit.toLocaleString('en-US'), offset: offset.toLocaleString('en-US') };
  return offset > 0
    ? say(
        'sentence.rows-after',
        'The next {{limit}} predictions of {{model}} after the newest {{offset}} in the time range, with {{columns}}',
        page
      )
    : say('sentence.rows', 'The newest {{limit}} predictions of {{model}} in the time range, with {{columns}}', page);
}

/** ", measured by Kolmogorov–Smirnov": where it is not the automatic method. */
function measuredBy(query: TidelineQuery, method: MethodInfo | undefined): string {
  const id = query.method ?? defaults.method;
  return !readFields(query).has('method') || id === defaults.method
    ? ''
    : say('sentence.measured', ', measured by {{method}}', { method: method?.name ?? id });
}

function splitClause(query: TidelineQuery, variables: Variables): string {
  const groups = readFields(query).has('groupBy') ? (query.groupBy ?? []).map((name) => spoken(name, variables)) : [];
  return groups.length > 0 ? say('sentence.split', ', split by {{groups}}', { groups: listOf(groups) }) : '';
}

/** What is out of the ordinary in how rows are counted. */
function counting(query: TidelineQuery): string {
  const read = readFields(query);
  const { minRows, precision } = query;
  return (
    (read.has('minRows') && minRows !== undefined && minRows !== defaults.minRows
      ? say('sentence.min-rows', '; a window of fewer than {{rows}} rows is not judged', { rows: minRows })
      : '') +
    (read.has('precision') && precision === 'exact'
      ? t('datasource.sentence.exact', '; every value is counted by itself')
      : '') +
    (read.has('precision') && precision === 'grid'
      ? t('datasource.sentence.grid', '; numbers are counted on a grid')
      : '')
  );
}
