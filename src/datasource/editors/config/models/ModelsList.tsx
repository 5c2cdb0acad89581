// The models that are monitored, one open at a time.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import type { FolderFiles, Resources, ServerTables } from '../../../resources';
import { type Model, placeOf, type StoreSettings } from '../../../settings';
import type { Loaded } from '../../useLoaded';
import type { Dashboards } from '../check/dashboards';
import { EntryHead, RemovedEntry } from './EntryHead';
import { ModelPath } from './ModelPath';
import { useEntries } from './useEntries';

interface Props {
  uid: string;
  models: Model[];
  store: StoreSettings;
  files: Loaded<FolderFiles>;
  tables: Loaded<ServerTables>;
  resources: Resources;
  dashboards: Dashboards;
  /** How often the store was asked anew: what was read of it is asked anew as well. */
  attempt: number;
  saved: boolean;
  readOnly: boolean;
  onChange: (models: Model[]) => void;
}

export function ModelsList({ models, onChange, ...shared }: Props) {
  const { readOnly } = shared;
  const styles = useStyles2(getStyles);
  const { entries, begin, set, remove, putBack } = useEntries(models, onChange, !readOnly);
  const [open, setOpen] = useState<number | undefined>(models.length <= 1 ? entries[0]?.key : undefined);
  const [opened, setOpened] = useState<number[]>([]);
  // Which of the steps is open at first: of a model that was there before the page, the check.
  const [known] = useState(() => entries.flatMap(({ key, model }) => (model ? [key] : [])));
  if (open !== undefined && !opened.includes(open)) {
    setOpened([...opened, open]);
  }
  const drafting = entries.some(({ model, removed }) => model === undefined && !removed);

  return (
    <>
      {entries.map(({ key, model, removed }) => {
        const isOpen = open === key;
        const name = model?.name ?? t('datasource.models.new', 'New model');
        const taken = entries.flatMap((other) =>
          other.key !== key && other.model && !other.removed ? [other.model.name] : []
        );
        if (removed) {
          return <RemovedEntry key={key} name={name} onPutBack={() => putBack(key)} />;
        }
        return (
          <div key={key} role="group" aria-label={name} className={styles.model}>
            {(model !== undefined || models.length > 0) && (
              <EntryHead
                name={name}
                wrong={
                  taken.includes(name) ? t('datasource.models.namesake', 'has the name of another model') : undefined
                }
                place={(model && placeOf(model.source)) ?? ''}
                isOpen={isOpen}
                readOnly={readOnly}
                onToggle={() => setOpen(isOpen ? undefined : key)}
                onRemove={() => remove(key)}
              />
            )}
            {opened.includes(key) && (
              <div hidden={!isOpen} className={styles.path}>
                <ModelPath
                  {...shared}
                  model={model}
                  taken={taken}
                  begin={known.includes(key) ? 'check' : 'log'}
                  onChange={(changed) => set(key, changed)}
                />
              </div>
            )}
          </div>
        );
      })}
      {!readOnly && !drafting && (
        <Button type="button" variant="secondary" icon="plus" onClick={() => setOpen(begin())}>
          {models.length === 0
            ? t('datasource.models.add', 'Add a model')
            : t('datasource.models.another', 'Add another model')}
        </Button>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  model: css({ marginBottom: theme.spacing(2) }),
  path: css({ paddingTop: theme.spacing(1), '&[hidden]': { display: 'none' } }),
});
