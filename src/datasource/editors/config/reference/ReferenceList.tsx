import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Reference } from '../../../settings';
import { say } from '../../../text';
import { movingInWords } from './moving';

/** The references of a model that has several. They are kept as they are: the model's page in the app changes them, and shows what that does. */
export function ReferenceList({ references }: { references: Reference[] }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <p>
        {t(
          'datasource.references.what',
          'This model has several references, by date or by version. They are changed on the model’s page in the Tideline app, which shows what a change does.'
        )}
      </p>
      <table className={styles} aria-label={t('datasource.references.label', 'References')}>
        <thead>
          <tr>
            <th scope="col">{t('datasource.references.holds', 'Holds for')}</th>
            <th scope="col">{t('datasource.references.with', 'Compares with')}</th>
            <th scope="col">{t('datasource.references.why', 'Why')}</th>
          </tr>
        </thead>
        <tbody>
          {references.map((reference, i) => (
            <tr key={i}>
              <td>{holds(reference)}</td>
              <td>{comparedWith(reference)}</td>
              <td>{reference.why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function holds({ version, since }: Reference): string {
  const from = since === undefined ? '' : say('references.since', 'windows from {{since}} on', { since });
  if (version === undefined) {
    return from || t('datasource.references.all', 'all windows');
  }
  return [say('references.version', 'version {{version}}', { version }), from].filter(Boolean).join(', ');
}

function comparedWith(reference: Reference): string {
  const { source, columns, mode, from, to } = reference;
  if (source !== undefined) {
    const file = source.file ?? source.table ?? 'SQL';
    const renamed = Object.keys(columns ?? {}).length;
    if (renamed === 1) {
      return say('references.renamed-one', '{{file}}, where 1 column has another name', { file });
    }
    return renamed === 0
      ? file
      : say('references.renamed', '{{file}}, where {{n}} columns have other names', { file, n: renamed });
  }
  return mode === undefined ? `${from} – ${to}` : movingInWords(reference);
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    marginBottom: theme.spacing(2),
    'th, td': { padding: theme.spacing(0.5, 2, 0.5, 0), textAlign: 'left' },
    th: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
    tr: { borderBottom: `1px solid ${theme.colors.border.weak}` },
  });
