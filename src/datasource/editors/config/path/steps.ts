// The steps of setting a model up, and how far each is: what is done, what is wrong and what to do. It shapes what was answered and asks for nothing.
import type { Finding, FolderFiles, ModelCheck, Schema, ServerTables, Timeline } from '../../../resources';
import { type Holding, holdingOf, type Model, placeOf, referencesOf, type StoreSettings } from '../../../settings';
import { say } from '../../../text';
import { readInstant, showInstant } from '../../../time/instants';
import type { Loaded } from '../../useLoaded';
import { columnsOf } from '../columns/named';
import { outside } from '../reference/choice';
import { movingInWords } from '../reference/moving';
import { engineName } from '../store/engines';
import { familiesText, featuresText, filesText, streamsText, tablesText } from '../words';

export const modelSteps = ['log', 'columns', 'reference', 'check'] as const;
export type ModelStep = (typeof modelSteps)[number];

/** `open`: to be done; `waiting`: another step comes first; `warned`: done, but not as it should be left. */
export type StepState = 'waiting' | 'open' | 'done' | 'warned' | 'wrong';

export interface StepView {
  state: StepState;
  /** What is there, or what is wrong, in one line. */
  summary: string;
  /** What is wrong may be mended elsewhere, such as a right that is missing: it is worth looking again. */
  elsewhere?: true;
}

const waiting = (summary: string): StepView => ({ state: 'waiting', summary });
const open = (summary: string): StepView => ({ state: 'open', summary });
const done = (summary: string): StepView => ({ state: 'done', summary });
const wrong = (summary: string): StepView => ({ state: 'wrong', summary });
const refused = (summary: string): StepView => ({ state: 'wrong', summary, elsewhere: true });

export function storeStep({ value, error, loading }: Loaded<FolderFiles>): StepView {
  if (error !== undefined) {
    return refused(error);
  }
  if (loading || value === undefined) {
    return open(say('path.looking', 'Looking into the folder …', {}));
  }
  if (value.logs === 0) {
    return refused(noLogs(value));
  }
  const found = filesText(value.logs);
  return done(`${value.folder}: ${value.uncounted ? say('path.more', 'more than {{found}}', { found }) : found}`);
}

function noLogs({ folder, others, hidden = 0, hiddenFolders = 0, uncounted = false }: FolderFiles): string {
  if (others + hidden === 0 && hiddenFolders > 0) {
    return say(
      'path.hidden-folders',
      '{{folder}} holds only folders whose names begin with a dot. Such folders are hidden and are not looked into: choose one of them, or give it another name.',
      { folder }
    );
  }
  if (others + hidden === 0) {
    return say('path.empty', '{{folder}} is empty. Choose another folder, or put the log’s files there.', { folder });
  }
  if (hidden === 0) {
    return say('path.no-logs', '{{folder}} holds {{files}}, none of them Parquet, CSV or JSON.', {
      folder,
      files: filesText(others),
    });
  }
  const files = filesText(hidden);
  return say(
    'path.hidden',
    '{{folder}} holds logs in {{files}} alone whose names begin with . or _, and such files are hidden. To read them, type a pattern that begins so, such as _*.csv, in the next step.',
    { folder, files: uncounted ? say('path.more', 'more than {{found}}', { found: files }) : files }
  );
}

/** Of a server; `missing` are the fields that it cannot be asked without. */
export function serverStep(
  store: StoreSettings,
  missing: string[],
  { value, error, loading }: Loaded<ServerTables>
): StepView {
  const engine = engineName(store);
  const holding = holdingOf(store);
  if (missing.length > 0) {
    return open(say('path.server-lacks', '{{engine}}: say {{missing}}', { engine, missing: missing.join(', ') }));
  }
  if (error !== undefined) {
    return refused(error);
  }
  if (loading || value === undefined) {
    return open(say('path.asking', 'Asking {{engine}} …', { engine }));
  }
  const { server, tables, more } = value;
  if (tables.length === 0 && holding === 'lines') {
    return done(server); // streams without the usual labels are named by their selector
  }
  if (tables.length === 0) {
    return refused(
      holding === 'metrics'
        ? say('path.no-metrics', '{{server}} answers, but has no histogram or counter with the label feature', {
            server,
          })
        : say('path.no-tables', '{{server}} answers, but its user may read no table: see which rights it needs', {
            server,
          })
    );
  }
  const count = { metrics: familiesText, lines: streamsText, tables: tablesText, files: filesText }[holding];
  const found = count(tables.length);
  return done(`${server}: ${more ? say('path.more', 'more than {{found}}', { found }) : found}`);
}

