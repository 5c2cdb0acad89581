// Draws cells: as SVG up to a size that browsers lay out quickly, on canvas above it.
import React from 'react';
import { CanvasCells } from './CanvasCells';
import type { CellsProps } from './cellsProps';
import { SvgCells } from './SvgCells';

export const svgCellLimit = 5000;

export const Cells = React.memo(function Cells(props: CellsProps & { cellCount: number }) {
  const { cellCount, ...cells } = props;
  return cellCount <= svgCellLimit ? <SvgCells {...cells} /> : <CanvasCells {...cells} />;
});
