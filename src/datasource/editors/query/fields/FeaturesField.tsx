import { t } from '@grafana/i18n';
import { MultiSelect } from '@grafana/ui';
import React, { useId } from 'react';
import { typable } from '../../typable';
import { errorsAt } from '../explain/answer';
import { Cell } from '../layout';
import { chosenFeatures, featureChoices } from './features';
import type { PartProps } from './part';

/** Which features; of raw rows, which columns. */
export function FeaturesField({ query, known, errors, onChange }: PartProps) {
  const id = useId();
  const { features = [], queryType } = query;
  const rows = queryType === 'rows';
  return (
    <Cell
      label={rows ? t('datasource.query.rows-columns', 'Columns') : t('datasource.query.features', 'Features')}
      htmlFor={id}
      help={
        rows
          ? t(
              'datasource.query.rows-columns-what',
              'Beside time and id, which always come. None: all declared columns.'
            )
          : t(
              'datasource.query.features-what',
              'None: all of them. What is shown changes no verdict: the correction is over all features of the model anyway.'
            )
      }
      width={260}
      greedy
      errors={errorsAt(errors, 'features')}
    >
      <MultiSelect
        inputId={id}
        options={featureChoices(known.model, [...features, ...known.variables])}
        value={features}
        placeholder={
          rows
            ? t('datasource.query.columns-placeholder', 'All declared columns')
            : t('datasource.query.features-placeholder', 'All features')
        }
        {...typable}
        closeMenuOnSelect={false}
        onChange={(choices) =>
          onChange({
            features: chosenFeatures(
              choices.map(({ value }) => value ?? ''),
              known.model
            ),
          })
        }
      />
    </Cell>
  );
}
