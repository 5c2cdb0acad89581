// Stat: big numbers, with a small graph behind them.
import {
  type DisplayValueAlignmentFactors,
  type FieldDisplay,
  getDisplayValueAlignmentFactors,
  PanelPlugin,
  type PanelProps,
  VizOrientation,
} from '@grafana/data';
import {
  BigValue,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  DataLinksContextMenu,
  useTheme2,
  VizRepeater,
  type VizRepeaterRenderValueProps,
} from '@grafana/ui';
import type { PercentChangeColorMode, VizTextDisplayOptions } from '@grafana/schema';
import React from 'react';
import { useValues, type ValueOptions } from './values';

interface Options extends ValueOptions {
  colorMode?: BigValueColorMode;
  graphMode?: BigValueGraphMode;
  justifyMode?: BigValueJustifyMode;
  textMode?: BigValueTextMode;
  text?: VizTextDisplayOptions;
  wideLayout?: boolean;
  showPercentChange?: boolean;
  percentChangeColorMode?: PercentChangeColorMode;
}

function Stat(props: PanelProps<Options>) {
  const theme = useTheme2();
  const { options, width, height, renderCounter, data } = props;
  const { graphMode = BigValueGraphMode.Area, colorMode = BigValueColorMode.Value } = options;
  const values = useValues(props, graphMode !== BigValueGraphMode.None, options.showPercentChange);
  const big = ({
    value,
    width,
    height,
    count,
    alignmentFactors,
  }: VizRepeaterRenderValueProps<FieldDisplay, DisplayValueAlignmentFactors>) => {
    const draw = (openMenu?: React.MouseEventHandler<HTMLElement>) => (
      <BigValue
        theme={theme}
        value={value.display}
        sparkline={value.sparkline}
        width={width}
        height={height}
        count={count}
        alignmentFactors={alignmentFactors}
        colorMode={colorMode}
        graphMode={graphMode}
        justifyMode={options.justifyMode ?? BigValueJustifyMode.Auto}
        textMode={options.textMode ?? BigValueTextMode.Auto}
        text={options.text}
        percentChangeColorMode={options.percentChangeColorMode}
        disableWideLayout={options.wideLayout === false}
        hasLinks={value.hasLinks}
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
      renderValue={big}
      width={width}
      height={height}
      source={data}
      itemSpacing={3}
      renderCounter={renderCounter}
      autoGrid
      orientation={options.orientation ?? VizOrientation.Auto}
    />
  );
}

export const stat = () => new PanelPlugin<Options>(Stat).useFieldConfig();
