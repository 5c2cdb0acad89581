// Grafana's heatmap, of frames whose fields are the buckets of a histogram: a column a time, a row a bucket, colour for how many.
import { dateTimeFormat, FieldType, getValueFormat, PanelPlugin, type PanelProps } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import React from 'react';
import { PanelDataError } from './PanelDataError';

interface Options {
  yAxis?: { unit?: string };
}

const left = 56;
const bottom = 20;

function Heatmap({ id, data, width, height, options, timeZone, fieldConfig }: PanelProps<Options>) {
  const theme = useTheme2();
  const frame = data.series[0];
  const time = frame?.fields.find(({ type }) => type === FieldType.time);
  const buckets = frame?.fields.filter(({ type }) => type === FieldType.number) ?? [];
  if (time === undefined || time.values.length === 0) {
    return <PanelDataError panelId={id} data={data} fieldConfig={fieldConfig} needsTimeField />;
  }
  const times: number[] = time.values;
  const largest = Math.max(1e-9, ...buckets.flatMap((field) => field.values.filter(Number.isFinite)));
  const [w, h] = [(width - left) / times.length, (height - bottom) / buckets.length];
  const format = getValueFormat(options.yAxis?.unit ?? 'none');
  const name = (text: string) => {
    const bound = Number(text);
    if (!Number.isFinite(bound)) {
      return text === '+Inf' ? '∞' : text;
    }
    const { text: number, suffix = '' } = format(bound);
    return `${number}${suffix}`;
  };
  const every = Math.ceil(times.length / Math.max(1, Math.floor((width - left) / 90)));
  return (
    <svg width={width} height={height} role="img" aria-label="Heatmap">
      {buckets.map((field, row) =>
        field.values.map((count: number, column: number) =>
          count > 0 ? (
            <rect
              key={`${row} ${column}`}
              x={left + column * w}
              y={height - bottom - (row + 1) * h}
              width={Math.max(1, w - 1)}
              height={Math.max(1, h - 1)}
              fill={theme.visualization.getColorByName('orange')}
              fillOpacity={0.12 + 0.88 * Math.sqrt(count / largest)}
            >
              <title>{`${dateTimeFormat(times[column], { timeZone })}, up to ${name(field.name)}: ${Math.round(count)}`}</title>
            </rect>
          ) : null
        )
      )}
      {buckets.map((field, row) => (
        <text
          key={field.name}
          x={left - 4}
          y={height - bottom - (row + 0.5) * h + 4}
          fontSize={11}
          textAnchor="end"
          fill={theme.colors.text.secondary}
        >
          {name(field.name)}
        </text>
      ))}
      {times.map((at, column) =>
        column % every === 0 ? (
          <text key={at} x={left + column * w} y={height - 5} fontSize={11} fill={theme.colors.text.secondary}>
            {dateTimeFormat(at, { timeZone, format: 'HH:mm' })}
          </text>
        ) : null
      )}
    </svg>
  );
}

export const heatmap = () => new PanelPlugin<Options>(Heatmap);
