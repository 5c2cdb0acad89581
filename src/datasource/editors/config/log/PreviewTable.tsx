import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Preview } from '../../../resources';

/** A few rows as they are stored. */
export function PreviewTable({ preview: { columns, rows } }: { preview: Preview }) {
  const styles = useStyles2(getStyles);
  return (
    <div
      className={styles.scroll}
      tabIndex={0}
      role="region"
      aria-label={t('datasource.preview.label', 'Rows of the log')}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, at) => (
                <td key={at}>{value === null ? <em>{t('datasource.preview.missing', 'missing')}</em> : value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflow: 'auto', maxHeight: 320, border: `1px solid ${theme.colors.border.weak}` }),
  table: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    'th, td': { padding: theme.spacing(0.25, 1), textAlign: 'left', whiteSpace: 'nowrap' },
    em: { color: theme.colors.text.secondary },
  }),
});
