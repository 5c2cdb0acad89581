// Where the time of queries went: a bar, and the same in words.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import type { Costs } from '../../datasource/resources';
import { sharesText, type Stage, stageShares } from './costs';

export function Stages({ costs }: { costs: Costs }) {
  const style = useStyles2(stagesStyle);
  const colours = stageColours(useTheme2());
  const shares = stageShares(costs);
  return (
    <div className={style.both}>
      <div className={style.bar} aria-hidden>
        {shares.map(({ stage, share }) => (
          <div key={stage} style={{ flexGrow: share, background: colours[stage] }} />
        ))}
      </div>
      <span className={style.words}>{sharesText(shares)}</span>
    </div>
  );
}

const stageColours = ({ colors, visualization }: GrafanaTheme2): Record<Stage, string> => ({
  store: visualization.getColorByName('blue'),
  judge: visualization.getColorByName('purple'),
  draw: visualization.getColorByName('green'),
  plan: visualization.getColorByName('yellow'),
  wait: visualization.getColorByName('orange'),
  answer: colors.text.disabled,
});

const stagesStyle = (theme: GrafanaTheme2) => ({
  both: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  bar: css({
    display: 'flex',
    flex: 'none',
    gap: 1,
    width: 120,
    height: 8,
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
  }),
  words: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
