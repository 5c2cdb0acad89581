// The spans of services beside the models: one table or one pattern of files for all of them, or none.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import type { Resources, ServerTables } from '../../../resources';
import { keepsTables, placeOf, type Service, type StoreSettings } from '../../../settings';
import { say } from '../../../text';
import type { Loaded } from '../../useLoaded';
import { EntryHead, RemovedEntry } from '../models/EntryHead';
import { ServiceForm } from './ServiceForm';
import { lackingSpans } from './spans';

interface Props {
  service: Service | undefined;
  store: StoreSettings;
  tables: Loaded<ServerTables>;
  resources: Resources;
  /** How often the store was asked anew. */
  attempt: number;
  readOnly: boolean;
  onChange: (service: Service | undefined) => void;
}

export function ServiceEntry({ service, onChange, readOnly, ...shared }: Props) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(false);
  const [removed, setRemoved] = useState<Service>();
  const name = t('datasource.service.title', 'Spans of services');
  if (service === undefined) {
    if (readOnly || !keepsTables(shared.store)) {
      return null;
    }
    return removed ? (
      <RemovedEntry name={name} onPutBack={() => onChange(removed)} />
    ) : (
      <div className={styles.add}>
        <Button
          type="button"
          variant="secondary"
          icon="plus"
          onClick={() => {
            setOpen(true);
            onChange({ source: {} });
          }}
        >
          {t('datasource.service.add', 'Add the spans of services')}
        </Button>
        <span className={styles.what}>
          {t(
            'datasource.service.what',
            'One row a request: rate, errors, durations, Apdex and exceptions of services.'
          )}
        </span>
      </div>
    );
  }
  const lacking = lackingSpans(service);
  return (
    <div role="group" aria-label={name} className={styles.entry}>
      <EntryHead
        name={name}
        wrong={
          lacking.length > 0 ? say('service.lacks', 'say {{missing}}', { missing: lacking.join(', ') }) : undefined
        }
        place={placeOf(service.source) ?? (service.source.sql === undefined ? '' : 'SQL')}
        isOpen={open}
        readOnly={readOnly}
        onToggle={() => setOpen(!open)}
        onRemove={() => {
          setRemoved(placeOf(service.source) || service.source.sql ? service : undefined);
          onChange(undefined);
        }}
      />
      {open && <ServiceForm {...shared} service={service} disabled={readOnly} onChange={onChange} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  entry: css({ marginTop: theme.spacing(2) }),
  add: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginTop: theme.spacing(2),
  }),
  what: css({ color: theme.colors.text.secondary }),
});
