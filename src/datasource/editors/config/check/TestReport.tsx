// What "Save & test" found, a line for each model, where Grafana's own message does not say all of it or says it in green.
import { t } from '@grafana/i18n';
import { Alert } from '@grafana/ui';
import React from 'react';
import { type Health, isListed, type Report } from '../../../health';
import { say } from '../../../text';
import { Line, type LineKind, Lines } from './Line';

export function TestReport({ health }: { health: Health }) {
  if (!isListed(health)) {
    return null;
  }
  const { models, service, store = [] } = health;
  const lines = [
    ...models.flatMap((report, i) => linesOf(modelName(report, i), report)),
    ...(service ? linesOf(say('test.services', 'Services', {}), service) : []),
    ...store.map((text) => ({ kind: 'warning' as const, text })),
  ];
  const warned = lines.some(({ kind }) => kind === 'warning');
  return (
    <Alert
      severity={warned ? 'warning' : 'success'}
      title={
        warned
          ? t('datasource.test.warnings', 'The test passed, with warnings')
          : t('datasource.test.fine', 'The test passed')
      }
    >
      <Lines>
        {lines.map(({ kind, text }, i) => (
          <Line key={i} kind={kind} text={text} />
        ))}
      </Lines>
    </Alert>
  );
}

function linesOf(
  name: string,
  { found, warnings = [], notices = [] }: Report
): Array<{ kind: LineKind; text: string }> {
  const of = (kind: LineKind, texts: string[]) => texts.map((text) => ({ kind, text: `${name}: ${text}` }));
  return [...of('fine', found ? [found] : []), ...of('warning', warnings), ...of('notice', notices)];
}

/** A model without a name is called by its place. */
const modelName = ({ model }: Report, i: number): string =>
  model?.trim() || say('test.unnamed', 'Model {{n}}', { n: i + 1 });
