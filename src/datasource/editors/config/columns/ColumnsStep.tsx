// Step 3: what the columns of the log are. Roles are guessed; whoever knows better changes them.
import { t } from '@grafana/i18n';
import { Alert, Collapse, Field, LoadingPlaceholder } from '@grafana/ui';
import React, { useId, useState } from 'react';
import type { Schema } from '../../../resources';
import type { Model } from '../../../settings';
import { CommitInput } from '../../CommitInput';
import type { Loaded } from '../../useLoaded';
import { CommitTextArea } from '../CommitTextArea';
import { formatPairs, parsePairs } from '../pairs';
import { Binnings } from './Binnings';
import { ColumnsTable } from './ColumnsTable';
import { ComputedFeatures } from './ComputedFeatures';
import { Importances } from './Importances';
import { mayBeTime } from './roles';
import { TargetForm } from './TargetForm';

interface Props {
  model: Model;
  schema: Loaded<Schema>;
  disabled: boolean;
  onChange: (model: Model) => void;
}

export function ColumnsStep({ model, schema, disabled, onChange }: Props) {
  const id = useId();
  const [more, setMore] = useState(false);
  const change = (part: Partial<Model>) => onChange({ ...model, ...part });
  const columns = schema.value?.columns;
  return (
    <>
      {schema.loading && <LoadingPlaceholder text={t('datasource.columns.reading', 'Reading the columns …')} />}
      {model.time === undefined && columns !== undefined && (
        <Alert severity="warning" title={t('datasource.columns.no-time', 'No column is the time')}>
          {columns.some(mayBeTime)
            ? t(
                'datasource.columns.no-time-what',
                'Drift over time needs one: give a column of times the role “Time”. Without it all rows are one window, and the next step must name another file to compare with.'
              )
            : t(
                'datasource.columns.no-times-what',
                'None can be read as times, so all rows are one window, and the next step must name another file to compare with. Drift over time needs a column of dates, or of seconds since 1970.'
              )}
        </Alert>
      )}
      {model.prediction === undefined && columns !== undefined && (
        <Alert severity="info" title={t('datasource.columns.no-prediction', 'No column is the prediction')}>
          {t(
            'datasource.columns.no-prediction-what',
            'That is allowed: drift of the inputs is watched, of the answers not. If the log has it, give it the role “Prediction”.'
          )}
        </Alert>
      )}
      {columns && <ColumnsTable model={model} columns={columns} disabled={disabled} onChange={onChange} />}
      <Collapse
        label={t(
          'datasource.columns.more',
          'More: computed features, importances, bins, labels that come later, names of classes'
        )}
        isOpen={more}
        onToggle={() => setMore(!more)}
        collapsible
      >
        <ComputedFeatures model={model} disabled={disabled} onChange={onChange} />
        <Importances model={model} disabled={disabled} onChange={onChange} />
        <Binnings model={model} columns={columns ?? []} disabled={disabled} onChange={onChange} />
        <TargetForm model={model} disabled={disabled} onChange={(target) => change({ target })} />
        <Field
          label={t('datasource.columns.labels', 'Names of classes')}
          description={t('datasource.columns.labels-what', 'One a line: stored value = name')}
          disabled={disabled}
        >
          <CommitTextArea
            id={`${id}-labels`}
            rows={3}
            placeholder={'0 = negative\n1 = positive'}
            value={formatPairs(model.labels)}
            onCommit={(text) => change({ labels: parsePairs(text) })}
          />
        </Field>
        <Field
          label={t('datasource.columns.clock', 'Zone of stored times')}
          description={t('datasource.columns.clock-what', 'In which zone the log writes times that name none')}
          disabled={disabled}
        >
          <CommitInput
            id={`${id}-clock`}
            width={40}
            placeholder="UTC"
            value={model.clock ?? ''}
            onCommit={(clock) => change({ clock: clock || undefined })}
          />
        </Field>
        <Field
          label={t('datasource.columns.lateness', 'Lateness')}
          description={t(
            'datasource.columns.lateness-what',
            'How long after its end a window may still get rows: 10m, 2h'
          )}
          disabled={disabled}
        >
          <CommitInput
            id={`${id}-lateness`}
            width={20}
            placeholder="0"
            value={model.lateness ?? ''}
            onCommit={(lateness) => change({ lateness: lateness || undefined })}
          />
        </Field>
      </Collapse>
    </>
  );
}
