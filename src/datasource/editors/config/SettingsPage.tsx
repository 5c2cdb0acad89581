// The settings as a path: where the logs lie, then for each model its log, its columns, its reference, and a check; and the spans of services. Whatever is
// found is guessed first and corrected by the user.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, ClipboardButton, ControlledCollapse, useStyles2 } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import type { Health } from '../../health';
import type { Resources } from '../../resources';
import { isServer, secretNames, type Settings, type Source } from '../../settings';
import type { Dashboards } from './check/dashboards';
import { TestReport } from './check/TestReport';
import { ModelsList } from './models/ModelsList';
import { Step } from './path/Step';
import { serverStep, storeStep } from './path/steps';
import { stepTitle } from './path/titles';
import { useAsked } from './path/useAsked';
import { provisioningYaml } from './provisioning';
import { ServiceEntry } from './service/ServiceEntry';
import { lacking } from './store/engines';
import type { SecretFields } from './store/secrets';
import { StoreStep } from './store/StoreStep';
import { tablesOf } from './store/tables';

interface Props {
  /** The data source itself, as a provisioning file names it. */
  identity: { name: string; uid: string; type: string };
  settings: Settings;
  secrets: SecretFields;
  resources: Resources;
  dashboards: Dashboards;
  /** Whether Grafana has what the page shows. */
  saved: boolean;
  /** What "Save & test" found of what the page shows. */
  health?: Health;
  readOnly: boolean;
  onChange: (part: Partial<Settings>) => void;
}

export function SettingsPage({
  identity,
  settings,
  secrets,
  resources,
  dashboards,
  saved,
  health,
  readOnly,
  onChange,
}: Props) {
  const styles = useStyles2(getStyles);
  const { store = { engine: 'duckdb' }, models = [], service } = useMemo(() => withSources(settings), [settings]);
  const onServer = isServer(store);
  const missing = lacking(store);
  const ready = Boolean(identity.uid) && missing.length === 0;
  const [attempt, setAttempt] = useState(0);
  const files = useAsked(ready && !onServer ? { store } : undefined, resources.files, attempt);
  const tables = useAsked(ready && onServer ? { store } : undefined, resources.tables, attempt);
  const view = onServer ? serverStep(store, missing, tables) : storeStep(files);
  const [toggled, setToggled] = useState<boolean>();
  // Open where there is something to do.
  const open = toggled ?? (models.length === 0 || view.state === 'wrong');
  return (
    <div className={styles.page} onKeyDown={keepFromSaving}>
      {readOnly && (
        <Alert
          severity="info"
          title={t('datasource.config.read-only', 'These settings come from a provisioning file and are changed there')}
        />
      )}
      <Step
        number={1}
        title={stepTitle('store')}
        view={view}
        open={open}
        onToggle={() => setToggled(!open)}
        onAgain={() => setAttempt(attempt + 1)}
      >
        <StoreStep
          store={store}
          secrets={secrets}
          files={files}
          resources={resources}
          tables={tablesOf({ models, service })}
          disabled={readOnly}
          onChange={(changed) => onChange({ store: changed })}
        />
      </Step>
      <ModelsList
        uid={identity.uid}
        models={models}
        store={store}
        files={files}
        tables={tables}
        resources={resources}
        dashboards={dashboards}
        attempt={attempt}
        saved={saved}
        readOnly={readOnly}
        onChange={(changed) => onChange({ models: changed, store })}
      />
      <ServiceEntry
        service={service}
        store={store}
        tables={tables}
        resources={resources}
        attempt={attempt}
        readOnly={readOnly}
        onChange={(changed) => onChange({ service: changed, store })}
      />
      <div className={styles.yaml}>
        <ControlledCollapse label={t('datasource.config.yaml', 'The same as a provisioning file')} isOpen={readOnly}>
          <ProvisioningFile
            yaml={provisioningYaml(
              identity,
              { ...settings, store, models },
              onServer ? secretNames.filter(secrets.isSet) : []
            )}
          />
        </ControlledCollapse>
      </div>
      {health && <TestReport health={health} />}
    </div>
  );
}

/** The page stands in a form of Grafana's: Enter in an input would save all that is there, and what is still being read would be lost. */
function keepFromSaving(event: React.KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
    event.preventDefault();
  }
}

function ProvisioningFile({ yaml }: { yaml: string }) {
  return (
    <>
      <pre tabIndex={0} aria-label={t('datasource.config.yaml-label', 'Provisioning file')}>
        {yaml}
      </pre>
      <ClipboardButton variant="secondary" icon="copy" getText={() => yaml}>
        {t('datasource.config.copy', 'Copy')}
      </ClipboardButton>
    </>
  );
}

/** A provisioning file is written by hand, and may have forgotten where a log or the spans lie: that is what the page is there to ask. */
function withSources({ models, service, ...rest }: Settings): Settings {
  return { ...rest, models: models?.map(withSource), service: service && withSource(service) };
}

const withSource = <T extends { source: Source }>(read: T): T => (read.source ? read : { ...read, source: {} });

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ maxWidth: 1100 }),
  yaml: css({ marginTop: theme.spacing(3) }),
});
