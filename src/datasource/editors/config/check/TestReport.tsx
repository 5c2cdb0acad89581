// What "Save & test" found, a line for each model, where Grafana's own message does not say all of it or says it in green.
import { t } from '@grafana/i18n';
import { Alert } from '@grafana/ui';
import React from 'react';
import type { Health, Report } from '../../../health';
import { say } from '../../../text';
import { Line, type LineKind, Lines } from './Line';

export function TestReport({ health }: { health: Health }) {
  const { models, service } = health;
  const lines = [
    ...models.flatMap((report, i) => linesOf(modelName(report, i), report)),
    ...(service ? linesOf(say('test.services', 'Services', {}), service) : []),
    ...(health.store ?? []).map((text) => ({ kind: 'warning' as const, text })),
  ];
  const has = (kind: LineKind) => lines.some((line) => line.kind === kind);
  if (models.length + (service ? 1 : 0) < 2 && !has('warning')) {
    return null; // Grafana's message is that line
  }
  return (
    <Alert severity={has('problem') ? 'error' : has('warning') ? 'warning' : 'info'} title={titleOf(has)}>
      <Lines>
        {lines.map(({ kind, text }, i) => (
          <Line key={i} kind={kind} text={text} />
        ))}
      </Lines>
    </Alert>
  );
}

function titleOf(has: (kind: LineKind) => boolean): string {
  if (has('problem')) {
    return t('datasource.test.wrong', 'The test found something wrong');
  }
  return has('warning')
    ? t('datasource.test.warnings', 'The test passed, with warnings')
    : t('datasource.test.fine', 'What the test found');
}

function linesOf(
  name: string,
  { ok, found, problems = [], warnings = [], notices = [] }: Report
): Array<{ kind: LineKind; text: string }> {
  const of = (kind: LineKind, texts: string[]) => texts.map((text) => ({ kind, text: `${name}: ${text}` }));
  return [
    ...of('problem', problems),
    ...of('fine', ok && found ? [found] : []),
    ...of('warning', warnings),
    ...of('notice', notices),
  ];
}

/** A model without a name is called by its place. */
const modelName = ({ model }: Report, i: number): string =>
  model?.trim() || say('test.unnamed', 'Model {{n}}', { n: i + 1 });
