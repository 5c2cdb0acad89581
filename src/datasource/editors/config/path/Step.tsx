// One step of the path: how it stands, its number and name, what is there in one line, and its form. A form that was opened once stays on the page,
// hidden, so that nothing in it is lost when another step is looked at.
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import React, { useId, useState } from 'react';
import { say } from '../../../text';
import type { StepState, StepView } from './steps';

interface Props {
  number: number;
  title: string;
  view: StepView;
  open: boolean;
  onToggle: () => void;
  /** Looks again whether what is wrong was mended elsewhere. */
  onAgain: () => void;
  /** Leads on to the next step, and what it is called; absent at the last one. */
  next?: { title: string; onNext: () => void };
  /** Last on its path: no line leads on. */
  last?: boolean;
  children: React.ReactNode;
}

export function Step({ number, title, view, open, onToggle, onAgain, next, last = false, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const [opened, setOpened] = useState(open);
  if (open && !opened) {
    setOpened(true);
  }
  const { state, summary, elsewhere } = view;
  const icon = icons[state];
  return (
    <section className={styles.step} aria-labelledby={`${id}-title`} data-state={state}>
      <div className={cx(styles.rail, last && styles.lastRail)}>
        <span className={cx(styles.marker, styles[state], open && icon === undefined && styles.current)}>
          {icon === undefined ? (
            open && <span className={styles.dot} />
          ) : (
            <Icon name={icon} size={state === 'done' ? 'md' : 'sm'} aria-hidden />
          )}
        </span>
      </div>
      <div className={styles.content}>
        <h4 className={styles.heading}>
          <button
            type="button"
            id={`${id}-title`}
            className={styles.title}
            aria-expanded={open}
            aria-controls={`${id}-body`}
            disabled={state === 'waiting' && !open}
            onClick={onToggle}
          >
            <span>
              <span>{say('path.title', '{{number}}. {{title}}', { number, title })}</span>
              <span className="sr-only">{stateText(state)}</span>
            </span>
            {state !== 'waiting' && <Icon name={open ? 'angle-up' : 'angle-down'} aria-hidden />}
          </button>
        </h4>
        {summary !== '' && (
          <p role="status" className={cx(styles.summary, state === 'wrong' && styles.wrongText)}>
            {summary}
          </p>
        )}
        {elsewhere && (
          <Button type="button" size="sm" variant="secondary" icon="sync" className={styles.again} onClick={onAgain}>
            {say('path.again', 'Look again', {})}
          </Button>
        )}
        {opened && (
          <div id={`${id}-body`} hidden={!open} className={styles.body}>
            {children}
            {next && (
              <Button
                type="button"
                variant={state === 'done' || state === 'warned' ? 'primary' : 'secondary'}
                icon="arrow-down"
                onClick={next.onNext}
              >
                {say('path.next', 'Continue: {{title}}', { title: next.title })}
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}

/** As the lines of a check have them. */
const icons: Partial<Record<StepState, IconName>> = {
  done: 'check',
  warned: 'exclamation-triangle',
  wrong: 'exclamation-circle',
};

function stateText(state: StepState): string {
  switch (state) {
    case 'done':
      return say('path.state-done', ' (done)', {});
    case 'warned':
      return say('path.state-warned', ' (done, with warnings)', {});
    case 'wrong':
      return say('path.state-wrong', ' (something is wrong)', {});
    case 'waiting':
      return say('path.state-waiting', ' (waits for another step)', {});
    case 'open':
      return say('path.state-open', ' (to do)', {});
  }
}

const markerSize = 26;

const getStyles = (theme: GrafanaTheme2) => {
  const line = `2px solid ${theme.colors.border.medium}`;
  return {
    step: css({ display: 'flex', gap: theme.spacing(1.5), maxWidth: 1100 }),
    rail: css({
      position: 'relative',
      flex: `0 0 ${markerSize}px`,
      '&::after': {
        content: '""',
        position: 'absolute',
        top: markerSize + 4,
        bottom: 4,
        left: markerSize / 2 - 1,
        borderLeft: line,
      },
    }),
    lastRail: css({ '&::after': { display: 'none' } }),
    marker: css({
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      width: markerSize,
      height: markerSize,
      borderRadius: '50%',
      border: line,
      color: theme.colors.text.secondary,
    }),
    dot: css({ width: 10, height: 10, borderRadius: '50%', background: 'currentColor' }),
    waiting: css({ borderStyle: 'dashed' }),
    open: css({}),
    done: css({ color: theme.colors.success.text, borderColor: theme.colors.success.border }),
    warned: css({ color: theme.colors.warning.text, borderColor: theme.colors.warning.border }),
    wrong: css({ color: theme.colors.error.text, borderColor: theme.colors.error.border }),
    current: css({ color: theme.colors.primary.text, borderColor: theme.colors.primary.border }),
    content: css({ flex: 1, minWidth: 0, paddingBottom: theme.spacing(2) }),
    heading: css({ margin: 0 }),
    title: css({
      display: 'flex',
      width: '100%',
      minHeight: markerSize,
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
      padding: 0,
      border: 'none',
      background: 'none',
      color: theme.colors.text.primary,
      fontSize: theme.typography.h5.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
      textAlign: 'left',
      '&:hover:not(:disabled)': { color: theme.colors.text.maxContrast },
      '&:disabled': { color: theme.colors.text.secondary, cursor: 'default' },
    }),
    summary: css({ margin: 0, color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
    again: css({ marginTop: theme.spacing(0.5) }),
    wrongText: css({ color: theme.colors.error.text }),
    body: css({ paddingTop: theme.spacing(1.5), '&[hidden]': { display: 'none' } }),
  };
};
