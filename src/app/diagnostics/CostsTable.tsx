// A table of what was asked: whose it is and what is told of it, then what it cost.
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Costs } from '../../datasource/resources';
import { tableStyle } from '../model/tableStyle';
import { t } from '../text';
import { count } from './costs';
import { Stages } from './Stages';

interface Props {
  caption: string;
  /** Heads of the columns before those of the costs. */
  heads: string[];
  children: React.ReactNode;
}

export function CostsTable({ caption, heads, children }: Props) {
  const style = useStyles2(tableStyle);
  const numbers = useStyles2(numbersStyle);
  const costs = [
    t('diagnostics.scans', 'Scans'),
    t('diagnostics.rows', 'Rows read'),
    t('diagnostics.where', 'Where the time went'),
  ];
  return (
    <table className={cx(style, numbers)}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {[...heads, ...costs].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** The cells of the costs, at the end of a row. */
export function CostsCells({ costs }: { costs: Costs }) {
  return (
    <>
      <td>{count(costs.scans)}</td>
      <td>{count(costs.rows)}</td>
      <td>
        <Stages costs={costs} />
      </td>
    </>
  );
}

/** Numbers below each other, to be compared. */
const numbersStyle = (theme: GrafanaTheme2) =>
  css({
    caption: { captionSide: 'top', color: theme.colors.text.secondary, padding: 0 },
    'td, thead th': { whiteSpace: 'nowrap' },
    'td:not(:last-child)': { fontVariantNumeric: 'tabular-nums' },
  });
