// Where a server is, who asks it and how it is spoken to. Passwords, tokens and certificates are secrets: Grafana keeps them encrypted.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { ControlledCollapse, Field, Select, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { StoreSettings, TlsMode } from '../../../settings';
import { CommitInput } from '../../CommitInput';
import { CommitTextArea } from '../CommitTextArea';
import { formatPairs, parsePairs } from '../pairs';
import { serverForm, tlsChoices } from './engines';
import { SecretField } from './SecretField';
import type { SecretFields } from './secrets';

interface Props {
  store: StoreSettings;
  secrets: SecretFields;
  /** That are read; none where there is no model yet. */
  tables: string[];
  disabled: boolean;
  onChange: (store: StoreSettings) => void;
}

export function ServerFields({ store, secrets, tables, disabled, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const form = serverForm(store.engine);
  if (form === undefined) {
    return null;
  }
  const set = (part: Partial<StoreSettings>) => onChange({ ...store, ...part });
  const text = (
    name: 'url' | 'database' | 'schema' | 'user' | 'tenant' | 'timeout',
    placeholder: string,
    width = 40
  ) => ({
    id: `tideline-${name}`,
    width,
    disabled,
    placeholder,
    value: store[name] ?? '',
    onCommit: (value: string) => set({ [name]: value || undefined }),
  });
  const { mode = 'verify-full', serverName } = store.tls ?? {};
  const setTls = (tls: StoreSettings['tls']) => {
    const { mode: chosen, serverName: name } = { ...store.tls, ...tls };
    const kept = { ...(chosen && chosen !== 'verify-full' && { mode: chosen }), ...(name && { serverName: name }) };
    set({ tls: Object.keys(kept).length === 0 ? undefined : kept });
  };
  return (
    <>
      <Field
        label={t('datasource.server.address', 'Address')}
        description={t(
          'datasource.server.address-what',
          'As the Grafana server reaches it. Without a port it is the usual one.'
        )}
        htmlFor="tideline-url"
      >
        <CommitInput {...text('url', form.address, 60)} />
      </Field>
      <div className={styles.row}>
        {form.database !== undefined && (
          <Field label={form.database.label} htmlFor="tideline-database">
            <CommitInput {...text('database', form.database.placeholder)} />
          </Field>
        )}
        {form.schema !== undefined && (
          <Field label={t('datasource.server.schema', 'Schema of tables named without one')} htmlFor="tideline-schema">
            <CommitInput {...text('schema', form.schema)} />
          </Field>
        )}
        {form.tenant !== undefined && (
          <Field label={t('datasource.server.tenant', 'Tenant, where many share the server')} htmlFor="tideline-tenant">
            <CommitInput {...text('tenant', form.tenant)} />
          </Field>
        )}
      </div>
      <div className={styles.row}>
        <Field label={t('datasource.server.user', 'User')} htmlFor="tideline-user">
          <CommitInput {...text('user', form.user.placeholder)} autoComplete="off" />
        </Field>
        <SecretField
          name="password"
          label={t('datasource.server.password', 'Password')}
          secrets={secrets}
          disabled={disabled}
        />
        {form.secrets.includes('token') && (
          <SecretField
            name="token"
            label={t('datasource.server.token', 'Token')}
            secrets={secrets}
            disabled={disabled}
          />
        )}
      </div>
      <div className={styles.rights}>
        <p>{form.rights}</p>
        {form.statements !== undefined && (
          <pre tabIndex={0} aria-label={t('datasource.server.rights', 'Statements that give the user its rights')}>
            {form.statements(store, tables.length > 0 ? tables : ['predictions'])}
          </pre>
        )}
      </div>
      <div className={styles.row}>
        <Field label={t('datasource.server.tls', 'Encryption (TLS)')} htmlFor="tideline-tls" disabled={disabled}>
          <Select<TlsMode>
            inputId="tideline-tls"
            width={40}
            options={tlsChoices()}
            value={mode}
            onChange={({ value }) => setTls({ mode: value })}
          />
        </Field>
        <Field
          label={t('datasource.server.timeout', 'Longest a question may take')}
          htmlFor="tideline-timeout"
          disabled={disabled}
        >
          <CommitInput {...text('timeout', '1m', 16)} />
        </Field>
      </div>
      {form.session !== undefined && (
        <Field
          label={t('datasource.server.session', 'Session properties')}
          description={t('datasource.server.session-what', 'Set for each query, one a line: name = value')}
          disabled={disabled}
        >
          <CommitTextArea
            id="tideline-session"
            rows={2}
            placeholder={form.session}
            value={formatPairs(store.session)}
            onCommit={(lines) => set({ session: parsePairs(lines) })}
          />
        </Field>
      )}
      {mode !== 'disable' && (
        <ControlledCollapse label={t('datasource.server.certificates', 'Certificates of your own')} isOpen={false}>
          {mode !== 'require' && (
            <SecretField
              name="tlsCACert"
              lines
              label={t('datasource.server.ca', 'Certificate of the authority')}
              description={t('datasource.server.ca-what', 'Without it those that the Grafana server’s system trusts.')}
              placeholder="-----BEGIN CERTIFICATE-----"
              secrets={secrets}
              disabled={disabled}
            />
          )}
          {mode === 'verify-full' && (
            <Field
              label={t('datasource.server.name', 'Name that the server’s certificate is for')}
              htmlFor="tideline-server-name"
            >
              <CommitInput
                id="tideline-server-name"
                width={40}
                disabled={disabled}
                placeholder={t('datasource.server.name-default', 'the address’s host')}
                value={serverName ?? ''}
                onCommit={(name) => setTls({ serverName: name || undefined })}
              />
            </Field>
          )}
          <SecretField
            name="tlsClientCert"
            lines
            label={t('datasource.server.client-cert', 'Client’s certificate')}
            placeholder="-----BEGIN CERTIFICATE-----"
            secrets={secrets}
            disabled={disabled}
          />
          <SecretField
            name="tlsClientKey"
            lines
            label={t('datasource.server.client-key', 'Client’s key')}
            placeholder="-----BEGIN PRIVATE KEY-----"
            secrets={secrets}
            disabled={disabled}
          />
        </ControlledCollapse>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', columnGap: theme.spacing(2) }),
  rights: css({
    maxWidth: 700,
    color: theme.colors.text.secondary,
    p: { marginBottom: theme.spacing(0.5), '&:last-child': { marginBottom: theme.spacing(2) } },
  }),
});
