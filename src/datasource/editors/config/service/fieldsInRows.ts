// Fields of one width beside each other, with their inputs in line whatever is written above them.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Of an input, in Grafana's units of 8 px. */
export const fieldWidth = 32;

export const fieldsInRows = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fill, ${fieldWidth * 8}px)`,
    alignItems: 'end',
    columnGap: theme.spacing(2),
  }),
});
