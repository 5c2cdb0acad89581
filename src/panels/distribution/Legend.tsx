// Which sign means what; a press on a sample hides it, or shows it again.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { outcomeColor, PairColors } from '../parts/palette';
import { Sides } from './marks/sides';
import { LegendItem, Sign } from './words/legend';

export interface LegendProps {
  items: LegendItem[];
  colors: PairColors;
  shown: Sides;
  onToggle: (side: keyof Sides) => void;
  height: number;
}

export const legendLine = 22;

export function Legend({ items, colors, shown, onToggle, height }: LegendProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.legend} style={{ height }}>
      {items.map((item) => {
        const content = (
          <>
            <SignOf sign={item.sign} colors={colors} />
            {item.name}
            {item.detail !== '' && <span className={styles.quiet}>{item.detail}</span>}
          </>
        );
        const side = item.sign === 'reference' || item.sign === 'current' ? item.sign : null;
        return item.toggles && side ? (
          <button
            key={item.sign}
            type="button"
            className={shown[side] ? styles.item : styles.off}
            aria-pressed={shown[side]}
            onClick={() => onToggle(side)}
          >
            {content}
          </button>
        ) : (
          <span key={item.sign} className={styles.item} title={item.title}>
            {content}
          </span>
        );
      })}
    </div>
  );
}

function SignOf({ sign, colors }: { sign: Sign; colors: PairColors }) {
  const theme = useTheme2();
  const quiet = theme.colors.text.secondary;
  switch (sign) {
    case 'reference':
    case 'current':
    case 'more':
    case 'fewer':
    case 'window': {
      const [fill, stroke] = {
        reference: [colors.referenceFill, colors.reference],
        current: [colors.current, 'none'],
        more: [colors.current, 'none'],
        fewer: [colors.reference, 'none'],
        window: [theme.colors.action.selected, quiet],
      }[sign];
      return (
        <svg width={12} height={12} aria-hidden>
          <rect x={0.75} y={0.75} width={10.5} height={10.5} rx={2} fill={fill} stroke={stroke} strokeWidth={1.5} />
        </svg>
      );
    }
    case 'drifted':
      return (
        <svg width={9} height={9} aria-hidden>
          <circle cx={4.5} cy={4.5} r={4} fill={outcomeColor(theme, 'drifted')} />
        </svg>
      );
    case 'earlier':
      return (
        <svg width={14} height={10} aria-hidden>
          <path d="M1 9V4h6v-3h6v8" fill="none" stroke={colors.current} strokeOpacity={0.45} />
        </svg>
      );
    case 'centre':
      return (
        <svg width={9} height={12} aria-hidden>
          <path d="M0.5 1h8l-4 5Z" fill="currentColor" />
          <path d="M4.5 6V12" stroke="currentColor" strokeDasharray="2 2" />
        </svg>
      );
    case 'band':
      return (
        <svg width={14} height={10} aria-hidden>
          <rect y={1} width={14} height={8} fill={quiet} fillOpacity={0.3} />
        </svg>
      );
    case 'strip':
      return (
        <svg width={14} height={10} aria-hidden>
          <path d="M0 1h4v3h-4ZM4 1h4v8h-4ZM8 1h4v5h-4Z" fill={quiet} />
        </svg>
      );
  }
}

const getStyles = (theme: GrafanaTheme2) => {
  const item = {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 6,
    padding: 0,
    border: 0,
    background: 'none',
    color: theme.colors.text.primary,
    font: 'inherit',
    lineHeight: 'inherit',
  };
  const button = {
    'button&': { cursor: 'pointer' },
    'button&:hover': { textDecoration: 'underline' },
    'button&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, borderRadius: 2 },
  };
  return {
    legend: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      alignContent: 'flex-start',
      columnGap: theme.spacing(2),
      overflow: 'hidden',
      fontSize: 11,
      lineHeight: `${legendLine}px`,
      whiteSpace: 'nowrap',
    }),
    item: css({ ...item, ...button }),
    off: css({ ...item, ...button, '&&': { color: theme.colors.text.secondary, textDecoration: 'line-through' } }),
    quiet: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  };
};
