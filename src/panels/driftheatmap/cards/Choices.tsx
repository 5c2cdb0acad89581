// What there is to do, at the end of a pinned card. All are links, so that they open in new tabs.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Choice } from '../choices';
import { followLink } from '../../parts/followLink';

export interface ChoicesProps {
  choices: Choice[];
  onDone: () => void;
  /** More that is not an address, such as zooming. */
  children?: React.ReactNode;
}

export function Choices({ choices, onDone, children }: ChoicesProps) {
  const styles = useStyles2(getStyles);
  const onClick = (choice: Choice) => (event: React.MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    if (choice.link && choice.target !== '_blank') {
      event.preventDefault();
      followLink(choice.link, event);
    }
    onDone();
  };
  return (
    <ul className={styles.list}>
      {React.Children.map(children, (child) => child && <li>{child}</li>)}
      {choices.map((choice, i) => (
        <li key={i}>
          <a href={choice.href || '#'} target={choice.target} rel="noopener noreferrer" onClick={onClick(choice)}>
            {choice.title}
          </a>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'flex',
    flexDirection: 'column',
    gap: 4,
    margin: '8px 0 0',
    padding: '6px 0 0',
    listStyle: 'none',
    borderTop: `1px solid ${theme.colors.border.weak}`,
    '& a, & button': { color: theme.colors.text.link },
    '& button': { padding: 0, border: 0, background: 'none', font: 'inherit', cursor: 'pointer' },
    '& a:hover, & button:hover': { textDecoration: 'underline' },
  }),
});
