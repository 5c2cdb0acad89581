// What every plot of a tile is given.
import { PairColors } from '../../parts/palette';
import { Sides } from '../marks/sides';
import { Contribution } from '../shape/contributions';

export interface PlotProps {
  /** How many windows before the newest is shown. */
  back: number;
  colors: PairColors;
  shown: Sides;
  /** Where the distance comes from; null where it is not to be shown, or not known. */
  contribution: Contribution | null;
  /** The picture in words. */
  label: string;
  width: number;
  height: number;
}
