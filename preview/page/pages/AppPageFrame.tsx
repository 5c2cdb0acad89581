// What an app's page stands in: Grafana's <PluginPage>, as far as it goes here.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { PluginPageProps } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

export function AppPageFrame({ pageNav, subTitle, renderTitle, actions, info, children }: PluginPageProps) {
  const styles = useStyles2(getStyles);
  const title = pageNav?.text ?? '';
  return (
    <div className={styles.page}>
      {(title !== '' || actions) && (
        <header className={styles.header}>
          {renderTitle ? renderTitle(title) : <h1>{title}</h1>}
          {info?.map(({ label, value }) => (
            <div key={label}>
              {label}: {value}
            </div>
          ))}
          <div>{actions}</div>
        </header>
      )}
      {(subTitle ?? pageNav?.subTitle) && <p>{subTitle ?? pageNav?.subTitle}</p>}
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(2) }),
  header: css({ display: 'flex', gap: theme.spacing(2), alignItems: 'center', flexWrap: 'wrap' }),
});
