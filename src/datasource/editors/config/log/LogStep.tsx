// Step 2: which files or which table are one model's log. Choosing them guesses what their columns are.
import { t } from '@grafana/i18n';
import { Alert, Box, Button, Field, LoadingPlaceholder, RadioButtonGroup } from '@grafana/ui';
import React, { useId, useState } from 'react';
import type { FolderFiles, Preview, Resources, Schema, ServerTables } from '../../../resources';
import { keepsRows, type Model, placeOf, type StoreSettings } from '../../../settings';
import { say } from '../../../text';
import { CommitInput } from '../../CommitInput';
import type { Loaded } from '../../useLoaded';
import { useAsked } from '../path/useAsked';
import { FilesTable } from './FilesTable';
import { inLayout, type Layout, worthShowing } from './layouts';
import { maybePartitioned } from './partition';
import { PartitionField } from './PartitionField';
import { PlaceField } from './PlaceField';
import { PreviewTable } from './PreviewTable';
import { layoutsOf, telemetryIn } from './telemetry';
import { TelemetryFields } from './TelemetryFields';
import { UsePattern } from './UsePattern';
import type { Pick } from './usePick';

interface Props {
  model: Model | undefined;
  /** Names of the other models. */
  taken: string[];
  store: StoreSettings;
  files: Loaded<FolderFiles>;
  tables: Loaded<ServerTables>;
  schema: Loaded<Schema>;
  resources: Resources;
  pick: Pick;
  /** "Save & test" was pressed and waits for the file that is being read. */
  saving: boolean;
  disabled: boolean;
  onChange: (model: Model) => void;
}

export function LogStep({
  model,
  taken,
  store,
  files,
  tables,
  schema,
  resources,
  pick,
  saving,
  disabled,
  onChange,
}: Props) {
  const id = useId();
  const [layout, setLayout] = useState<Layout>('all');
  const [previewing, setPreviewing] = useState(false);
  const [refused, setRefused] = useState<string>();
  const clash = refused ?? (model && taken.includes(model.name) ? model.name : undefined);
  const found = worthShowing(files.value?.files ?? []);
  const hasObjects = found.some(({ objects }) => objects);
  const listed = found.filter((file) => inLayout(layout, file));
  const chosen = pick.file ?? (model && placeOf(model.source));
  const layouts = chosen === undefined ? [] : layoutsOf(store, chosen);
  const preview = useAsked(
    previewing && model !== undefined ? { store, source: model.source } : undefined,
    resources.preview
  );
  return (
    <>
      {hasObjects && (
        <Field label={t('datasource.log.layout', 'How the log is written')}>
          <RadioButtonGroup<Layout>
            aria-label={t('datasource.log.layout', 'How the log is written')}
            value={layout}
            disabled={disabled}
            options={[
              { value: 'all', label: t('datasource.log.layout-all', 'All that was found') },
              { value: 'table', label: t('datasource.log.layout-table', 'CSV or Parquet log') },
              { value: 'objects', label: t('datasource.log.layout-objects', 'One JSON file a prediction') },
            ]}
            onChange={setLayout}
          />
        </Field>
      )}
      {files.loading && <LoadingPlaceholder text={t('datasource.log.listing', 'Looking for logs …')} />}
      {listed.length > 0 && <FilesTable files={listed} chosen={chosen} disabled={disabled} onChoose={pick.choose} />}
      {files.value?.more && (
        <p>{t('datasource.log.more', 'The folder holds more than is listed. A pattern takes files that are not.')}</p>
      )}
      {model?.source.sql === undefined && (
        <PlaceField
          id={`${id}-place`}
          store={store}
          tables={tables}
          chosen={chosen}
          disabled={disabled}
          onChoose={pick.choose}
        />
      )}
      {chosen !== undefined && model && placeOf(model.source) === chosen && layouts.length > 0 && (
        <TelemetryFields
          value={telemetryIn(model.source)}
          layouts={layouts}
          disabled={disabled}
          onChange={(telemetry) => pick.choose(chosen, telemetry)}
        />
      )}
      {model !== undefined && maybePartitioned(store, model.source) && (
        <PartitionField
          source={model.source}
          columns={schema.value?.columns ?? []}
          disabled={disabled}
          onChange={(source) => onChange({ ...model, source })}
        />
      )}
      {pick.busy && (
        <LoadingPlaceholder
          text={
            saving
              ? say('log.saving', 'Reading {{file}}; it is saved when it is read …', { file: pick.file ?? '' })
              : say('log.guessing', 'Reading {{file}} …', { file: pick.file ?? '' })
          }
        />
      )}
      {pick.error !== undefined && (
        <Alert severity="error" title={pick.error}>
          {model === undefined
            ? t('datasource.log.again', 'Choose another, or correct its name.')
            : say('log.kept', 'The model still reads {{file}}.', { file: placeOf(model.source) ?? 'SQL' })}
        </Alert>
      )}
      {schema.value?.problems.slice(1).map((problem) => (
        // the first stands at the step itself
        <Alert key={problem} severity="warning" title={problem} />
      ))}
      {schema.value?.warnings.map(({ text, pattern }) => (
        <Alert key={text} severity="warning" title={text}>
          {pattern !== undefined && !disabled && (
            <UsePattern
              pattern={pattern}
              onUse={(chosen) => {
                pick.choose(chosen);
                document.getElementById(`${id}-place`)?.focus(); // where it stands then, and another can be typed
              }}
            />
          )}
        </Alert>
      ))}
      {schema.value?.notices.map((notice) => (
        <Alert key={notice} severity="info" title={notice} />
      ))}
      {model !== undefined && (
        <>
          <Field
            label={t('datasource.log.name', 'Name of the model')}
            htmlFor={`${id}-name`}
            disabled={disabled}
            invalid={clash !== undefined}
            error={clash && say('log.taken', 'Another model is called {{name}}', { name: clash })}
          >
            <CommitInput
              id={`${id}-name`}
              width={60}
              value={model.name}
              onCommit={(name) => {
                const isTaken = taken.includes(name);
                setRefused(isTaken ? name : undefined);
                if (name !== '' && !isTaken) {
                  onChange({ ...model, name });
                }
              }}
            />
          </Field>
          {keepsRows(store) && (
            <Box marginBottom={2}>
              <Button
                type="button"
                variant="secondary"
                icon="eye"
                aria-expanded={previewing}
                onClick={() => setPreviewing(!previewing)}
              >
                {previewing ? t('datasource.log.hide-rows', 'Hide rows') : t('datasource.log.show-rows', 'Show rows')}
              </Button>
            </Box>
          )}
          {previewing && keepsRows(store) && <Rows preview={preview} />}
        </>
      )}
    </>
  );
}

function Rows({ preview }: { preview: Loaded<Preview> }) {
  if (preview.error !== undefined) {
    return <Alert severity="error" title={preview.error} />;
  }
  return preview.value === undefined ? (
    <LoadingPlaceholder text={t('datasource.log.reading-rows', 'Reading rows …')} />
  ) : (
    <PreviewTable preview={preview.value} />
  );
}
