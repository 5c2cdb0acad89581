// The top of the editor: what the query will answer, what it cost last time, and the switch between the form and its JSON.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Answer } from './explain/answer';
import type { Sentence } from './explain/sentence';

export type Mode = 'form' | 'json';

interface Props {
  sentence: Sentence;
  answer?: Answer;
  mode: Mode;
  /** Why the form cannot be switched to. */
  noForm?: string;
  onMode: (mode: Mode) => void;
  /** Takes everything back to the defaults, or that back again; absent where there is nothing to take back. */
  reset?: { label: string; undo: boolean; run: () => void };
}

export function Header({ sentence, answer, mode, noForm, onMode, reset }: Props) {
  const styles = useStyles2(getStyles);
  const modes: Array<{ value: Mode; label: string; description?: string }> = [
    { value: 'form', label: t('datasource.mode.form', 'Builder'), description: noForm },
    { value: 'json', label: t('datasource.mode.json', 'JSON') },
  ];
  return (
    <div className={styles.header}>
      <div className={styles.tools}>
        {reset && (
          <IconButton
            name={reset.undo ? 'enter' : 'history'}
            size="md"
            tooltip={reset.label}
            variant="secondary"
            onClick={reset.run}
          />
        )}
        <RadioButtonGroup<Mode>
          size="sm"
          aria-label={t('datasource.mode.label', 'How the query is edited')}
          options={modes}
          disabledOptions={noForm === undefined ? [] : ['form']}
          value={mode}
          onChange={onMode}
        />
      </div>
      <p className={styles.sentence} aria-live="polite">
        {sentence.asked}
        {sentence.judged && <span className={styles.judged}>{sentence.judged}</span>}
      </p>
      {answer?.cost && !sentence.prompt && <p className={styles.cost}>{answer.cost}</p>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    padding: theme.spacing(1),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    '&::after': { content: '""', display: 'block', clear: 'both' },
  }),
  // The sentence flows around it.
  tools: css({
    float: 'right',
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    margin: theme.spacing(0, 0, 0.5, 1),
  }),
  sentence: css({ margin: 0, overflowWrap: 'anywhere' }),
  judged: css({ color: theme.colors.text.secondary }),
  cost: css({ margin: theme.spacing(0.5, 0, 0), ...theme.typography.bodySmall, color: theme.colors.text.secondary }),
});