export interface Known {
  model: Model | undefined;
  holding: Holding;
  /** Another model has its name. */
  namesake: boolean;
  schema: Loaded<Schema>;
  timeline: Loaded<Timeline>;
  check: Loaded<ModelCheck>;
}

export function modelPath(known: Known): Record<ModelStep, StepView> {
  const views = {
    log: logStep(known),
    columns: columnsStep(known),
    reference: referenceStep(known),
    check: checkStep(known),
  };
  // What the check has found stands at the step that mends it.
  for (const { step, text } of known.check.value?.problems ?? []) {
    if (views[step].state !== 'wrong') {
      views[step] = refused(text);
    }
  }
  for (const step of ['log', 'columns', 'reference'] as const) {
    views[step] = withWarnings(views[step], warningsOf(step, known));
  }
  return views;
}

/** How many warnings are a step's: the log lists its own, the check those of all. */
function warningsOf(step: Finding['step'], { schema, check }: Known): number {
  const checked = (check.value?.notices ?? [])
    .filter(({ warning = false, step: mends }) => warning && mends === step)
    .map(({ text }) => text);
  // The check may say more of what was seen in the log already.
  const listed = step === 'log' ? (schema.value?.warnings ?? []) : [];
  return checked.length + listed.filter(({ text }) => !checked.some((other) => other.includes(text))).length;
}

function withWarnings(view: StepView, n: number): StepView {
  const settled = view.state === 'done' || view.state === 'open';
  return n === 0 || !settled ? view : { state: 'warned', summary: `${view.summary}; ${warningsText(n)}` };
}

/** Models are told apart by their names. */
export const namesakeText = (name: string): string =>
  say('path.namesake', 'Another model is called {{name}}. Give one of them another name', { name });

function logStep({ model, holding, namesake, schema }: Known): StepView {
  if (model === undefined) {
    return open(choosing(holding));
  }
  if (namesake) {
    return wrong(namesakeText(model.name));
  }
  const name = placeOf(model.source) ?? 'SQL';
  if (schema.error !== undefined) {
    return refused(schema.error);
  }
  if (schema.value?.problems.length) {
    return refused(schema.value.problems[0]);
  }
  return schema.loading ? open(say('path.reading', 'Reading {{name}} …', { name })) : done(name);
}

function choosing(holding: Holding): string {
  switch (holding) {
    case 'files':
      return say('path.choose-log', 'Choose a file, or a pattern that takes all files of a log', {});
    case 'tables':
      return say('path.choose-table', 'Choose the table or the view of a log', {});
    case 'lines':
      return say('path.choose-lines', 'Choose a service’s streams, or write a log query', {});
    case 'metrics':
      return say('path.choose-metrics', 'Choose a family of metrics', {});
  }
}

const logFirst = ({ model, schema }: Known) =>
  waiting(
    model === undefined || schema.error === undefined
      ? say('path.log-first', 'After a log is chosen', {})
      : say('path.readable-first', 'After the log can be read', {})
  );

