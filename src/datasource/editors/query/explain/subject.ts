// Of what a sentence speaks: the model and its features, counted where they are all meant.
import { t } from '@grafana/i18n';
import { allModels, type TidelineQuery } from '../../../query/query';
import type { MethodInfo, ModelInfo } from '../../../resources';
import type { Kind } from '../../../settings';
import { say } from '../../../text';
import type { Cut } from './clauses';
import { listOf, spoken } from './words';

export function modelPhrase({ model = '' }: TidelineQuery, { every, variables }: Cut): string {
  if (!every) {
    return spoken(model, variables);
  }
  return model === allModels
    ? t('datasource.subject.every-model', 'every model')
    : say('subject.every-model-by', 'every model ({{variable}} is set to all)', { variable: model });
}

/** "brightness and contrast", "all 11 features and the prediction"; of raw rows, their columns. */
export function featuresPhrase(query: TidelineQuery, cut: Cut, method: MethodInfo | undefined): string {
  const { features = [] } = query;
  const everything = features.find((name) => cut.variables.isAll(name));
  if (features.length > 0 && everything === undefined) {
    const named = listOf(features.map((name) => special(name) ?? spoken(name, cut.variables)));
    return query.queryType === 'rows' ? say('subject.columns', 'time, id, {{named}}', { named }) : named;
  }
  const all =
    query.queryType === 'rows'
      ? t('datasource.subject.all-columns', 'all declared columns')
      : allOf(cut.model, query.queryType === 'summary' ? undefined : method);
  return everything === undefined
    ? all
    : say('subject.all-by', '{{all}} ({{variable}} is set to all)', { all, variable: everything });
}

const special = (name: string): string | undefined =>
  name === 'prediction'
    ? t('datasource.subject.prediction', 'the prediction')
    : name === 'target'
      ? t('datasource.subject.target', 'the target')
      : undefined;

/** Kinds that drift by construction or are not compared: features of them are only answered when they are named. */
const onlyByName: readonly Kind[] = ['id', 'timestamp', 'text', 'embedding'];

function allOf(model: ModelInfo | undefined, method: MethodInfo | undefined): string {
  if (method !== undefined && !(method.kinds.includes('numeric') && method.kinds.includes('categorical'))) {
    return say('subject.compared-by', 'all {{kinds}} features', { kinds: method.kinds.join(', ') });
  }
  if (model === undefined) {
    return t('datasource.subject.all', 'all features');
  }
  const count = model.features.filter(({ kind }) => !onlyByName.includes(kind)).length;
  const features =
    count === 1
      ? t('datasource.subject.the-feature', 'the one feature')
      : say('subject.all-count', 'all {{count}} features', { count });
  return model.prediction ? say('subject.with-prediction', '{{features}} and the prediction', { features }) : features;
}
