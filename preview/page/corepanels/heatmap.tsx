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

const minute = 60_000;
const day = 1440 * minute;
/** Steps of the time axis. */
const steps = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 360, 720].map((count) => count * minute),
  ...[1, 2, 7, 28].map((count) => count * day),
];
const labelWidth = 40;

function Heatmap({ id, data, width, height, options, timeRange, timeZone, fieldConfig }: PanelProps<Options>) {
  const theme = useTheme2();
  const frame = data.series[0];
  const time = frame?.fields.find(({ type }) => type === FieldType.time);
  const buckets = frame?.fields.filter(({ type }) => type === FieldType.number) ?? [];
  if (time === undefined || time.values.length === 0) {
    return <PanelDataError panelId={id} data={data} fieldConfig={fieldConfig} needsTimeField />;
  }
  const times: number[] = time.values;
  const largest = Math.max(1e-9, ...buckets.flatMap((field) => field.values.filter(Number.isFinite)));
  // The axis is the panel's time range, as in the charts beside it; what was counted at a time lies before it.
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const pxPerMs = (width - left) / Math.max(1, to - from);
  const x = (at: number) => left + Math.min(width - left, Math.max(0, (at - from) * pxPerMs));
  const apart = Math.min(...times.slice(1).map((at, i) => at - times[i]), to - from);
  const h = (height - bottom) / buckets.length;
  const format = getValueFormat(options.yAxis?.unit ?? 'none');
  const name = (text: string) => {
    const bound = Number(text);
    if (!Number.isFinite(bound)) {
      return text === '+Inf' ? '∞' : text;
    }
    const { text: number, suffix = '' } = format(bound);
    return `${number}${suffix}`;
  };
  const step = steps.find((ms) => ms * pxPerMs >= 2 * labelWidth) ?? steps[steps.length - 1];
  const ticks = Array.from(
    { length: Math.max(0, Math.floor(to / step) - Math.ceil(from / step) + 1) },
    (_, i) => (Math.ceil(from / step) + i) * step
  ).filter((at) => x(at) + labelWidth / 2 <= width);
  return (
    <svg width={width} height={height} role="img" aria-label="Heatmap">
      {buckets.map((field, row) =>
        field.values.map((count: number, column: number) =>
          count > 0 ? (
            <rect
              key={`${row} ${column}`}
              x={x(times[column] - apart)}
              y={height - bottom - (row + 1) * h}
              width={Math.max(1, x(times[column]) - x(times[column] - apart) - 1)}
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
      {ticks.map((at) => (
        <text key={at} x={x(at)} y={height - 5} fontSize={11} textAnchor="middle" fill={theme.colors.text.secondary}>
          {dateTimeFormat(at, { timeZone, format: step < day ? 'HH:mm' : 'MM/DD' })}
        </text>
      ))}
    </svg>
  );
}

export const heatmap = () => new PanelPlugin<Options>(Heatmap);
