// Lines of a provisioning file, to copy.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import React from 'react';
import { t } from '../text';

export function YamlBlock({ label, text }: { label: string; text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles}>
      {/* A long block scrolls, and so must be reached by keyboard. */}
      <pre aria-label={label} role="region" tabIndex={0}>
        {text}
      </pre>
      <ClipboardButton variant="secondary" size="sm" icon="copy" getText={() => text}>
        {t('yaml.copy', 'Copy')}
      </ClipboardButton>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    gap: theme.spacing(1),
    alignItems: 'flex-start',
    '& pre': { margin: 0, flexGrow: 1, maxHeight: 320, maxWidth: 900, overflow: 'auto' },
  });
