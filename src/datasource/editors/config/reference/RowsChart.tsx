// How many rows the log has in each window, with the stretch that is compared with shaded. It is chosen by dragging, or by keys: arrows move it, with Shift
// they move its end.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import type { Timeline } from '../../../resources';
import { say } from '../../../text';
import { showInstant } from '../../../time/instants';
import { rowsText, windowsText } from '../words';
import { amountIn, pressed, type Span, spanOf, type Stretch, stretchOf } from './choice';

interface Props {
  timeline: Timeline;
  zone: string;
  /** What is chosen. */
  chosen: Stretch | null;
  /** Other references, shaded as well. */
  others: Stretch[];
  /** Absent: it cannot be changed here. */
  onChoose?: (stretch: Stretch) => void;
}

export function RowsChart({ timeline: { windows, window: length }, zone, chosen, others, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const count = windows.length;
  const begin = windows[0].from;
  const end = windows[count - 1].to;
  const most = Math.max(1, ...windows.map(({ rows }) => rows));
  const dragged: Span | null = drag
    ? { first: Math.min(drag.from, drag.to), last: Math.max(drag.from, drag.to) }
    : null;
  const shown = dragged ? stretchOf(dragged, windows) : chosen;
  const span = shown && spanOf(shown, windows);

  const share = (at: number) => Math.min(1, Math.max(0, (at - begin) / (end - begin)));
  const place = ({ from, to }: Stretch) => ({
    left: `${100 * share(from)}%`,
    width: `${100 * (share(to) - share(from))}%`,
  });
  const indexAt = ({ clientX, currentTarget }: React.PointerEvent): number => {
    const box = currentTarget.getBoundingClientRect();
    const at = begin + ((clientX - box.left) / Math.max(1, box.width)) * (end - begin);
    const index = windows.findIndex(({ to }) => at < to);
    return index < 0 ? count - 1 : Math.max(0, index);
  };
  const words =
    shown === null && onChoose === undefined
      ? t('datasource.chart.shaded', 'Shaded: what windows are compared with.')
      : describe(shown, length, windows, zone);
  const interactive = onChoose && {
    role: 'slider',
    tabIndex: 0,
    'aria-valuemin': 1,
    'aria-valuemax': count,
    'aria-valuenow': span ? span.first + 1 : 1,
    'aria-valuetext': words,
    'aria-label': t(
      'datasource.chart.label',
      'What is compared with, on the rows of the log. Arrow keys move it, with Shift they move its end.'
    ),
    onKeyDown: (event: React.KeyboardEvent) => {
      const next = pressed(event.key, event.shiftKey, span, count);
      if (next) {
        event.preventDefault();
        onChoose(stretchOf(next, windows));
      }
    },
    onPointerDown: (event: React.PointerEvent) => {
      if (event.button === 0) {
        const at = indexAt(event);
        event.currentTarget.setPointerCapture?.(event.pointerId);
        setDrag({ from: at, to: at });
      }
    },
    onPointerMove: (event: React.PointerEvent) => drag && setDrag({ ...drag, to: indexAt(event) }),
    onPointerUp: () => {
      if (dragged) {
        onChoose(stretchOf(dragged, windows));
        setDrag(undefined);
      }
    },
    onPointerCancel: () => setDrag(undefined),
  };
  return (
    <figure className={styles.frame}>
      <div className={styles.most}>
        {say('chart.most', 'Rows in each {{length}}, at most {{rows}}', { length, rows: most.toLocaleString('en') })}
      </div>
      <div
        className={onChoose ? styles.choosable : styles.plot}
        {...(interactive ?? { role: 'img', 'aria-label': words })}
      >
        {others.map((other) => (
          <span key={`${other.from} ${other.to}`} className={styles.other} style={place(other)} />
        ))}
        {shown && <span className={styles.chosen} style={place(shown)} data-testid="chosen" />}
        <svg className={styles.bars} viewBox={`0 0 ${count} 100`} preserveAspectRatio="none" aria-hidden>
          {windows.map(({ from, rows }, i) => (
            <rect
              key={from}
              className={span && i >= span.first && i <= span.last ? styles.inside : styles.outside}
              x={i + 0.08}
              width={0.84}
              y={100 - (96 * rows) / most}
              height={(96 * rows) / most}
            />
          ))}
        </svg>
      </div>
      <div className={styles.axis} aria-hidden>
        {[...new Set([begin, windows[count >> 1].from, end])].map((at) => (
          <span key={at}>{showInstant(at, zone)}</span>
        ))}
      </div>
      <figcaption className={styles.words}>{words}</figcaption>
    </figure>
  );
}

function describe(stretch: Stretch | null, length: string, windows: Timeline['windows'], zone: string): string {
  if (stretch === null) {
    return t('datasource.chart.nothing', 'Nothing chosen: drag over the time when all was well.');
  }
  const { windows: whole, filled, rows } = amountIn(stretch, windows);
  const empty = whole - filled;
  return (
    say('chart.words', '{{from}} – {{to}}: {{windows}} of {{length}}, {{rows}}', {
      from: showInstant(stretch.from, zone),
      to: showInstant(stretch.to, zone),
      windows: windowsText(whole),
      length,
      rows: rowsText(rows),
    }) + (empty > 0 ? say('chart.empty', ', {{windows}} without rows', { windows: windowsText(empty) }) : '')
  );
}

const height = 96;

const getStyles = (theme: GrafanaTheme2) => {
  const plot = {
    position: 'relative',
    height,
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  } as const;
  const shade = { position: 'absolute', top: 0, bottom: 0, pointerEvents: 'none' } as const;
  return {
    frame: css({ margin: theme.spacing(1, 0, 2), maxWidth: 900 }),
    most: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
    plot: css(plot),
    choosable: css({
      ...plot,
      cursor: 'crosshair',
      touchAction: 'none',
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
    }),
    bars: css({ position: 'absolute', inset: 0, width: '100%', height: '100%', pointerEvents: 'none' }),
    inside: css({ fill: theme.colors.primary.text }),
    outside: css({ fill: theme.colors.text.disabled }),
    chosen: css({
      ...shade,
      background: theme.colors.primary.transparent,
      borderLeft: `2px solid ${theme.colors.primary.border}`,
      borderRight: `2px solid ${theme.colors.primary.border}`,
    }),
    other: css({
      ...shade,
      background: theme.colors.action.selected,
      borderLeft: `1px dashed ${theme.colors.text.secondary}`,
      borderRight: `1px dashed ${theme.colors.text.secondary}`,
    }),
    axis: css({
      display: 'flex',
      justifyContent: 'space-between',
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    words: css({ marginTop: theme.spacing(0.5) }),
  };
};
