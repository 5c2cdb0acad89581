// Bar gauge: a bar per value, filled up to it.
import {
  type DisplayValueAlignmentFactors,
  type FieldDisplay,
  getDisplayValueAlignmentFactors,
  PanelPlugin,
  type PanelProps,
  VizOrientation,
} from '@grafana/data';
import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeValueMode,
  type VizTextDisplayOptions,
} from '@grafana/schema';
import { BarGauge, DataLinksContextMenu, useTheme2, VizRepeater, type VizRepeaterRenderValueProps } from '@grafana/ui';
import React from 'react';
import { useValues, type ValueOptions } from './values';

interface Options extends ValueOptions {
  displayMode?: BarGaugeDisplayMode;
  valueMode?: BarGaugeValueMode;
  namePlacement?: BarGaugeNamePlacement;
  showUnfilled?: boolean;
  text?: VizTextDisplayOptions;
  minVizWidth?: number;
  minVizHeight?: number;
}

function Gauges(props: PanelProps<Options>) {
  const theme = useTheme2();
  const { options, width, height, renderCounter, data } = props;
  const values = useValues(props);
  const orientation = options.orientation ?? VizOrientation.Auto;
  const bar = ({
    value,
    width,
    height,
    orientation,
    alignmentFactors,
  }: VizRepeaterRenderValueProps<FieldDisplay, DisplayValueAlignmentFactors>) => {
    const draw = (openMenu?: React.MouseEventHandler<HTMLElement>) => (
      <BarGauge
        theme={theme}
        value={value.display}
        field={value.field}
        display={value.view?.getFieldDisplayProcessor(value.colIndex ?? -1)}
        width={width}
        height={height}
        orientation={orientation}
        alignmentFactors={alignmentFactors}
        displayMode={options.displayMode ?? BarGaugeDisplayMode.Gradient}
        valueDisplayMode={options.valueMode ?? BarGaugeValueMode.Color}
        namePlacement={options.namePlacement ?? BarGaugeNamePlacement.Auto}
        showUnfilled={options.showUnfilled ?? true}
        text={options.text}
        itemSpacing={10}
        lcdCellWidth={12}
        onClick={openMenu}
      />
    );
    return value.hasLinks && value.getLinks ? (
      <DataLinksContextMenu links={() => value.getLinks?.() ?? []}>
        {({ openMenu }) => draw(openMenu)}
      </DataLinksContextMenu>
    ) : (
      draw()
    );
  };
  return (
    <VizRepeater
      getValues={values}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={bar}
      width={width}
      height={height}
      source={data}
      itemSpacing={10}
      renderCounter={renderCounter}
      minVizWidth={options.minVizWidth ?? 8}
      minVizHeight={options.minVizHeight ?? 16}
      orientation={orientation}
    />
  );
}

export const barGauge = () => new PanelPlugin<Options>(Gauges).useFieldConfig();
