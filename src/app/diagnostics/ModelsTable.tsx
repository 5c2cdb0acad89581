// What the queries of each model have cost.
import { Text } from '@grafana/ui';
import React from 'react';
import type { ModelCosts } from '../../datasource/resources';
import { t } from '../text';
import { cachedShare, count, percent, seconds } from './costs';
import { CostsCells, CostsTable } from './CostsTable';

export function ModelsTable({ models }: { models: ModelCosts[] }) {
  if (models.length === 0) {
    return <Text color="secondary">{t('diagnostics.nothing', 'No query of it was answered yet.')}</Text>;
  }
  return (
    <CostsTable
      caption={t('diagnostics.costs', 'What the queries of each model have cost')}
      heads={[
        t('diagnostics.model', 'Model'),
        t('diagnostics.queries', 'Queries'),
        t('diagnostics.failures', 'Failed'),
        t('diagnostics.mean', 'Mean time'),
        t('diagnostics.cached', 'From the cache'),
      ]}
    >
      {models.map((costs) => {
        const cached = cachedShare(costs);
        return (
          <tr key={costs.model}>
            <th scope="row">{costs.model || t('diagnostics.no-model', '(no model)')}</th>
            <td>{count(costs.queries)}</td>
            <td>{count(costs.failed)}</td>
            <td>{seconds(costs.seconds / Math.max(1, costs.queries))}</td>
            <td>{cached === undefined ? '–' : percent(cached)}</td>
            <CostsCells costs={costs} />
          </tr>
        );
      })}
    </CostsTable>
  );
}
