// What came of a change, and the way back.
import { Alert, Button, Stack } from '@grafana/ui';
import React from 'react';
import { t } from '../text';
import type { Change } from './useChange';

/** `children` are links to where the change can be seen. */
export function ChangeNote({ change, children }: { change: Change; children?: React.ReactNode }) {
  const { outcome, undo } = change;
  switch (outcome.state) {
    case 'ready':
    case 'busy':
      return null;
    case 'applied':
      return (
        <>
          <Alert severity="success" title={outcome.what}>
            <Stack direction="row" gap={2} alignItems="center" wrap="wrap">
              <Button variant="secondary" icon="history" onClick={() => void undo()}>
                {t('change.undo', 'Undo')}
              </Button>
              {children}
              {!outcome.handedOn && (
                <span>{t('change.handing-on', 'Grafana hands new settings on within seconds …')}</span>
              )}
            </Stack>
          </Alert>
          {outcome.problems.length > 0 && (
            <Alert
              severity="warning"
              title={t('change.problems', 'The data source’s check is not content with it: correct it, or undo it')}
            >
              <ul style={{ marginLeft: '1.5em' }}>
                {outcome.problems.map((problem) => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            </Alert>
          )}
        </>
      );
    case 'undone':
      return (
        <Alert
          severity="info"
          title={t('change.undone', 'Taken back: “{{what}}”. The settings are as they were before.', {
            what: outcome.what,
          })}
        />
      );
    case 'refused':
      return (
        <Alert
          severity="error"
          title={
            outcome.undoing
              ? t('change.refused-undo', 'Not undone: somebody has changed this data source since')
              : t('change.refused', 'Not applied: somebody has changed this data source meanwhile')
          }
        >
          {outcome.undoing
            ? t('change.refused-undo-how', 'Take the entry out on the model’s page, where the settings are read anew.')
            : t(
                'change.refused-how',
                'Nothing was written. Load this page anew to see the settings as they are now, and apply again.'
              )}
        </Alert>
      );
    case 'failed':
      return (
        <Alert
          severity="error"
          title={outcome.undoing ? t('change.failed-undo', 'Not undone') : t('change.failed', 'Not applied')}
        >
          {outcome.why}
        </Alert>
      );
  }
}
