// State timeline: a row per field, a block for as long as its value stays the same.
import { css } from '@emotion/css';
import {
  type DataFrame,
  dateTimeFormat,
  type Field,
  FieldColorModeId,
  FieldConfigProperty,
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  type GrafanaTheme2,
  PanelPlugin,
  type PanelProps,
} from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { declareCustomOptions } from './customOptions';
import { PanelDataError } from './PanelDataError';

interface Options {
  mergeValues?: boolean;
  rowHeight?: number;
  showValue?: 'auto' | 'always' | 'never';
}

interface Block {
  from: number;
  to: number;
  text: string;
  color: string;
}

const labelWidth = 140;
const axisHeight = 20;
const narrowestLabelled = 40;

function Timeline({ id, data, options, width, height, timeRange, timeZone, fieldConfig }: PanelProps<Options>) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [start, end] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const rows = data.series.flatMap((frame) => rowsOf(frame, data.series, end, options.mergeValues ?? true));
  if (rows.length === 0) {
    return <PanelDataError panelId={id} data={data} fieldConfig={fieldConfig} needsTimeField />;
  }
  const plot = Math.max(1, width - labelWidth);
  const x = (time: number) => labelWidth + (Math.min(Math.max(time, start), end) - start) * (plot / (end - start));
  const step = (height - axisHeight) / rows.length;
  const thickness = step * (options.rowHeight ?? 0.9);
  const ticks = Array.from(
    { length: Math.max(2, Math.floor(plot / 120)) },
    (_, i, all = Math.max(2, Math.floor(plot / 120))) => start + ((i + 0.5) * (end - start)) / all
  );
  return (
    <svg width={width} height={height} role="img" aria-label="State timeline" className={styles}>
      {rows.map(({ name, blocks }, row) => (
        <g key={row} transform={`translate(0 ${row * step})`}>
          <text x={labelWidth - 8} y={step / 2} textAnchor="end" dominantBaseline="middle">
            {name}
          </text>
          {blocks.map(({ from, to, text, color }, index) => (
            <g key={index}>
              <rect
                x={x(from)}
                y={(step - thickness) / 2}
                width={Math.max(1, x(to) - x(from))}
                height={thickness}
                fill={color}
                fillOpacity={0.7}
              />
              <title>{`${name}: ${text}\n${dateTimeFormat(from, { timeZone })} to ${dateTimeFormat(to, { timeZone })}`}</title>
              {options.showValue !== 'never' && x(to) - x(from) > Math.max(narrowestLabelled, text.length * 7) && (
                <text
                  x={x(from) + 4}
                  y={step / 2}
                  dominantBaseline="middle"
                  style={{ fill: theme.colors.getContrastText(color) }}
                >
                  {text}
                </text>
              )}
            </g>
          ))}
        </g>
      ))}
      {ticks.map((time) => (
        <text key={time} x={x(time)} y={height - 6} textAnchor="middle">
          {dateTimeFormat(time, { timeZone, format: end - start > 2 * 86_400_000 ? 'MM-DD HH:mm' : 'HH:mm' })}
        </text>
      ))}
    </svg>
  );
}

function rowsOf(frame: DataFrame, all: DataFrame[], end: number, merge: boolean) {
  const times = frame.fields.find(({ type }) => type === FieldType.time)?.values;
  return times === undefined
    ? []
    : frame.fields
        .filter(({ type }) => type !== FieldType.time)
        .map((field) => ({ name: getFieldDisplayName(field, frame, all), blocks: blocksOf(field, times, end, merge) }));
}

/** Values that are null leave a gap; equal neighbours are one block. */
function blocksOf(field: Field, times: number[], end: number, merge: boolean): Block[] {
  const blocks: Block[] = [];
  field.values.forEach((value, row) => {
    if (value === null || value === undefined) {
      return;
    }
    const [from, to] = [times[row], times[row + 1] ?? end];
    const display = field.display?.(value);
    const text = display === undefined ? String(value) : formattedValueToString(display);
    const last = blocks[blocks.length - 1];
    if (merge && last?.text === text && last.to === from) {
      last.to = to;
    } else {
      blocks.push({ from, to, text, color: display?.color ?? 'gray' });
    }
  });
  return blocks;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ display: 'block', text: { fill: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize } });

export const stateTimeline = () =>
  new PanelPlugin<Options>(Timeline).useFieldConfig({
    standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.ContinuousGrYlRd } } },
    useCustomConfig: (builder) => declareCustomOptions(builder, { lineWidth: 0, fillOpacity: 70, hideFrom: {} }),
  });
