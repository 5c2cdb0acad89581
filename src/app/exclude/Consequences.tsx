// What leaving a period out costs: the windows that references lose, and what the verdicts of the period's own windows are.
import { Alert, LoadingPlaceholder } from '@grafana/ui';
import React, { useCallback } from 'react';
import { useLoaded } from '../../datasource/editors/useLoaded';
import { isDriftTable, readDriftTable } from '../../frames/driftTable';
import { Heading } from '../Heading';
import type { Stretch } from '../ask/ask';
import type { Subject } from '../ask/subject';
import { ownWindows } from '../time/length';
import { t, windowsText } from '../text';
import { type Cost, costsOf } from './cost';

/** Windows from which ordinary variation between windows is known (docs/verdicts.md). */
const knowsVariation = 4;
/** Features that are named. */
const named = 6;

export function Consequences({ subject, period }: { subject: Subject; period: Stretch }) {
  const costs = costsOf(subject.info, period);
  return (
    <section aria-label={t('exclude.cost', 'What references lose')} aria-live="polite">
      <Heading>{t('exclude.cost', 'What references lose')}</Heading>
      {costs.length === 0 && (
        <p>
          {t('exclude.no-cost', 'The period lies in none of the model’s references as they are: nothing changes now.')}
        </p>
      )}
      <ul style={{ marginLeft: '1.5em' }}>
        {costs.map(({ text, windows, lost }) => (
          <li key={text}>
            {t('exclude.loses', '{{reference}} loses {{lost}} of its {{windows}}', {
              reference: text,
              lost,
              windows: windowsText(windows),
            })}
          </li>
        ))}
      </ul>
      <Verdicts subject={subject} period={period} />
      <PoorReferences costs={costs} />
    </section>
  );
}

function Verdicts({ subject: { ask, info }, period }: { subject: Subject; period: Stretch }) {
  const { name, window } = info;
  const { from, to } = period;
  const load = useCallback(async () => {
    const frames = await ask(
      {
        queryType: 'drift',
        model: name,
        format: 'table',
        columns: ['time', 'window_end', 'feature', 'verdict', 'severity'],
        window: ownWindows(window, from, to),
        includePartial: true,
      },
      { from, to }
    );
    return frames.filter(isDriftTable).flatMap(readDriftTable);
  }, [ask, name, window, from, to]);
  const { value, error, loading } = useLoaded(load);
  if (loading) {
    return <LoadingPlaceholder text={t('exclude.asking', 'Asking for the verdicts of these windows …')} />;
  }
  if (value === undefined) {
    return (
      <Alert severity="error" title={t('exclude.failed', 'Their verdicts could not be asked for')}>
        {error}
      </Alert>
    );
  }
  const windows = new Set(value.map(({ time }) => time)).size;
  const drifted = [...new Set(value.filter(({ outcome }) => outcome === 'drifted').map(({ feature }) => feature))];
  if (windows === 0) {
    return <p>{t('exclude.no-windows', 'The period has no windows with rows.')}</p>;
  }
  return (
    <p>
      {drifted.length === 0
        ? t('exclude.quiet', 'The period has {{windows}}, in which nothing drifted.', { windows: windowsText(windows) })
        : t('exclude.drifts', 'The period has {{windows}}, in which this drifted: {{features}}.', {
            windows: windowsText(windows),
            features: drifted.slice(0, named).join(', ') + (drifted.length > named ? ', …' : ''),
          })}
    </p>
  );
}

/** References that would be left with too little. */
function PoorReferences({ costs }: { costs: Cost[] }) {
  const poor = costs.filter(({ windows, lost }) => windows - lost < knowsVariation);
  if (poor.length === 0) {
    return null;
  }
  return (
    <Alert severity="warning" title={t('exclude.warnings', 'Before you apply it')}>
      <ul style={{ marginLeft: '1.5em' }}>
        {poor.map(({ text, windows, lost }) => (
          <li key={text}>
            {lost >= windows
              ? t(
                  'exclude.nothing-left',
                  'Nothing is left of the reference {{reference}}: its windows would have nothing to be compared with.',
                  { reference: text }
                )
              : t(
                  'exclude.few-left',
                  'The reference {{reference}} keeps {{windows}}, and fewer than four do not tell how much ordinary windows differ: such differences may be called drift.',
                  { reference: text, windows: windowsText(windows - lost) }
                )}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
