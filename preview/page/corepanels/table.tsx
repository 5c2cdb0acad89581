// Table: a frame at a time, with Grafana's own table component.
import { css } from '@emotion/css';
import { getFrameDisplayName, PanelPlugin, type PanelProps } from '@grafana/data';
import { TableCellDisplayMode, type TableCellHeight } from '@grafana/schema';
import { Combobox, Table, type TableSortByFieldState } from '@grafana/ui';
import React, { useState } from 'react';
import { declareCustomOptions } from './customOptions';
import { PanelDataError } from './PanelDataError';

interface Options {
  frameIndex?: number;
  showHeader?: boolean;
  sortBy?: TableSortByFieldState[];
  cellHeight?: TableCellHeight;
  footer?: { enablePagination?: boolean };
}

interface FieldOptions {
  align: string;
  cellOptions: { type: TableCellDisplayMode };
  width?: number;
  minWidth?: number;
  hidden: boolean;
  inspect: boolean;
  filterable: boolean;
}

const defaults: FieldOptions = {
  align: 'auto',
  cellOptions: { type: TableCellDisplayMode.Auto },
  width: undefined,
  minWidth: undefined,
  hidden: false,
  inspect: false,
  filterable: false,
};

const chooserHeight = 40;

function Frames({ id, options, data, width, height, fieldConfig, timeRange }: PanelProps<Options>) {
  const [chosen, choose] = useState(options.frameIndex ?? 0);
  const frames = data.series.filter(({ fields }) => fields.length > 0);
  const frame = frames[Math.min(chosen, frames.length - 1)];
  if (frame === undefined || frames.every(({ length }) => length === 0)) {
    return <PanelDataError panelId={id} data={data} fieldConfig={fieldConfig} />;
  }
  const several = frames.length > 1;
  return (
    <>
      <Table
        data={frame}
        width={width}
        height={several ? height - chooserHeight : height}
        noHeader={options.showHeader === false}
        initialSortBy={options.sortBy}
        cellHeight={options.cellHeight}
        enablePagination={options.footer?.enablePagination}
        timeRange={timeRange}
        fieldConfig={fieldConfig}
        ariaLabel="Table"
      />
      {several && (
        <div className={chooser}>
          <Combobox
            aria-label="Frame"
            options={frames.map((frame, value) => ({ label: getFrameDisplayName(frame, value), value }))}
            value={Math.min(chosen, frames.length - 1)}
            onChange={({ value }) => choose(value)}
          />
        </div>
      )}
    </>
  );
}

const chooser = css({ height: chooserHeight, paddingTop: 8 });

export const table = () =>
  new PanelPlugin<Options>(Frames).useFieldConfig({
    useCustomConfig: (builder) => declareCustomOptions(builder, defaults),
  });
