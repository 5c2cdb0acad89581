// Logs: a line for each entry, the newest first, with its time and level; a click opens its labels.
import { css } from '@emotion/css';
import { type DataFrame, dateTimeFormat, type GrafanaTheme2, PanelPlugin, type PanelProps } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { PanelDataError } from './PanelDataError';

interface Options {
  showTime?: boolean;
  wrapLogMessage?: boolean;
  enableLogDetails?: boolean;
  sortOrder?: 'Ascending' | 'Descending';
}

interface Entry {
  id: string;
  at: number;
  line: string;
  labels: Record<string, string>;
}

/** As Grafana colours levels. */
const colors: Record<string, string> = {
  critical: 'purple',
  error: 'red',
  warn: 'yellow',
  warning: 'yellow',
  info: 'green',
  debug: 'blue',
};

function Logs({ id, options, data, fieldConfig, timeZone }: PanelProps<Options>) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const entries = data.series.flatMap(entriesOf);
  if (entries.length === 0) {
    return <PanelDataError panelId={id} data={data} fieldConfig={fieldConfig} />;
  }
  const direction = options.sortOrder === 'Ascending' ? 1 : -1;
  entries.sort((a, b) => direction * (a.at - b.at));
  return (
    <ul className={styles.list} aria-label="Log lines" tabIndex={0}>
      {entries.map(({ id, at, line, labels }) => {
        const level = labels.level ?? labels.detected_level ?? 'unknown';
        const color = theme.visualization.getColorByName(colors[level] ?? 'gray');
        const head = (
          <>
            {options.showTime !== false && <time>{dateTimeFormat(at, { timeZone })}</time>} <b>{level}</b>{' '}
            <span>{line}</span>
          </>
        );
        return (
          <li key={id} className={styles.line} style={{ borderLeftColor: color }} data-wrap={options.wrapLogMessage}>
            {options.enableLogDetails === false ? (
              head
            ) : (
              <details>
                <summary>{head}</summary>
                <dl>
                  {Object.entries(labels).map(([name, value]) => (
                    <div key={name}>
                      <dt>{name}</dt>
                      <dd>{value}</dd>
                    </div>
                  ))}
                </dl>
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function entriesOf(frame: DataFrame): Entry[] {
  const column = (name: string) => frame.fields.find((field) => field.name === name)?.values;
  const [times, lines, labels, ids] = [column('Time'), column('Line'), column('labels'), column('id')];
  if (times === undefined || lines === undefined) {
    return [];
  }
  return Array.from({ length: frame.length }, (_, row) => ({
    id: ids?.[row] ?? String(row),
    at: times[row],
    line: lines[row],
    labels: labels?.[row] ?? {},
  }));
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ height: '100%', overflow: 'auto', listStyle: 'none' }),
  line: css({
    borderLeft: '3px solid',
    padding: theme.spacing(0.25, 1),
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    '&[data-wrap=false] summary': { whiteSpace: 'nowrap' },
    '& summary': { cursor: 'pointer', listStyle: 'none' },
    '& time': { color: theme.colors.text.secondary },
    '& dl': { margin: theme.spacing(0.5, 0, 1, 2) },
    '& dl > div': { display: 'flex', gap: theme.spacing(1) },
    '& dt': { minWidth: 180, color: theme.colors.text.secondary },
  }),
});

export const logs = () => new PanelPlugin<Options>(Logs);
