// Step 5: whether all of it fits together, before it is saved; and where to go then.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, LoadingPlaceholder, Stack, useStyles2 } from '@grafana/ui';
import React, { useRef } from 'react';
import type { Finding, ModelCheck } from '../../../resources';
import type { Model } from '../../../settings';
import { say } from '../../../text';
import { showInstant } from '../../../time/instants';
import type { Loaded } from '../../useLoaded';
import { UsePattern } from '../log/UsePattern';
import type { ModelStep } from '../path/steps';
import { stepNumber, stepTitle } from '../path/titles';
import { windowsText } from '../words';
import type { Dashboards } from './dashboards';
import { Line, type LineKind, Lines } from './Line';
import { Onward } from './Onward';

interface Props {
  uid: string;
  model: Model;
  check: Loaded<ModelCheck>;
  /** Whether Grafana has these settings: only then dashboards ask with them. */
  saved: boolean;
  dashboards: Dashboards;
  onAgain: () => void;
  onMend: (step: ModelStep) => void;
  /** Takes a pattern that a finding proposes; undefined where nothing can be changed. */
  onUse?: (pattern: string) => void;
}

export function CheckStep({ uid, model, check, saved, dashboards, onAgain, onMend, onUse }: Props) {
  const styles = useStyles2(getStyles);
  const list = useRef<HTMLDivElement>(null);
  const { value } = check;
  const mendable = (kind: LineKind, { text, step, pattern }: Finding) => (
    <Line key={text} kind={kind} text={text}>
      {pattern !== undefined && onUse !== undefined && (
        <UsePattern
          pattern={pattern}
          onUse={(chosen) => {
            onUse(chosen);
            list.current?.focus(); // the line goes, and its button with it
          }}
        />
      )}
      {step && (
        <Button type="button" size="sm" variant="secondary" onClick={() => onMend(step)}>
          {say('check.mend', 'Step {{number}}: {{title}}', { number: stepNumber(step), title: stepTitle(step) })}
        </Button>
      )}
    </Line>
  );
  return (
    <>
      <div ref={list} tabIndex={-1} role="status" aria-live="polite">
        {check.loading && <LoadingPlaceholder text={t('datasource.check.checking', 'Checking …')} />}
        {value && (
          <Lines>
            {value.problems.map((finding) => mendable('problem', finding))}
            {facts(value, model).map((text) => (
              <Line key={text} kind="fine" text={text} />
            ))}
            {value.notices.filter(isWarning).map((finding) => mendable('warning', finding))}
            {value.notices.filter((finding) => !isWarning(finding)).map((finding) => mendable('notice', finding))}
          </Lines>
        )}
      </div>
      <Stack direction="row" gap={1} wrap="wrap">
        <Button type="button" variant="secondary" icon="sync" disabled={check.loading} onClick={onAgain}>
          {t('datasource.check.again', 'Check again')}
        </Button>
        {saved && value?.problems.length === 0 && <Onward uid={uid} model={model.name} dashboards={dashboards} />}
      </Stack>
      {!saved && value?.problems.length === 0 && (
        <p className={styles.hint}>
          {t(
            'datasource.check.save',
            'Now press “Save & test” at the end of this page. Then the overview is a click away.'
          )}
        </p>
      )}
    </>
  );
}

const isWarning = ({ warning = false }: Finding): boolean => warning;

/** What was found, line by line. */
function facts({ found, to, references }: ModelCheck, { timezone = 'UTC' }: Model): string[] {
  return [
    ...(found ? [found] : []),
    ...(to
      ? [
          say('check.newest', 'Newest row: {{at}} ({{timezone}})', {
            at: showInstant(Date.parse(to), timezone),
            timezone,
          }),
        ]
      : []),
    ...references.map(({ text, windows, filled }) =>
      filled === windows
        ? say('check.reference', 'Compared with {{text}}: {{windows}}', { text, windows: windowsText(windows) })
        : say('check.reference-gaps', 'Compared with {{text}}: {{windows}}, {{filled}} of them with rows', {
            text,
            windows: windowsText(windows),
            filled,
          })
    ),
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  hint: css({ margin: theme.spacing(1.5, 0, 0) }),
});
