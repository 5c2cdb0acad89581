// The choices of the features field: all of a kind at once, the features by kind, the prediction and the target, and whatever else the query names.
import type { SelectableValue } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { ModelInfo } from '../../../resources';
import type { Kind } from '../../../settings';
import { say } from '../../../text';

/** No name of a feature begins like this. */
const wholeKind = '\u0000all ';

const kindNames = (): Partial<Record<Kind, string>> => ({
  numeric: t('datasource.kinds.numeric', 'Numeric'),
  categorical: t('datasource.kinds.categorical', 'Categorical'),
  boolean: t('datasource.kinds.boolean', 'Boolean'),
});

export function featureChoices(model: ModelInfo | undefined, named: string[]): Array<SelectableValue<string>> {
  const features = model?.features ?? [];
  const names = kindNames();
  const groupNames = [...new Set(features.map(({ kind }) => names[kind] ?? t('datasource.kinds.other', 'Others')))];
  const groups = groupNames.map((label) => ({
    label,
    options: features
      .filter(({ kind }) => (names[kind] ?? t('datasource.kinds.other', 'Others')) === label)
      .map(({ name, kind }) => ({ value: name, label: name, description: kind })),
  }));
  const whole = (Object.keys(names) as Kind[])
    .map((kind) => ({ kind, count: features.filter((feature) => feature.kind === kind).length }))
    .filter(({ count }) => count > 1)
    .map(({ kind, count }) => ({
      value: wholeKind + kind,
      label: say('features.all-of', 'All {{count}} {{kind}} features', { count, kind }),
    }));
  const outcomes = [
    ...(model?.prediction
      ? [{ value: 'prediction', label: t('datasource.query.prediction', 'prediction'), description: model.prediction }]
      : []),
    ...(model?.target
      ? [{ value: 'target', label: t('datasource.query.target', 'target'), description: model.target }]
      : []),
  ];
  const listed = [...features.map(({ name }) => name), ...outcomes.map(({ value }) => value)];
  const others = [...new Set(named)].filter((name) => name !== '' && !listed.includes(name));
  return [
    ...whole,
    ...groups,
    ...(outcomes.length > 0 ? [{ label: t('datasource.features.outcomes', 'Model'), options: outcomes }] : []),
    ...(others.length > 0
      ? [
          {
            label: t('datasource.features.others', 'Variables and others'),
            options: others.map((name) => ({ value: name, label: name })),
          },
        ]
      : []),
  ];
}

/** The names that were chosen: a kind as a whole stands for its features. */
export function chosenFeatures(values: string[], model: ModelInfo | undefined): string[] {
  return [
    ...new Set(
      values.flatMap((value) =>
        value.startsWith(wholeKind)
          ? (model?.features ?? []).filter(({ kind }) => kind === value.slice(wholeKind.length)).map(({ name }) => name)
          : value
      )
    ),
  ];
}
