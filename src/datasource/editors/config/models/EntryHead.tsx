// The line of what is set up on this page: its name, where it lies, and what can be done with it. Removed, it can be put back until the page is left.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Icon, Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import { say } from '../../../text';

interface Props {
  name: string;
  /** What is wrong with it, in a few words. */
  wrong?: string;
  place: string;
  isOpen: boolean;
  readOnly: boolean;
  onToggle: () => void;
  onRemove: () => void;
}

export function EntryHead({ name, wrong, place, isOpen, readOnly, onToggle, onRemove }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.head}>
      <h3 className={styles.name}>{name}</h3>
      {wrong !== undefined && (
        <span className={styles.wrong}>
          <Icon name="exclamation-triangle" size="sm" aria-hidden /> {wrong}
        </span>
      )}
      <span className={styles.place}>{place}</span>
      <Button
        type="button"
        size="sm"
        variant="secondary"
        icon={isOpen ? 'angle-up' : readOnly ? 'eye' : 'edit'}
        aria-expanded={isOpen}
        aria-label={actOn(isOpen, readOnly, name)}
        onClick={onToggle}
      >
        {isOpen
          ? t('datasource.models.close', 'Close')
          : readOnly
            ? t('datasource.models.show', 'Show')
            : t('datasource.models.edit', 'Edit')}
      </Button>
      {!readOnly && (
        <Button
          type="button"
          size="sm"
          variant="secondary"
          icon="trash-alt"
          aria-label={say('models.remove-label', 'Remove {{name}}', { name })}
          onClick={onRemove}
        >
          {t('datasource.models.remove', 'Remove')}
        </Button>
      )}
    </div>
  );
}

export function RemovedEntry({ name, onPutBack }: { name: string; onPutBack: () => void }) {
  const styles = useStyles2(getStyles);
  return (
    <div role="status" className={styles.head}>
      <Text color="secondary">{say('models.removed', '{{name}} is removed when you save.', { name })}</Text>
      <Button type="button" size="sm" variant="secondary" icon="history" onClick={onPutBack}>
        {t('datasource.models.undo', 'Undo')}
      </Button>
    </div>
  );
}

function actOn(isOpen: boolean, readOnly: boolean, name: string): string {
  if (isOpen) {
    return say('models.close-label', 'Close {{name}}', { name });
  }
  return readOnly
    ? say('models.show-label', 'Show {{name}}', { name })
    : say('models.edit-label', 'Edit {{name}}', { name });
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    alignItems: 'center',
    padding: theme.spacing(1, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  name: css({ margin: 0, fontSize: theme.typography.h4.fontSize }),
  wrong: css({ color: theme.colors.warning.text }),
  place: css({ color: theme.colors.text.secondary, flex: '1 1 auto', overflowWrap: 'anywhere' }),
});
