// What a panel shows instead of data that it cannot draw.
import { css } from '@emotion/css';
import { type GrafanaTheme2, LoadingState } from '@grafana/data';
import type { PanelDataErrorViewProps } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

export function PanelDataError({
  message,
  data,
  fieldConfig,
  needsTimeField,
  needsNumberField,
  needsStringField,
}: PanelDataErrorViewProps) {
  const missing = [
    needsTimeField && 'a time field',
    needsNumberField && 'a number field',
    needsStringField && 'a text field',
  ].filter(Boolean);
  const empty = data.series.every(({ length }) => length === 0);
  return (
    <Centered>
      {message ??
        (empty
          ? emptyText(data.state, fieldConfig?.defaults.noValue)
          : `The data has not ${missing.join(' or ') || 'what this panel draws'}`)}
    </Centered>
  );
}

const emptyText = (state: LoadingState, noValue?: string) =>
  state === LoadingState.Loading ? '' : (noValue ?? 'No data');

/** Text in the middle of a panel. */
export function Centered({ children }: { children: React.ReactNode }) {
  return <div className={useStyles2(getStyles)}>{children}</div>;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    height: '100%',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    color: theme.colors.text.secondary,
  });
