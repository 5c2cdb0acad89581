import { t } from '@grafana/i18n';
import { Alert, Button, Field, LoadingPlaceholder, Stack } from '@grafana/ui';
import React, { useCallback, useId, useState } from 'react';
import type { Resources } from '../../resources';
import type { Model } from '../../settings';
import { CommitInput } from '../CommitInput';
import { useLoaded } from '../useLoaded';
import { ColumnsTable } from './ColumnsTable';
import { CommitTextArea } from './CommitTextArea';
import { ComputedFeatures } from './ComputedFeatures';
import { formatPairs, parsePairs } from './pairs';
import { PreviewTable } from './PreviewTable';
import { ReferenceForm } from './ReferenceForm';
import { TargetForm } from './TargetForm';

interface Props {
  model: Model;
  resources: Resources;
  onChange: (model: Model) => void;
}

const width = 60;

/** Everything about one model. */
export function ModelForm({ model, resources, onChange }: Props) {
  const id = useId();
  const [previewing, setPreviewing] = useState(false);
  // Only the source decides what columns there are: asking again at every change of a role would be slow and useless.
  const { file, table, sql } = model.source;
  const loadSchema = useCallback(() => resources.schema({ file, table, sql }), [resources, file, table, sql]);
  const loadPreview = useCallback(() => resources.preview({ file, table, sql }), [resources, file, table, sql]);
  const schema = useLoaded(loadSchema);
  const preview = useLoaded(previewing ? loadPreview : undefined);
  const change = (part: Partial<Model>) => onChange({ ...model, ...part });

  return (
    <Stack direction="column" gap={1}>
      <Field label={t('datasource.model.name', 'Name')}>
        <CommitInput id={`${id}-name`} width={width} value={model.name} onCommit={(name) => name && change({ name })} />
      </Field>
      {sql === undefined && (
        <Field
          label={t('datasource.model.file', 'File or pattern')}
          description={t('datasource.model.file-what', 'Below the folder, such as digits/*.parquet')}
        >
          <CommitInput
            id={`${id}-file`}
            width={width}
            value={file ?? ''}
            onCommit={(changed) => changed && change({ source: { file: changed } })}
          />
        </Field>
      )}
      {schema.loading && <LoadingPlaceholder text={t('datasource.model.reading', 'Reading the columns …')} />}
      {schema.error && <Alert severity="error" title={schema.error} />}
      {schema.value && <ColumnsTable model={model} columns={schema.value} onChange={onChange} />}
      <ComputedFeatures model={model} onChange={onChange} />
      <div>
        <Button
          type="button"
          variant="secondary"
          icon="eye"
          aria-expanded={previewing}
          onClick={() => setPreviewing(!previewing)}
        >
          {previewing ? t('datasource.model.hide-rows', 'Hide rows') : t('datasource.model.show-rows', 'Show rows')}
        </Button>
      </div>
      {previewing && preview.loading && (
        <LoadingPlaceholder text={t('datasource.model.reading-rows', 'Reading rows …')} />
      )}
      {previewing && preview.error && <Alert severity="error" title={preview.error} />}
      {previewing && preview.value && <PreviewTable preview={preview.value} />}
      <TargetForm model={model} onChange={(target) => change({ target })} />
      {Array.isArray(model.reference) ? (
        <Field
          label={t('datasource.model-reference.title', 'Reference')}
          description={t(
            'datasource.model-reference.several',
            'This model has {{n}} references, by date or by version. They are changed on the model’s page in the Tideline app.',
            { n: model.reference.length }
          )}
        >
          <></>
        </Field>
      ) : (
        <ReferenceForm reference={model.reference} onChange={(reference) => change({ reference })} />
      )}
      <Field
        label={t('datasource.model.window', 'Window')}
        description={t(
          'datasource.model.window-what',
          'What is compared at a time, unless a query says otherwise: 1h, 6h, 1d, 1w'
        )}
      >
        <CommitInput
          id={`${id}-window`}
          width={20}
          placeholder="1d"
          value={model.window ?? ''}
          onCommit={(window) => change({ window: window || undefined })}
        />
      </Field>
      <Field
        label={t('datasource.model.timezone', 'Time zone')}
        description={t('datasource.model.timezone-what', 'Where its days begin, such as Europe/Copenhagen')}
      >
        <CommitInput
          id={`${id}-timezone`}
          width={width}
          placeholder="UTC"
          value={model.timezone ?? ''}
          onCommit={(timezone) => change({ timezone: timezone || undefined })}
        />
      </Field>
      <Field
        label={t('datasource.model.clock', 'Zone of stored times')}
        description={t('datasource.model.clock-what', 'In which zone the log writes times that name none')}
      >
        <CommitInput
          id={`${id}-clock`}
          width={width}
          placeholder="UTC"
          value={model.clock ?? ''}
          onCommit={(clock) => change({ clock: clock || undefined })}
        />
      </Field>
      <Field
        label={t('datasource.model.lateness', 'Lateness')}
        description={t('datasource.model.lateness-what', 'How long after its end a window may still get rows: 10m, 2h')}
      >
        <CommitInput
          id={`${id}-lateness`}
          width={20}
          placeholder="0"
          value={model.lateness ?? ''}
          onCommit={(lateness) => change({ lateness: lateness || undefined })}
        />
      </Field>
      <Field
        label={t('datasource.model.labels', 'Names of classes')}
        description={t('datasource.model.labels-what', 'One a line: stored value = name')}
      >
        <CommitTextArea
          id={`${id}-labels`}
          rows={3}
          placeholder={'0 = negative\n1 = positive'}
          value={formatPairs(model.labels)}
          onCommit={(text) => change({ labels: parsePairs(text) })}
        />
      </Field>
    </Stack>
  );
}
