// The marks that lie in what a card speaks of, a line each. Episodes of drift are left out: the card itself says what drifted.
import React from 'react';
import { css } from '@emotion/css';
import { TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { t } from '../../parts/text';
import { markColor } from '../grid/markColor';
import { Mark } from '../shape/annotations';
import { markName, markTime } from '../words/marks';
import { cardStyles } from './cardStyles';

const shown = 3;

export function MarkLines({ marks: all, timeZone }: { marks: Mark[]; timeZone: TimeZone }) {
  const marks = all.filter(({ kind }) => kind !== 'drift');
  const card = useStyles2(cardStyles);
  const theme = useTheme2();
  if (marks.length === 0) {
    return null;
  }
  return (
    <div className={card.note}>
      {marks.slice(0, shown).map((mark) => (
        <div key={mark.id} className={line}>
          <span className={dot} style={{ background: markColor(theme, mark) }} />
          <span className={name}>{markName(mark)}</span>
          <span> · {markTime(mark, timeZone)}</span>
        </div>
      ))}
      {marks.length > shown && <div>{t('card.more', '{{more}} more', { more: marks.length - shown })}</div>}
    </div>
  );
}

const line = css({ display: 'flex', alignItems: 'center', whiteSpace: 'pre' });
const dot = css({ flex: 'none', width: 8, height: 8, marginRight: 6, borderRadius: 2 });
const name = css({ overflow: 'hidden', textOverflow: 'ellipsis' });
