// What to do with a selected stretch of time, beside zooming to it.
import React from 'react';
import { TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { formatWindow } from '../../parts/windows';
import { Selection } from '../walk/selection';
import { cardStyles } from './cardStyles';

export function SelectionCard({ selection, timeZone }: { selection: Selection; timeZone: TimeZone }) {
  const card = useStyles2(cardStyles);
  return <div className={card.name}>{formatWindow(selection.from, selection.to, timeZone)}</div>;
}
