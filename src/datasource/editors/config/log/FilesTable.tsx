import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useId, useState } from 'react';
import type { FileInfo } from '../../../resources';
import { say } from '../../../text';
import { sizeText } from '../words';

interface Props {
  files: FileInfo[];
  chosen: string | undefined;
  disabled: boolean;
  onChoose: (file: string) => void;
}

/** As many as one looks through; patterns come first. */
const shownAtFirst = 8;

/** The logs that were found, one to be chosen. */
export function FilesTable({ files, chosen, disabled, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const name = useId();
  const [all, setAll] = useState(false);
  const shown = all ? files : files.slice(0, shownAtFirst);
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.table} aria-label={t('datasource.files.label', 'Logs in the folder')}>
          <thead>
            <tr>
              <th scope="col">{t('datasource.files.file', 'File or pattern')}</th>
              <th scope="col">{t('datasource.files.what', 'What it is')}</th>
              <th scope="col" className={styles.number}>
                {t('datasource.files.size', 'Size')}
              </th>
              <th scope="col">{t('datasource.files.newest', 'Newest')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((file) => (
              <tr key={file.path}>
                <td>
                  <label className={styles.choice}>
                    <input
                      type="radio"
                      name={name}
                      checked={file.path === chosen}
                      disabled={disabled}
                      onChange={() => onChoose(file.path)}
                    />
                    {file.path}
                  </label>
                </td>
                <td>{describe(file)}</td>
                <td className={styles.number}>{file.more ? atLeast(sizeText(file.bytes)) : sizeText(file.bytes)}</td>
                <td>{dateTimeFormat(file.modified, { format: 'YYYY-MM-DD HH:mm' })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {files.length > shown.length && (
        <Button type="button" variant="secondary" size="sm" fill="text" onClick={() => setAll(true)}>
          {say('files.all', 'Show all {{n}}', { n: files.length })}
        </Button>
      )}
    </>
  );
}

const names: Record<string, string> = { parquet: 'Parquet', csv: 'CSV', json: 'JSON' };

const atLeast = (amount: string): string => say('files.more', 'more than {{amount}}', { amount });

function describe({ kind, path, count = 0, more = false, objects = false, tables = false }: FileInfo): string {
  if (kind !== 'glob') {
    return tables
      ? t('datasource.files.one-table', 'one JSON file, a table of pandas')
      : say('files.one', 'one {{kind}} file', { kind: names[kind] ?? kind });
  }
  const counted = count.toLocaleString('en');
  const n = more ? atLeast(counted) : counted;
  if (tables) {
    return count === 1
      ? t('datasource.files.first-table', 'one file so far, a table of pandas')
      : say('files.tables', '{{n}} files, a table of pandas each', { n });
  }
  if (objects) {
    return count === 1
      ? t('datasource.files.first-object', 'one file so far, one JSON object')
      : say('files.objects', '{{n}} files, one JSON object each', { n });
  }
  const ending = path.slice(path.lastIndexOf('.') + 1).toUpperCase();
  const format = ending === 'PARQUET' ? 'Parquet' : ending;
  return count === 1
    ? say('files.first', 'one {{ending}} file, and those that come later', { ending: format })
    : say('files.pattern', 'all {{n}} {{ending}} files, and those that come later', { n, ending: format });
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto', marginBottom: theme.spacing(1) }),
  table: css({
    width: '100%',
    'th, td': { padding: theme.spacing(0.5, 1.5, 0.5, 0), textAlign: 'left', whiteSpace: 'nowrap' },
    th: {
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightRegular,
      fontSize: theme.typography.bodySmall.fontSize,
    },
    tr: { borderBottom: `1px solid ${theme.colors.border.weak}` },
  }),
  number: css({ textAlign: 'right !important' as 'right', fontVariantNumeric: 'tabular-nums' }),
  choice: css({
    display: 'flex',
    gap: theme.spacing(1),
    alignItems: 'center',
    margin: 0,
    cursor: 'pointer',
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    '& input': { margin: 0 },
  }),
});
