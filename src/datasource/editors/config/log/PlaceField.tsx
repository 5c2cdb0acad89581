// Where rows lie: a table of the server, or a file or a pattern of files.
import { t } from '@grafana/i18n';
import { Field } from '@grafana/ui';
import React from 'react';
import type { ServerTables } from '../../../resources';
import { isServer, type StoreSettings } from '../../../settings';
import { say } from '../../../text';
import { CommitInput } from '../../CommitInput';
import type { Loaded } from '../../useLoaded';
import { TableField } from './TableField';

interface Props {
  id: string;
  store: StoreSettings;
  tables: Loaded<ServerTables>;
  chosen: string | undefined;
  /** What the name of a file may look like. */
  example?: string;
  disabled: boolean;
  onChoose: (place: string) => void;
}

export function PlaceField({ example = 'digits/*.parquet', ...props }: Props) {
  const { id, store, chosen, disabled, onChoose } = props;
  if (isServer(store)) {
    return <TableField {...props} />;
  }
  return (
    <Field
      label={t('datasource.log.file', 'File or pattern')}
      description={say(
        'log.file-what',
        'Below the folder. * stands for any name, ** for any folders: {{example}} takes tomorrow’s file as well.',
        { example }
      )}
      htmlFor={id}
      disabled={disabled}
    >
      <CommitInput
        id={id}
        width={60}
        placeholder={example}
        value={chosen ?? ''}
        onCommit={(file) => file && onChoose(file)}
      />
    </Field>
  );
}
