import { t } from '@grafana/i18n';
import { Alert, Button, InlineField, InlineFieldRow, Select } from '@grafana/ui';
import React, { useCallback, useState } from 'react';
import type { FileInfo, Resources } from '../../resources';
import type { Model } from '../../settings';
import { messageOf, useLoaded } from '../useLoaded';

interface Props {
  /** The names that are taken. */
  names: string[];
  resources: Resources;
  onAdd: (model: Model) => void;
}

/** Makes a model of a file or of all files that match a pattern, with every column's role guessed. */
export function AddModel({ names, resources, onAdd }: Props) {
  const load = useCallback(() => resources.files(), [resources]);
  const files = useLoaded(load);
  const [file, setFile] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();

  const add = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const guessed = await resources.guess({ file });
      onAdd({ ...guessed, name: unused(guessed.name || 'model', names), source: { file } });
      setFile('');
    } catch (failure) {
      setError(messageOf(failure));
    } finally {
      setBusy(false);
    }
  };

  const choices = (files.value ?? []).map((found) => ({
    value: found.path,
    label: found.path,
    description: describe(found),
  }));
  if (file !== '' && !choices.some(({ value }) => value === file)) {
    choices.push({ value: file, label: file, description: '' });
  }
  const failure = error ?? files.error;
  return (
    <div>
      {failure && <Alert severity="error" title={failure} />}
      {files.value?.length === 0 && (
        <Alert
          severity="warning"
          title={t('datasource.add.no-files', 'The folder holds no Parquet, CSV or JSON files')}
        />
      )}
      <InlineFieldRow>
        <InlineField
          label={t('datasource.add.file', 'File or pattern')}
          tooltip={t(
            'datasource.add.file-what',
            'Below the folder. A pattern such as digits/*.parquet takes all files that match, also those that come later.'
          )}
          htmlFor="tideline-file"
          labelWidth={18}
        >
          <Select
            inputId="tideline-file"
            width={50}
            isLoading={files.loading}
            options={choices}
            value={file || null}
            allowCustomValue
            placeholder={t('datasource.add.file-placeholder', 'Choose or type')}
            onChange={({ value }) => setFile(value ?? '')}
          />
        </InlineField>
        <Button
          type="button"
          variant="secondary"
          icon={busy ? 'fa fa-spinner' : 'plus'}
          disabled={file === '' || busy}
          onClick={add}
        >
          {t('datasource.add.add', 'Add model')}
        </Button>
      </InlineFieldRow>
    </div>
  );
}

/** A name like the wanted one that is not taken. */
function unused(name: string, taken: string[]): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!taken.includes(candidate)) {
      return candidate;
    }
  }
}

function describe({ kind, bytes, modified }: FileInfo): string {
  const megabytes = (bytes / 1e6).toLocaleString(undefined, { maximumFractionDigits: 1 });
  return t('datasource.add.describe', '{{kind}}, {{megabytes}} MB, {{date}}', {
    kind: kind === 'glob' ? t('datasource.add.pattern', 'all of these files') : kind,
    megabytes,
    date: new Date(modified).toLocaleString(),
    interpolation: { escapeValue: false },
  });
}
