// Bar chart: a group of bars for each value of the first text or time field.
import { css } from '@emotion/css';
import {
  type DataFrame,
  type Field,
  FieldColorModeId,
  FieldConfigProperty,
  FieldType,
  formattedValueToString,
  getDisplayProcessor,
  getFieldDisplayName,
  type GrafanaTheme2,
  PanelPlugin,
  type PanelProps,
  VizOrientation,
} from '@grafana/data';
import { StackingMode, type VizLegendOptions } from '@grafana/schema';
import { LegendDisplayMode, useStyles2, useTheme2, VizLegend, VizLayout } from '@grafana/ui';
import { scaleLinear } from 'd3-scale';
import React from 'react';
import { declareCustomOptions } from './customOptions';
import { PanelDataError } from './PanelDataError';

interface Options {
  xField?: string;
  orientation?: VizOrientation;
  stacking?: StackingMode;
  barWidth?: number;
  groupWidth?: number;
  legend?: Partial<VizLegendOptions>;
}

/** About the width of a letter of the labels, in pixels. */
const letter = 6.5;

const room = { category: 110, value: 44, axis: 22, top: 8 };

function Bars(props: PanelProps<Options>) {
  const { id, data, options, width, height, fieldConfig } = props;
  const theme = useTheme2();
  const frame = data.series.find(
    (frame) => frame.length > 0 && categoryOf(frame, options.xField) && numbersOf(frame).length > 0
  );
  if (frame === undefined) {
    return <PanelDataError panelId={id} data={data} fieldConfig={fieldConfig} needsNumberField needsStringField />;
  }
  const numbers = numbersOf(frame);
  const items = numbers.map((field) => ({
    label: getFieldDisplayName(field, frame, data.series),
    color: colorOf(field, theme),
    yAxis: 1,
  }));
  const legend =
    options.legend?.showLegend === false ? null : (
      <VizLayout.Legend placement={options.legend?.placement ?? 'bottom'}>
        <VizLegend
          items={items}
          displayMode={LegendDisplayMode.List}
          placement={options.legend?.placement ?? 'bottom'}
        />
      </VizLayout.Legend>
    );
  return (
    <VizLayout width={width} height={height} legend={legend}>
      {(width, height) => <Plot frame={frame} numbers={numbers} options={options} width={width} height={height} />}
    </VizLayout>
  );
}

interface PlotProps {
  frame: DataFrame;
  numbers: Field[];
  options: Options;
  width: number;
  height: number;
}

function Plot({ frame, numbers, options, width, height }: PlotProps) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const horizontal = options.orientation === VizOrientation.Horizontal;
  const stacked = options.stacking !== undefined && options.stacking !== StackingMode.None;
  const category = categoryOf(frame, options.xField)!;
  const names = Array.from({ length: frame.length }, (_, row) => textOf(category, category.values[row]));
  const totals = stacked
    ? names.map((_, row) => numbers.reduce((sum, { values }) => sum + (values[row] ?? 0), 0))
    : numbers.flatMap(({ values }) => values);
  const [from, to] = horizontal ? [room.category, width - room.top] : [height - room.axis, room.top];
  const scale = scaleLinear()
    .domain([
      Math.min(0, numbers[0].config.min ?? 0, ...totals),
      Math.max(numbers[0].config.max ?? -Infinity, ...totals),
    ])
    .nice()
    .range([from, to]);
  const band = (horizontal ? height - room.axis : width - room.value) / names.length;
  const group = band * (options.groupWidth ?? 0.7);
  const bar = (stacked ? group : group / numbers.length) * (options.barWidth ?? 0.97);
  const begin = (row: number) => (horizontal ? 0 : room.value) + row * band + (band - group) / 2;
  // Names that would run into each other are left out.
  const every = horizontal ? 1 : Math.ceil((Math.max(...names.map(({ length }) => length)) * letter + 8) / band);
  return (
    <svg width={width} height={height} role="img" aria-label="Bar chart" className={styles}>
      {scale.ticks(horizontal ? 5 : Math.max(2, height / 50)).map((tick) => (
        <g key={tick}>
          <line
            {...(horizontal
              ? { x1: scale(tick), x2: scale(tick), y1: 0, y2: height - room.axis }
              : { x1: room.value, x2: width, y1: scale(tick), y2: scale(tick) })}
          />
          <text
            {...(horizontal
              ? { x: scale(tick), y: height - 6 }
              : { x: room.value - 6, y: scale(tick), dominantBaseline: 'middle' })}
            textAnchor={horizontal ? 'middle' : 'end'}
          >
            {textOf(numbers[0], tick)}
          </text>
        </g>
      ))}
      {names.map((name, row) => {
        let below = 0;
        return (
          <g key={row}>
            {numbers.map((field, index) => {
              const value: number | null = field.values[row];
              if (value === null || value === undefined) {
                return null;
              }
              const [low, high] = [scale(below), scale(below + value)];
              below += stacked ? value : 0;
              const across = begin(row) + (stacked ? 0 : (index * group) / numbers.length);
              const [near, length] = [Math.min(low, high), Math.abs(high - low)];
              return (
                <rect
                  key={index}
                  {...(horizontal
                    ? { x: near, width: length, y: across, height: bar }
                    : { x: across, width: bar, y: near, height: length })}
                  fill={colorOf(field, theme, value)}
                  fillOpacity={0.8}
                >
                  <title>{`${name}\n${getFieldDisplayName(field, frame)}: ${textOf(field, value)}`}</title>
                </rect>
              );
            })}
            {row % every === 0 && (
              <text
                {...(horizontal
                  ? {
                      x: room.category - 6,
                      y: begin(row) + group / 2,
                      textAnchor: 'end' as const,
                      dominantBaseline: 'middle' as const,
                    }
                  : { x: begin(row) + group / 2, y: height - 6, textAnchor: 'middle' as const })}
              >
                {name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

const numbersOf = ({ fields }: DataFrame) =>
  fields.filter(({ type, config }) => type === FieldType.number && !config.custom?.hideFrom?.viz);

function categoryOf(frame: DataFrame, name?: string): Field | undefined {
  const named = frame.fields.find((field) => getFieldDisplayName(field, frame) === name);
  return (
    named ??
    frame.fields.find(({ type }) => type === FieldType.string) ??
    frame.fields.find(({ type }) => type === FieldType.time)
  );
}

function textOf(field: Field, value: unknown): string {
  return formattedValueToString((field.display ?? getDisplayProcessor())(value));
}

function colorOf(field: Field, theme: GrafanaTheme2, value: unknown = field.values[0]): string {
  return field.display?.(value).color ?? theme.visualization.getColorByName('green');
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'block',
    text: { fill: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
    line: { stroke: theme.colors.border.weak },
  });

export const barChart = () =>
  new PanelPlugin<Options>(Bars).useFieldConfig({
    standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.PaletteClassic } } },
    useCustomConfig: (builder) =>
      declareCustomOptions(builder, {
        lineWidth: 1,
        fillOpacity: 80,
        hideFrom: { legend: false, tooltip: false, viz: false },
      }),
  });
