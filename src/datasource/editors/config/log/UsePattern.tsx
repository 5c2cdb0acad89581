import { t } from '@grafana/i18n';
import { Button } from '@grafana/ui';
import React from 'react';

/** Takes a pattern that a warning proposes as the log. The field of the pattern then has it, where another can be typed. */
export function UsePattern({ pattern, onUse }: { pattern: string; onUse: (pattern: string) => void }) {
  return (
    <Button type="button" size="sm" variant="secondary" tooltip={pattern} onClick={() => onUse(pattern)}>
      {t('datasource.log.use-pattern', 'Use this pattern')}
    </Button>
  );
}
