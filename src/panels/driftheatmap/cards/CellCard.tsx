// What is said of one cell: window, verdict, facts, note, and the marks that lie in it.
import React from 'react';
import { GrafanaTheme2, TimeZone } from '@grafana/data';
import { css } from '@emotion/css';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { Drift } from '../../../frames/drift';
import { Facts } from '../../parts/Facts';
import { outcomeColor } from '../../parts/palette';
import { t } from '../../parts/text';
import { formatWindow } from '../../parts/windows';
import { SignIcon } from '../grid/SignIcon';
import { signOf } from '../grid/signs';
import { Mark } from '../shape/annotations';
import { Cells } from '../shape/cells';
import { HeatRow, originOf } from '../shape/rows';
import { nameText } from '../words/names';
import { factsOf, verdictText } from '../words/values';
import { cardStyles } from './cardStyles';
import { MarkLines } from './MarkLines';

export interface CellCardProps {
  row: HeatRow;
  /** As the picture shows them; `cell` is the number of one. */
  cells: Cells;
  cell: number;
  marks: Mark[];
  timeZone: TimeZone;
}

export function CellCard({ row, cells, cell, marks, timeZone }: CellCardProps) {
  const card = useStyles2(cardStyles);
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const own = cells.merged ? cells.merged.worst[cell] : cell;
  const origin = originOf(row, own);
  const drift = origin.series.detail(origin.row);
  const together = cells.merged ? cells.merged.count[cell] : 1;
  const verdict = verdictText(row, drift);
  const color = outcomeColor(theme, drift.outcome);
  const sign = signOf(cells.state[cell]);
  return (
    <div>
      <div className={card.name}>
        {nameText(row.feature)}
        {row.segmentText !== '' &&
          Object.entries(row.segment).map(([name, value]) => (
            <span key={name} className={styles.segment}>
              {name} = {value === '' ? t('segment.empty', '(empty)') : value}
            </span>
          ))}
      </div>
      {together > 1 && (
        <div className={card.quiet}>
          {formatWindow(cells.from[cell], cells.to[cell], timeZone)}
          {' · '}
          {row.line === null
            ? t('cell.merged-values', '{{windows}} windows in this column, the highest:', { windows: together })
            : t('cell.merged', '{{windows}} windows in this column, {{drifted}} drifted, the worst:', {
                windows: together,
                drifted: cells.merged?.drifted[cell] ?? 0,
              })}
        </div>
      )}
      <div className={card.quiet}>{windowText(row, drift, own, timeZone)}</div>
      {verdict !== '' && (
        <div className={styles.verdict} style={{ color }}>
          {sign && <SignIcon sign={sign} color={color} />}
          {verdict}
        </div>
      )}
      <Facts list={factsOf(row, drift)} />
      {drift.note !== '' && row.measure === 'severity' && <div className={card.note}>{drift.note}</div>}
      <MarkLines marks={marks} timeZone={timeZone} />
    </div>
  );
}

function windowText(row: HeatRow, drift: Drift, cell: number, timeZone: TimeZone): string {
  const { from, to } = row.cells;
  return [
    formatWindow(from[cell], drift.windowEnd ?? to[cell], timeZone),
    drift.partial ? t('cell.partial', 'still open') : '',
    drift.inReference ? t('cell.in-reference', 'in the reference') : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  segment: css({ marginLeft: 8, color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  verdict: css({
    display: 'flex',
    alignItems: 'center',
    gap: 5,
    margin: '6px 0 4px',
    fontWeight: theme.typography.fontWeightMedium,
  }),
});
