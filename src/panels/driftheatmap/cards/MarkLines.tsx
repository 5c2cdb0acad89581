// The marks that lie in what a card speaks of, a line each.
import React from 'react';
import { css } from '@emotion/css';
import { TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { t } from '../../parts/text';
import { markColor } from '../grid/markColor';
import { Mark } from '../shape/annotations';
import { markTime } from '../words/marks';
import { cardStyles } from './cardStyles';

const shown = 3;

export function MarkLines({ marks, timeZone }: { marks: Mark[]; timeZone: TimeZone }) {
  const card = useStyles2(cardStyles);
  const theme = useTheme2();
  if (marks.length === 0) {
    return null;
  }
  return (
    <div className={card.note}>
      {marks.slice(0, shown).map((mark) => (
        <div key={mark.id}>
          <span className={dot} style={{ background: markColor(theme, mark) }} />
          {mark.title} · {markTime(mark, timeZone)}
        </div>
      ))}
      {marks.length > shown && <div>{t('card.more', '{{more}} more', { more: marks.length - shown })}</div>}
    </div>
  );
}

const dot = css({ display: 'inline-block', width: 8, height: 8, marginRight: 6, borderRadius: 2 });
