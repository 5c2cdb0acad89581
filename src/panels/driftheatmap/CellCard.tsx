// What is said of one cell: window, verdict, facts, note, and links when the card is pinned.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2, LinkModel, TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { Facts } from '../parts/Facts';
import { outcomeColor } from '../parts/palette';
import { t } from '../parts/text';
import { facts, verdictLine } from '../parts/verdict';
import { formatWindow } from '../parts/windows';
import { HeatCell, HeatRow } from './data';
import { markOf, markPath, isFilled } from './marks';

export interface CellCardProps {
  row: HeatRow;
  cell: HeatCell;
  timeZone: TimeZone;
  links?: LinkModel[];
  onLink?: (link: LinkModel, event: React.MouseEvent) => void;
}

export function CellCard({ row, cell, timeZone, links = [], onLink }: CellCardProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { drift } = cell;
  const color = outcomeColor(theme, drift.outcome);
  const mark = markOf(drift);
  return (
    <div>
      <div className={styles.name}>
        {row.feature}
        {Object.entries(row.segment).map(([name, value]) => (
          <span key={name} className={styles.segment}>
            {name} = {value === '' ? t('segment.empty', '(empty)') : value}
          </span>
        ))}
      </div>
      <div className={styles.window}>
        {formatWindow(cell.from, drift.windowEnd ?? cell.to, timeZone)}
        {drift.partial && ` · ${t('cell.partial', 'still open')}`}
        {drift.inReference && ` · ${t('cell.in-reference', 'in the reference')}`}
      </div>
      <div className={styles.verdict} style={{ color }}>
        {mark && (
          <svg width={11} height={11} aria-hidden>
            <path
              d={markPath(mark, 5.5, 5.5, 3.4)}
              fill={isFilled(mark) ? color : 'none'}
              stroke={color}
              strokeWidth={1.5}
            />
          </svg>
        )}
        {verdictLine(drift)}
      </div>
      <Facts list={facts(drift)} />
      {drift.note !== '' && <div className={styles.note}>{drift.note}</div>}
      {links.length > 0 && (
        <div className={styles.links}>
          {links.map((link, i) => (
            <a
              key={i}
              href={link.href || '#'}
              target={link.target}
              rel="noopener noreferrer"
              onClick={(event) => onLink?.(link, event)}
            >
              {link.title || link.href}
            </a>
          ))}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({
    fontWeight: theme.typography.fontWeightMedium,
    fontSize: theme.typography.body.fontSize,
    overflowWrap: 'anywhere',
  }),
  segment: css({ marginLeft: 8, color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  window: css({ color: theme.colors.text.secondary }),
  verdict: css({
    display: 'flex',
    alignItems: 'center',
    gap: 5,
    margin: '6px 0 4px',
    fontWeight: theme.typography.fontWeightMedium,
  }),
  note: css({
    marginTop: 6,
    paddingTop: 6,
    borderTop: `1px solid ${theme.colors.border.weak}`,
    color: theme.colors.text.secondary,
  }),
  links: css({
    display: 'flex',
    flexDirection: 'column',
    gap: 4,
    marginTop: 8,
    paddingTop: 6,
    borderTop: `1px solid ${theme.colors.border.weak}`,
    '& a': { color: theme.colors.text.link },
  }),
});
