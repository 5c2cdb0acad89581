// How methods of shares cut the numbers of single features, where a query does not say.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Field, IconButton, Select, useStyles2 } from '@grafana/ui';
import React, { useId, useState } from 'react';
import type { Binning } from '../../../query/query';
import type { Column } from '../../../resources';
import type { Feature, Model } from '../../../settings';
import { say } from '../../../text';
import { BinningFields } from '../../query/fields/BinningFields';

interface Props {
  model: Model;
  columns: Column[];
  disabled: boolean;
  onChange: (model: Model) => void;
}

export function Binnings({ model, columns, disabled, onChange }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const [added, setAdded] = useState<string[]>([]); // chosen, and perhaps the default still
  const features = model.features ?? [];
  const shown = features.filter(({ name, binning }) => binning !== undefined || added.includes(name));
  const others = features.filter((feature) => !shown.includes(feature) && isNumeric(feature, columns));
  const set = (of: Feature, binning: Binning | undefined) =>
    onChange({ ...model, features: features.map((feature) => (feature === of ? { ...feature, binning } : feature)) });
  return (
    <>
      <Field
        label={t('datasource.binnings.title', 'Bins of single features')}
        description={t(
          'datasource.binnings.what',
          'How PSI, χ² and other methods of shares cut a feature’s numbers where a query does not say. Default: ten quantiles of the reference.'
        )}
        htmlFor={`${id}-add`}
        disabled={disabled}
      >
        <Select
          inputId={`${id}-add`}
          width={40}
          options={others.map(({ name }) => ({ value: name, label: name }))}
          value={null}
          placeholder={t('datasource.binnings.add', 'Choose a feature')}
          onChange={({ value }) => value && setAdded([...added, value])}
        />
      </Field>
      {shown.map((feature) => (
        <div key={feature.name} role="group" aria-label={feature.name} className={styles.feature}>
          <span className={styles.name}>{feature.name}</span>
          <BinningFields
            query={{ binning: feature.binning }}
            errors={[]}
            disabled={disabled}
            onChange={({ binning }) => set(feature, binning)}
          />
          {!disabled && (
            <IconButton
              name="trash-alt"
              aria-label={say('binnings.remove', 'The default bins for {{name}}', { name: feature.name })}
              onClick={() => {
                setAdded(added.filter((name) => name !== feature.name));
                set(feature, undefined);
              }}
            />
          )}
        </div>
      ))}
    </>
  );
}

function isNumeric({ name, column, kind, expression }: Feature, columns: Column[]): boolean {
  const known = kind ?? columns.find((other) => other.name === (column ?? name))?.kind;
  return known === 'numeric' || (known === undefined && expression !== undefined);
}

const getStyles = (theme: GrafanaTheme2) => ({
  feature: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    maxWidth: 640,
    marginBottom: theme.spacing(1),
  }),
  name: css({ minWidth: 140, fontWeight: theme.typography.fontWeightMedium }),
});
