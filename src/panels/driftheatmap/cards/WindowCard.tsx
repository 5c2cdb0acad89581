// What is said of one window over all rows, or over the rows of a group: how many drifted, which, and how many rows of the log it has.
import React from 'react';
import { TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { formatCount, formatShare } from '../../parts/numbers';
import { t } from '../../parts/text';
import { formatWindow } from '../../parts/windows';
import { LookOf } from '../grid/looks';
import { Mark } from '../shape/annotations';
import { isDrifted } from '../shape/cells';
import { HeatRow } from '../shape/rows';
import { Tally, worstOf } from '../shape/tally';
import { partialIn } from '../../../frames/driftSeries';
import { cardStyles } from './cardStyles';
import { MarkLines } from './MarkLines';
import { WorstList } from './WorstList';

export interface WindowCardProps {
  /** '' for all rows. */
  title: string;
  tally: Tally;
  rows: HeatRow[];
  /** Numbers of the windows that are together in one column, and the one of them that is worst. */
  windows: { first: number; count: number; worst: number };
  /** Of the column, and of the worst window. */
  column: { from: number; to: number };
  worst: { from: number; to: number };
  /** How many are beyond their line, in words; null where nothing has a line. */
  beyond: ((beyond: number, of: number) => string) | null;
  counted: Float64Array | null;
  marks: Mark[];
  lookOf: LookOf;
  timeZone: TimeZone;
}

export function WindowCard(props: WindowCardProps) {
  const { title, tally, rows, windows, column, worst, beyond, counted, marks, lookOf, timeZone } = props;
  const card = useStyles2(cardStyles);
  const drifted = tally.drifted[windows.worst];
  const decided = tally.decided[windows.worst];
  const ranked = worstOf(tally, rows, windows.worst, 1);
  const listed = ranked.filter(({ row, cell }) => isDrifted(row.cells.state[cell])).length;
  return (
    <div>
      {title !== '' && <div className={card.name}>{title}</div>}
      {windows.count > 1 && (
        <div className={card.quiet}>
          {formatWindow(column.from, column.to, timeZone)}
          {' · '}
          {t('cell.merged-window', '{{windows}} windows in this column, the worst:', { windows: windows.count })}
        </div>
      )}
      <div className={title === '' ? card.name : card.quiet}>
        {formatWindow(worst.from, worst.to, timeZone)}
        {partialIn(tally.state[windows.worst]) && ` · ${t('cell.partial', 'still open')}`}
      </div>
      {beyond && (
        <div>
          {decided === 0
            ? t('window.undecided', 'nothing could be decided')
            : `${beyond(drifted, decided)} (${formatShare(drifted / decided)})`}
        </div>
      )}
      {counted && !Number.isNaN(counted[windows.worst]) && (
        <div>{t('window.rows', '{{rows}} rows', { rows: formatCount(counted[windows.worst]) })}</div>
      )}
      {ranked.length > 0 && <WorstList ranked={ranked} lookOf={lookOf} more={Math.max(0, drifted - listed)} />}
      <MarkLines marks={marks} timeZone={timeZone} />
    </div>
  );
}
