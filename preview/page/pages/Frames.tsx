// Frames as tables, with the notices that came with them.
import { css } from '@emotion/css';
import {
  applyFieldOverrides,
  type DataFrame,
  getFrameDisplayName,
  type GrafanaTheme2,
  type TimeRange,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { Alert, LoadingBar, Table, useStyles2, useTheme2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { useMeasure } from 'react-use';

interface Props {
  frames: DataFrame[];
  loading: boolean;
  timeRange: TimeRange;
}

const rowHeight = 36;
const mostRows = 14;

export function Frames({ frames, loading, timeRange }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [measure, { width }] = useMeasure<HTMLDivElement>();
  const shown = useMemo(
    () =>
      applyFieldOverrides({
        data: frames,
        fieldConfig: { defaults: {}, overrides: [] },
        theme,
        replaceVariables: (text, vars, format) => getTemplateSrv().replace(text, vars, format),
      }),
    [frames, theme]
  );
  return (
    <div ref={measure} className={styles}>
      {loading && <LoadingBar width={width} />}
      {!loading && shown.length === 0 && <p>No data</p>}
      {width > 0 &&
        shown.map((frame, index) => (
          <section key={index} aria-label={getFrameDisplayName(frame, index)}>
            <h2>{getFrameDisplayName(frame, index)}</h2>
            {frame.meta?.notices?.map(({ severity, text }) => (
              <Alert key={text} severity={severity} title={text} />
            ))}
            <Table
              data={frame}
              width={width}
              height={(Math.min(frame.length, mostRows) + 2) * rowHeight}
              timeRange={timeRange}
              ariaLabel={getFrameDisplayName(frame, index)}
            />
          </section>
        ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => css({ h2: { fontSize: theme.typography.h5.fontSize } });
