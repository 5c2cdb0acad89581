// What both ways of drawing cells are given.
import type { Painting } from './paint';

export interface CellsProps {
  painting: Painting;
  width: number;
}
