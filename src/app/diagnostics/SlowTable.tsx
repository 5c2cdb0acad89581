// The last queries that somebody had to wait for.
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { SlowQuery } from '../../datasource/resources';
import { tableStyle } from '../model/tableStyle';
import { t } from '../text';
import { numbersStyle } from './CostsTable';
import { count, seconds } from './costs';
import { Stages } from './Stages';

export function SlowTable({ slow, from }: { slow: SlowQuery[]; from: number }) {
  const style = useStyles2(tableStyle);
  const numbers = useStyles2(numbersStyle);
  const text = useStyles2(textStyle);
  if (slow.length === 0) {
    return (
      <Text color="secondary">
        {t('diagnostics.no-slow', 'No query has taken {{from}} or longer.', { from: seconds(from) })}
      </Text>
    );
  }
  return (
    <table className={cx(style, numbers)}>
      <caption>
        {t('diagnostics.slow', 'The last queries that took {{from}} or longer', { from: seconds(from) })}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('diagnostics.when', 'When')}</th>
          <th scope="col">{t('diagnostics.model', 'Model')}</th>
          <th scope="col">{t('diagnostics.query', 'Query')}</th>
          <th scope="col">{t('diagnostics.took', 'Took')}</th>
          <th scope="col">{t('diagnostics.scans', 'Scans')}</th>
          <th scope="col">{t('diagnostics.rows', 'Rows read')}</th>
          <th scope="col">{t('diagnostics.where', 'Where the time went')}</th>
        </tr>
      </thead>
      <tbody>
        {slow.map((query, i) => (
          <tr key={i}>
            <td>{new Date(query.at).toLocaleString()}</td>
            <th scope="row">{query.model}</th>
            <td>
              <details className={text}>
                <summary>{query.queryType}</summary>
                <pre>{query.text}</pre>
              </details>
            </td>
            <td>{seconds(query.seconds)}</td>
            <td>{count(query.scans)}</td>
            <td>{count(query.rows)}</td>
            <td>
              <Stages costs={query} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const textStyle = (theme: GrafanaTheme2) =>
  css({
    summary: { cursor: 'pointer' },
    pre: {
      maxWidth: 420,
      margin: theme.spacing(0.5, 0, 0),
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      fontSize: theme.typography.bodySmall.fontSize,
    },
  });
