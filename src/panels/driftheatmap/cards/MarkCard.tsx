// What is said of annotations that stand in one place.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { t } from '../../parts/text';
import { markColor } from '../grid/markColor';
import { Mark } from '../shape/annotations';
import { markKindWord, markName, markTime } from '../words/marks';
import { cardStyles } from './cardStyles';

// A card is read, not scrolled.
const shown = 5;

export function MarkCard({ marks, timeZone }: { marks: Mark[]; timeZone: TimeZone }) {
  const card = useStyles2(cardStyles);
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <div>
      {marks.slice(0, shown).map((mark) => (
        <div key={mark.id} className={styles.mark} style={{ borderLeftColor: markColor(theme, mark) }}>
          <div className={card.name}>{markName(mark)}</div>
          <div className={card.quiet}>
            {markTime(mark, timeZone)}
            {mark.kind !== 'other' && ` · ${markKindWord(mark.kind, mark.to === null)}`}
          </div>
          {mark.text !== '' && <div>{mark.text}</div>}
          <Tags tags={mark.tags.filter((tag) => tag !== mark.kind)} />
        </div>
      ))}
      {marks.length > shown && (
        <div className={card.quiet}>{t('card.more', '{{more}} more', { more: marks.length - shown })}</div>
      )}
    </div>
  );
}

function Tags({ tags }: { tags: string[] }) {
  const styles = useStyles2(getStyles);
  return tags.length === 0 ? null : (
    <div className={styles.tags}>
      {tags.map((tag, i) => (
        <span key={i}>{tag}</span>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({
    paddingLeft: 8,
    borderLeft: '3px solid',
    overflowWrap: 'anywhere',
    '& + &': { marginTop: 8 },
  }),
  tags: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: 4,
    marginTop: 4,
    '& span': {
      padding: '0 6px',
      borderRadius: 8,
      background: theme.colors.background.secondary,
      border: `1px solid ${theme.colors.border.weak}`,
      fontSize: 11,
    },
  }),
});
