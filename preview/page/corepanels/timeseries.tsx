// Time series, on the chart that @grafana/ui brings.
import {
  type DataFrame,
  type Field,
  FieldColorModeId,
  FieldConfigProperty,
  FieldType,
  LoadingState,
  PanelPlugin,
  type PanelProps,
} from '@grafana/data';
import {
  AxisColorMode,
  AxisPlacement,
  BarAlignment,
  type GraphFieldConfig,
  GraphDrawStyle,
  GraphGradientMode,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LineInterpolation,
  ScaleDistribution,
  SortOrder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  type VizLegendOptions,
  type VizTooltipOptions,
} from '@grafana/schema';
import { TimeSeries, TooltipPlugin, usePanelContext } from '@grafana/ui';
import React, { useMemo } from 'react';
import { AnnotationMarks } from './AnnotationMarks';
import { declareCustomOptions } from './customOptions';
import { PanelDataError } from './PanelDataError';
import { RoomForTimes } from './RoomForTimes';
import { ZoomToRange } from './ZoomToRange';

interface Options {
  legend?: Partial<VizLegendOptions>;
  tooltip?: Partial<VizTooltipOptions>;
}

const defaults = {
  drawStyle: GraphDrawStyle.Line,
  lineInterpolation: LineInterpolation.Linear,
  lineWidth: 1,
  lineStyle: undefined,
  lineColor: undefined,
  fillOpacity: 0,
  fillColor: undefined,
  fillBelowTo: undefined,
  gradientMode: GraphGradientMode.None,
  barAlignment: BarAlignment.Center,
  barWidthFactor: 0.6,
  spanNulls: false,
  insertNulls: false,
  showPoints: VisibilityMode.Auto,
  pointSize: 5,
  pointColor: undefined,
  stacking: { mode: StackingMode.None, group: 'A' },
  transform: undefined,
  axisPlacement: AxisPlacement.Auto,
  axisLabel: '',
  axisWidth: undefined,
  axisSoftMin: undefined,
  axisSoftMax: undefined,
  axisGridShow: undefined,
  axisCenteredZero: false,
  axisColorMode: AxisColorMode.Text,
  axisBorderShow: false,
  scaleDistribution: { type: ScaleDistribution.Linear },
  hideFrom: { legend: false, tooltip: false, viz: false },
  thresholdsStyle: { mode: GraphThresholdsStyleMode.Off },
} satisfies GraphFieldConfig;

function Series({
  id,
  data,
  options,
  width,
  height,
  timeRange,
  timeZone,
  fieldConfig,
  onChangeTimeRange,
}: PanelProps<Options>) {
  const { sync } = usePanelContext();
  const frames = useMemo(() => drawable(data.series), [data.series]);
  if (frames.length === 0) {
    const missing = data.series.some(({ length }) => length > 0);
    return data.state === LoadingState.Loading && !missing ? null : (
      <PanelDataError panelId={id} data={data} fieldConfig={fieldConfig} needsTimeField needsNumberField />
    );
  }
  const legend: VizLegendOptions = {
    showLegend: true,
    displayMode: LegendDisplayMode.List,
    placement: 'bottom',
    calcs: [],
    ...options.legend,
  };
  return (
    <TimeSeries
      frames={frames}
      structureRev={data.structureRev}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={legend}
      options={options}
    >
      {(config, aligned) => (
        <>
          <RoomForTimes config={config} />
          <ZoomToRange config={config} onChange={onChangeTimeRange} />
          <TooltipPlugin
            frames={frames}
            data={aligned}
            config={config}
            mode={options.tooltip?.mode ?? TooltipDisplayMode.Single}
            sortOrder={options.tooltip?.sort ?? SortOrder.None}
            sync={sync}
            timeZone={timeZone}
          />
          <AnnotationMarks config={config} frames={data.annotations ?? []} timeZone={timeZone} />
        </>
      )}
    </TimeSeries>
  );
}

/** Frames with a time and at least one number; what is true or false is drawn as 1 and 0. */
function drawable(series: DataFrame[]): DataFrame[] {
  return series
    .filter(({ length }) => length > 0)
    .map((frame) => ({ ...frame, fields: frame.fields.map(numberOfBoolean) }))
    .filter(
      ({ fields }) =>
        fields.some(({ type }) => type === FieldType.time) && fields.some(({ type }) => type === FieldType.number)
    );
}

function numberOfBoolean(field: Field): Field {
  const values = () => field.values.map((value) => (value === null || value === undefined ? value : Number(value)));
  return field.type === FieldType.boolean ? { ...field, type: FieldType.number, values: values() } : field;
}

export const timeSeries = () =>
  new PanelPlugin<Options>(Series)
    .setDataSupport({ annotations: true }) // else they come only where they come after the panel's own data
    .useFieldConfig({
      standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.PaletteClassic } } },
      useCustomConfig: (builder) => declareCustomOptions(builder, defaults),
    });
