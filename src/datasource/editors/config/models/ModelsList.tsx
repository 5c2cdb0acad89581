// The models that are monitored, one open at a time.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Icon, Text, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import type { FolderFiles, Resources, ServerTables } from '../../../resources';
import { type Model, placeOf, type StoreSettings } from '../../../settings';
import { say } from '../../../text';
import type { Loaded } from '../../useLoaded';
import type { Dashboards } from '../check/dashboards';
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
          return (
            <div key={key} role="status" className={styles.removed}>
              <Text color="secondary">{say('models.removed', '{{name}} is removed when you save.', { name })}</Text>
              <Button type="button" size="sm" variant="secondary" icon="history" onClick={() => putBack(key)}>
                {t('datasource.models.undo', 'Undo')}
              </Button>
            </div>
          );
        }
        return (
          <div key={key} role="group" aria-label={name} className={styles.model}>
            {(model !== undefined || models.length > 0) && (
              <div className={styles.head}>
                <h3 className={styles.name}>{name}</h3>
                {taken.includes(name) && (
                  <span className={styles.wrong}>
                    <Icon name="exclamation-triangle" size="sm" aria-hidden />{' '}
                    {t('datasource.models.namesake', 'has the name of another model')}
                  </span>
                )}
                <span className={styles.source}>{(model && placeOf(model.source)) ?? ''}</span>
                <Button
                  type="button"
                  size="sm"
                  variant="secondary"
                  icon={isOpen ? 'angle-up' : readOnly ? 'eye' : 'edit'}
                  aria-expanded={isOpen}
                  aria-label={actOn(isOpen, readOnly, name)}
                  onClick={() => setOpen(isOpen ? undefined : key)}
                >
                  {isOpen
                    ? t('datasource.models.close', 'Close')
                    : readOnly
                      ? t('datasource.models.show', 'Show')
                      : t('datasource.models.edit', 'Edit')}
                </Button>
                {!readOnly && (
                  <Button
                    type="button"
                    size="sm"
                    variant="secondary"
                    icon="trash-alt"
                    aria-label={say('models.remove-label', 'Remove {{name}}', { name })}
                    onClick={() => remove(key)}
                  >
                    {t('datasource.models.remove', 'Remove')}
                  </Button>
                )}
              </div>
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

function actOn(isOpen: boolean, readOnly: boolean, name: string): string {
  if (isOpen) {
    return say('models.close-label', 'Close {{name}}', { name });
  }
  return readOnly
    ? say('models.show-label', 'Show {{name}}', { name })
    : say('models.edit-label', 'Edit {{name}}', { name });
}

const getStyles = (theme: GrafanaTheme2) => ({
  model: css({ marginBottom: theme.spacing(2) }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    alignItems: 'center',
    padding: theme.spacing(1, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  name: css({ margin: 0, fontSize: theme.typography.h4.fontSize }),
  wrong: css({ color: theme.colors.warning.text }),
  source: css({ color: theme.colors.text.secondary, flex: '1 1 auto', overflowWrap: 'anywhere' }),
  path: css({ paddingTop: theme.spacing(1), '&[hidden]': { display: 'none' } }),
  removed: css({
    display: 'flex',
    gap: theme.spacing(1),
    alignItems: 'center',
    padding: theme.spacing(1, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
});
