// What there is to say of how bins and axis were made, where it is not what was asked for or not exact.
import { NumericDistribution } from '../../../frames/samples';
import { t } from '../../parts/text';
import { NumericShape } from '../shape/numeric';

/** For the card of a bin. */
export function binNotes(distribution: NumericDistribution, { moved }: NumericShape): string[] {
  return [
    ...(moved
      ? [
          t(
            'note.moved',
            'Edges are moved to the nearest of the {{many}} that the data source counted between; counts are exact.',
            {
              many: distribution.bins.length + 1,
            }
          ),
        ]
      : []),
    ...(distribution.approximate
      ? [t('note.approximate', 'Counted in coarser cells, shared out evenly where a bin ends inside one.')]
      : []),
  ];
}

/** For the plot as a whole: wishes that could not be met. */
export function plotNote({ fellBack, refused }: NumericShape): string {
  if (fellBack) {
    return t('note.symlog', 'values at or below 0: symlog axis instead of log');
  }
  return refused ? t('note.too-many', 'bins of that width would be too many: they are automatic') : '';
}
