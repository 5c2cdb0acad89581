// What cards have in common.
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';

export const cardStyles = (theme: GrafanaTheme2) => ({
  name: css({
    fontWeight: theme.typography.fontWeightMedium,
    fontSize: theme.typography.body.fontSize,
    overflowWrap: 'anywhere',
  }),
  quiet: css({ color: theme.colors.text.secondary }),
  note: css({
    marginTop: 6,
    paddingTop: 6,
    borderTop: `1px solid ${theme.colors.border.weak}`,
    color: theme.colors.text.secondary,
    overflowWrap: 'anywhere',
  }),
});
