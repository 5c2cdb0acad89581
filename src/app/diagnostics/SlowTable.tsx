// The last queries that somebody had to wait for.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { SlowQuery } from '../../datasource/resources';
import { t } from '../text';
import { sayMoment } from '../time/moment';
import { seconds } from './costs';
import { CostsCells, CostsTable } from './CostsTable';

export function SlowTable({ slow, from }: { slow: SlowQuery[]; from: number }) {
  const text = useStyles2(textStyle);
  if (slow.length === 0) {
    return (
      <Text color="secondary">
        {t('diagnostics.no-slow', 'No query has taken {{from}} or longer.', { from: seconds(from) })}
      </Text>
    );
  }
  return (
    <CostsTable
      caption={t('diagnostics.slow', 'The last queries that took {{from}} or longer', { from: seconds(from) })}
      heads={[
        t('diagnostics.when', 'When'),
        t('diagnostics.model', 'Model'),
        t('diagnostics.query', 'Query'),
        t('diagnostics.took', 'Took'),
      ]}
    >
      {slow.map((query, i) => (
        <tr key={i}>
          <td>{sayMoment(query.at)}</td>
          <th scope="row">{query.model}</th>
          <td>
            <details className={text}>
              <summary>{query.queryType}</summary>
              <pre>{query.text}</pre>
            </details>
          </td>
          <td>{seconds(query.seconds)}</td>
          <CostsCells costs={query} />
        </tr>
      ))}
    </CostsTable>
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
