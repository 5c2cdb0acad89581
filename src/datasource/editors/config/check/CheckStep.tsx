// Step 5: whether all of it fits together, before it is saved; and where to go then.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Icon, LoadingPlaceholder, Stack, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Finding, ModelCheck } from '../../../resources';
import type { Model } from '../../../settings';
import { say } from '../../../text';
import { showInstant } from '../../../time/instants';
import type { Loaded } from '../../useLoaded';
import type { ModelStep } from '../path/steps';
import { stepNumber, stepTitle } from '../path/titles';
import { windowsText } from '../words';
import type { Dashboards } from './dashboards';
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
}

export function CheckStep({ uid, model, check, saved, dashboards, onAgain, onMend }: Props) {
  const styles = useStyles2(getStyles);
  const { value } = check;
  return (
    <>
      <div role="status" aria-live="polite">
        {check.loading && <LoadingPlaceholder text={t('datasource.check.checking', 'Checking …')} />}
        {value && (
          <ul className={styles.list}>
            {value.problems.map((finding) => (
              <Line key={finding.text} kind="problem" finding={finding} onMend={onMend} />
            ))}
            {facts(value, model).map((text) => (
              <Line key={text} kind="fine" finding={{ text }} />
            ))}
            {value.notices.map((finding) => (
              <Line key={finding.text} kind="notice" finding={finding} onMend={onMend} />
            ))}
          </ul>
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

interface LineProps {
  kind: 'fine' | 'notice' | 'problem';
  finding: Pick<Finding, 'text'> & Partial<Finding>;
  onMend?: (step: ModelStep) => void;
}

const icons = { fine: 'check', notice: 'info-circle', problem: 'exclamation-triangle' } as const;

function Line({ kind, finding: { step, text }, onMend }: LineProps) {
  const styles = useStyles2(getStyles);
  const means = {
    fine: t('datasource.check.fine', 'Right: '),
    notice: t('datasource.check.notice', 'Remark: '),
    problem: t('datasource.check.problem', 'Wrong: '),
  };
  return (
    <li className={styles.line}>
      <Icon name={icons[kind]} className={styles[kind]} aria-hidden />
      <span className={styles.text}>
        <span className="sr-only">{means[kind]}</span>
        {text}
      </span>
      {step && onMend && (
        <Button type="button" size="sm" variant="secondary" onClick={() => onMend(step)}>
          {say('check.mend', 'Step {{number}}: {{title}}', { number: stepNumber(step), title: stepTitle(step) })}
        </Button>
      )}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: theme.spacing(0, 0, 1.5), padding: 0 }),
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    alignItems: 'center',
    padding: theme.spacing(0.5, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  text: css({ flex: '1 1 300px', overflowWrap: 'anywhere' }),
  fine: css({ color: theme.colors.success.text }),
  notice: css({ color: theme.colors.info.text }),
  problem: css({ color: theme.colors.warning.text }),
  hint: css({ margin: theme.spacing(1.5, 0, 0) }),
});
