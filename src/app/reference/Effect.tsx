// What a reference would change, drawn: how many features drift now and would then, and for each feature the windows one by one.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatNumber } from '../../panels/parts/numbers';
import { formatWindow } from '../../panels/parts/windows';
import { t, windowsText } from '../text';
import type { Effect as Shape, FeatureEffect, Share, Tally } from './effect';
import { Strip } from './Strip';

interface Props {
  effect: Shape;
  timeZone: string;
}

/** Windows that a strip shows: the newest. */
const stripWindows = 30;

export function Effect({ effect, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const { windows, end, before, after, features } = effect;
  if (windows.length === 0) {
    return <p>{t('effect.none', 'No closed window begins since then yet: nothing changes until one does.')}</p>;
  }
  const shown = windows.slice(-stripWindows);
  return (
    <div>
      <p className={styles.headline}>
        <ShareText
          share={before}
          label={
            before.drifted === 1 || before.of === 1 ? t('effect.now-one', 'drifts now') : t('effect.now', 'drift now')
          }
        />
        <Icon name="arrow-right" size="xl" aria-label={t('effect.becomes', 'becomes')} />
        <ShareText share={after} label={t('effect.then', 'would drift')} />
      </p>
      <p className={styles.what}>
        {t('effect.windows', 'Over {{windows}}: {{stretch}}.', {
          windows: windowsText(windows.length),
          stretch: formatWindow(windows[0], end, timeZone),
        })}{' '}
        {windows.length > stripWindows && t('effect.newest', 'The newest {{n}} are drawn.', { n: stripWindows })}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('effect.feature', 'Feature')}</th>
            <th scope="col">{t('effect.before', 'As it is')}</th>
            <th scope="col">{t('effect.after', 'With the new reference')}</th>
          </tr>
        </thead>
        <tbody>
          {features.map((feature) => (
            <Row key={feature.feature} effect={feature} windows={shown} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ShareText({ share: { drifted, of }, label }: { share: Share; label: string }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.share}>
      <strong>{t('effect.share', '{{drifted}} of {{of}}', { drifted, of })}</strong>
      <span>
        {of === 1 ? t('effect.one-feature', 'feature') : t('effect.features', 'features')} {label}
      </span>
    </span>
  );
}

function Row({
  effect: { feature, before, after },
  windows,
  timeZone,
}: {
  effect: FeatureEffect;
  windows: number[];
  timeZone: string;
}) {
  return (
    <tr>
      <th scope="row">{feature}</th>
      {[before, after].map((tally, i) => (
        <td key={i}>
          <Strip severities={tally.severities.slice(-windows.length)} windows={windows} timeZone={timeZone} />
          <span>{tallyText(tally)}</span>
        </td>
      ))}
    </tr>
  );
}

function tallyText({ decided, drifted, worst }: Tally): string {
  if (decided === 0) {
    return t('effect.undecided', 'nothing decided');
  }
  if (drifted === 0) {
    return t('effect.fine', 'no drift');
  }
  return t('effect.drifted', '{{drifted}} of {{decided}} drifted, severity up to {{worst}}', {
    drifted,
    decided,
    worst: formatNumber(worst),
  });
}

const getStyles = (theme: GrafanaTheme2) => ({
  headline: css({ display: 'flex', gap: theme.spacing(2), alignItems: 'center', flexWrap: 'wrap', margin: 0 }),
  share: css({
    display: 'flex',
    flexDirection: 'column',
    '& strong': { fontSize: theme.typography.h2.fontSize, lineHeight: 1.2, fontVariantNumeric: 'tabular-nums' },
    '& span': { color: theme.colors.text.secondary },
  }),
  what: css({ color: theme.colors.text.secondary, margin: theme.spacing(1, 0) }),
  table: css({
    'th, td': { padding: theme.spacing(0.25, 3, 0.25, 0), textAlign: 'left', verticalAlign: 'middle' },
    'thead th': { color: theme.colors.text.secondary },
    'tbody th': { fontWeight: theme.typography.fontWeightRegular },
    'td span': {
      color: theme.colors.text.secondary,
      fontVariantNumeric: 'tabular-nums',
      fontSize: theme.typography.bodySmall.fontSize,
    },
  }),
});
