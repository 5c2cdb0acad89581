// What Grafana has and the preview has not.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { EmptyState, useStyles2 } from '@grafana/ui';
import React from 'react';

export function NotHere() {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles}>
      <EmptyState variant="not-found" message="This page is Grafana’s own and not in the preview">
        Settings, queries and pages of what is provisioned are in the menu at the top right. Adding a data source,
        alerting and editing dashboards need a Grafana (docs/install.md).
      </EmptyState>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => css({ padding: theme.spacing(3), maxWidth: 900 });
