// The look of the app's plain tables.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

export const tableStyle = (theme: GrafanaTheme2) =>
  css({
    marginTop: theme.spacing(1),
    'th, td': { padding: theme.spacing(0.5, 3, 0.5, 0), textAlign: 'left', verticalAlign: 'middle' },
    'thead th': { color: theme.colors.text.secondary },
    'tbody th': { fontWeight: theme.typography.fontWeightMedium },
    'tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
  });
