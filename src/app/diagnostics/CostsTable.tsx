// What the queries of each model have cost.
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { ModelCosts } from '../../datasource/resources';
import { tableStyle } from '../model/tableStyle';
import { t } from '../text';
import { cachedShare, count, percent, seconds } from './costs';
import { Stages } from './Stages';

export function CostsTable({ models }: { models: ModelCosts[] }) {
  const style = useStyles2(tableStyle);
  const numbers = useStyles2(numbersStyle);
  if (models.length === 0) {
    return <Text color="secondary">{t('diagnostics.nothing', 'No query of it was answered yet.')}</Text>;
  }
  return (
    <table className={cx(style, numbers)}>
      <caption>{t('diagnostics.costs', 'What the queries of each model have cost')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('diagnostics.model', 'Model')}</th>
          <th scope="col">{t('diagnostics.queries', 'Queries')}</th>
          <th scope="col">{t('diagnostics.failures', 'Failed')}</th>
          <th scope="col">{t('diagnostics.mean', 'Mean time')}</th>
          <th scope="col">{t('diagnostics.cached', 'From the cache')}</th>
          <th scope="col">{t('diagnostics.scans', 'Scans')}</th>
          <th scope="col">{t('diagnostics.rows', 'Rows read')}</th>
          <th scope="col">{t('diagnostics.where', 'Where the time went')}</th>
        </tr>
      </thead>
      <tbody>
        {models.map((costs) => {
          const cached = cachedShare(costs);
          return (
            <tr key={costs.model}>
              <th scope="row">{costs.model || t('diagnostics.no-model', '(no model)')}</th>
              <td>{count(costs.queries)}</td>
              <td>{count(costs.failed)}</td>
              <td>{seconds(costs.seconds / Math.max(1, costs.queries))}</td>
              <td>{cached === undefined ? '–' : percent(cached)}</td>
              <td>{count(costs.scans)}</td>
              <td>{count(costs.rows)}</td>
              <td>
                <Stages costs={costs} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Numbers below each other, to be compared. */
export const numbersStyle = (theme: GrafanaTheme2) =>
  css({
    caption: { captionSide: 'top', color: theme.colors.text.secondary, padding: 0 },
    'td, thead th': { whiteSpace: 'nowrap' },
    'td:not(:last-child)': { fontVariantNumeric: 'tabular-nums' },
  });
