// Fields of one width beside each other, so that those of several rows stand below each other.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Of an input, in Grafana's units of 8 px. */
export const fieldWidth = 32;

export const fieldsInRows = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fill, ${fieldWidth * 8}px)`,
    columnGap: theme.spacing(2),
  }),
});