function columnsStep(known: Known): StepView {
  const { model, schema } = known;
  if (model === undefined || schema.value === undefined) {
    return logFirst(known);
  }
  const names = schema.value.columns.map(({ name }) => name);
  const missing = columnsOf(model).filter((name) => !names.includes(name));
  if (missing.length > 0) {
    return refused(
      say('path.missing', 'The log has no column {{missing}}', {
        missing: missing.map((name) => `“${name}”`).join(', '),
      })
    );
  }
  if (model.time === undefined && !referencesOf(model).some(({ source }) => source !== undefined)) {
    return wrong(
      say('path.no-time', 'No column is the time: choose it, or compare with another file in the next step', {})
    );
  }
  const predicted = model.prediction?.label ?? model.prediction?.value;
  const count = model.features?.length ?? 0;
  if (count === 0 && predicted === undefined) {
    return wrong(say('path.nothing', 'There is nothing to compare: make a column a feature', {}));
  }
  return done(
    [
      ...(predicted === undefined
        ? [featuresText(count), say('path.no-prediction', 'no prediction: its inputs alone are watched', {})]
        : [watchedText(count, predicted)]),
      ...(model.time === undefined ? [] : [say('path.time', 'time in “{{time}}”', { time: model.time })]),
    ].join(', ')
  );
}

/** Dashboards count the prediction among the features that may drift: so it is named with their number. */
const watchedText = (features: number, predicted: string): string =>
  features === 0
    ? say('path.only-prediction', 'the prediction in “{{predicted}}” alone', { predicted })
    : say('path.with-prediction', '{{features}} and the prediction in “{{predicted}}”', {
        features: featuresText(features),
        predicted,
      });

function referenceStep(known: Known): StepView {
  const { model, schema, timeline } = known;
  if (model === undefined || schema.value === undefined) {
    return logFirst(known);
  }
  const references = referencesOf(model);
  if (references.length > 1) {
    return done(say('path.references', '{{n}} references, by date or by version', { n: references.length }));
  }
  if (references.length === 0 || isEmpty(references[0])) {
    return open(say('path.no-reference', 'Not chosen: the beginning of the log is taken, up to 28 windows', {}));
  }
  const [reference] = references;
  const { source, mode, from, to } = reference;
  if (source !== undefined) {
    const place = placeOf(source);
    return place
      ? done(place)
      : wrong(say('path.no-reference-file', 'Name the file or the table that is compared with', {}));
  }
  if (mode !== undefined) {
    const words = movingInWords(reference);
    return done(words.charAt(0).toUpperCase() + words.slice(1));
  }
  const zone = model.timezone ?? 'UTC';
  const period = { from: readInstant(from, zone), to: readInstant(to, zone) };
  if (period.from === null || period.to === null) {
    return wrong(say('path.no-range', 'Give both ends, such as 2026-01-01 and 2026-02-01', {}));
  }
  if (period.from >= period.to) {
    return wrong(say('path.backwards', 'Its end must come after its beginning', {}));
  }
  const range = { from: period.from, to: period.to };
  const beyond = timeline.value === undefined ? undefined : outside(range, timeline.value, zone);
  return beyond === undefined
    ? done(`${showInstant(range.from, zone)} – ${showInstant(range.to, zone)}`)
    : wrong(beyond);
}

const isEmpty = (reference: object): boolean => Object.values(reference).every((part) => part === undefined);

function checkStep(known: Known): StepView {
  const { model, check } = known;
  if (model === undefined) {
    return logFirst(known);
  }
  if (check.error !== undefined) {
    return wrong(check.error);
  }
  if (check.loading) {
    return open(say('path.checking', 'Checking …', {}));
  }
  if (check.value === undefined) {
    return open(say('path.unchecked', 'Whether all of it fits together', {}));
  }
  const { problems, notices, found } = check.value;
  if (problems.length > 0) {
    return wrong(
      problems.length === 1
        ? say('path.problem', '1 thing is wrong', {})
        : say('path.problems', '{{n}} things are wrong', { n: problems.length })
    );
  }
  const warnings = notices.filter(({ warning = false }) => warning).length;
  const remarks = notices.length - warnings;
  return {
    state: warnings > 0 ? 'warned' : 'done',
    summary: [
      found,
      ...(warnings > 0 ? [warningsText(warnings)] : []),
      ...(remarks > 0 ? [remarksText(remarks)] : []),
    ].join('; '),
  };
}

const warningsText = (n: number): string =>
  n === 1 ? say('path.warning', '1 warning', {}) : say('path.warnings', '{{n}} warnings', { n });

const remarksText = (n: number): string =>
  n === 1 ? say('path.remark', '1 remark', {}) : say('path.remarks', '{{n}} remarks', { n });
