// One row of the table.
import React from 'react';
import { css, cx } from '@emotion/css';
import { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { absent, formatNumber } from '../../parts/numbers';
import { outcomeColor } from '../../parts/palette';
import { t } from '../../parts/text';
import { effectText } from '../../parts/verdict';
import { formatWindowShort } from '../../parts/windows';
import { SignIcon } from '../grid/SignIcon';
import { signOf } from '../grid/signs';
import { Columns } from '../shape/columns';
import { HeatRow } from '../shape/rows';
import { nameText } from '../words/names';
import { startText } from '../words/times';
import { shortVerdict, valueText, verdictText } from '../words/values';
import { TableColumn } from './columns';
import { latestCell, latestDrift } from './latest';
import { ColumnKey } from './sort';
import { Sparkline } from './Sparkline';
import { lineHeight, sparkSize } from './sizes';

export interface TableLineProps {
  row: HeatRow;
  /** Place in the whole table, the head being the first. */
  index: number;
  columns: TableColumn[];
  sparkColumns: Columns;
  extent: { from: number; to: number };
  selected: boolean;
  clickable: boolean;
  onChoose: (row: HeatRow, event: React.MouseEvent) => void;
  timeZone: TimeZone;
}

export function TableLine(props: TableLineProps) {
  const { row, index, columns, sparkColumns, extent, selected, clickable, onChoose, timeZone } = props;
  const styles = useStyles2(getStyles);
  return (
    <tr aria-rowindex={index} className={cx(styles.line, selected && styles.selected)} style={{ height: lineHeight }}>
      {columns.map(({ key, numeric }) =>
        key === 'feature' ? (
          <th key={key} scope="row" className={styles.cell} title={row.feature}>
            {clickable ? (
              <button type="button" className={styles.name} onClick={(event) => onChoose(row, event)}>
                {nameText(row.feature)}
              </button>
            ) : (
              nameText(row.feature)
            )}
          </th>
        ) : (
          <td key={key} className={cx(styles.cell, numeric && styles.numeric)}>
            {key === 'trend' ? (
              <Sparkline row={row} columns={sparkColumns} extent={extent} size={sparkSize} />
            ) : (
              <Content column={key} row={row} timeZone={timeZone} />
            )}
          </td>
        )
      )}
    </tr>
  );
}

type ContentProps = { column: Exclude<ColumnKey, 'feature' | 'trend'>; row: HeatRow; timeZone: TimeZone };

function Content({ column, row, timeZone }: ContentProps) {
  switch (column) {
    case 'segment':
      return <>{row.label.main === row.feature ? row.label.quiet : row.label.main}</>;
    case 'importance':
      return <>{row.importance === null ? absent : formatNumber(row.importance)}</>;
    case 'verdict':
      return <Verdict row={row} />;
    case 'severity':
      return <>{row.latest < 0 ? absent : valueText(row, row.cells.severity[row.latest])}</>;
    case 'effect': {
      const drift = latestDrift(row);
      return <>{(drift && effectText(drift, row.series[0].numeric)) ?? absent}</>;
    }
    case 'since':
      return <Since row={row} timeZone={timeZone} />;
    case 'worst':
      return <Worst row={row} timeZone={timeZone} />;
  }
}

function Verdict({ row }: { row: HeatRow }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const drift = latestDrift(row);
  if (!drift) {
    return <>{absent}</>;
  }
  const sign = signOf(row.cells.state[latestCell(row)]);
  const color =
    drift.outcome === 'drifted' || drift.outcome === 'error' ? outcomeColor(theme, drift.outcome) : undefined;
  return (
    <span className={styles.verdict} style={{ color }} title={verdictText(row, drift)}>
      {sign && <SignIcon sign={sign} color="currentColor" />}
      <span>{shortVerdict(row, drift) || absent}</span>
    </span>
  );
}

function Since({ row, timeZone }: { row: HeatRow; timeZone: TimeZone }) {
  const styles = useStyles2(getStyles);
  if (row.since >= 0) {
    return <>{startText(row.cells.from[row.since], timeZone)}</>;
  }
  if (row.lastDrift >= 0) {
    const last = startText(row.cells.from[row.lastDrift], timeZone);
    return <span className={styles.quiet}>{t('table.last', 'last {{last}}', { last })}</span>;
  }
  return <span className={styles.quiet}>{t('table.never', 'never')}</span>;
}

function Worst({ row, timeZone }: { row: HeatRow; timeZone: TimeZone }) {
  const styles = useStyles2(getStyles);
  if (row.worstCell < 0) {
    return <>{absent}</>;
  }
  return (
    <>
      {valueText(row, row.worst)}{' '}
      <span className={styles.quiet}>{formatWindowShort(row.cells.from[row.worstCell], timeZone)}</span>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ '&:hover': { background: theme.colors.action.hover } }),
  selected: css({ boxShadow: `inset 2px 0 0 ${theme.colors.primary.main}` }),
  cell: css({
    padding: '0 8px',
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    fontWeight: theme.typography.fontWeightRegular,
    textAlign: 'left',
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    fontVariantNumeric: 'tabular-nums',
  }),
  numeric: css({ textAlign: 'right' }),
  name: css({
    maxWidth: '100%',
    padding: 0,
    border: 0,
    background: 'none',
    color: theme.colors.text.primary,
    font: 'inherit',
    textAlign: 'left',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    cursor: 'pointer',
    '&:hover': { textDecoration: 'underline', textUnderlineOffset: 3 },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
  verdict: css({
    display: 'flex',
    alignItems: 'center',
    gap: 5,
    '& span': { overflow: 'hidden', textOverflow: 'ellipsis' },
  }),
  quiet: css({ color: theme.colors.text.secondary }),
});
