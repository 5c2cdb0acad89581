// The views that stand over a feature's bins, by their names in the options.
import { density } from './density';
import { difference } from './difference';
import { ecdf } from './ecdf';
import { histogram } from './histogram';
import { MakePicture } from './picture';

export const binViews = { histogram, density, ecdf, difference } satisfies Record<string, MakePicture>;

export type BinView = keyof typeof binViews;
