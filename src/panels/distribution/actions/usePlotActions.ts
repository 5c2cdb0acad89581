// Ties what is selected in a plot to what the panel may do with it.
import { useMemo } from 'react';
import { RowFilter, Stretch } from '../../parts/actions';
import { Distribution } from '../../../frames/samples';
import { chosenSample } from '../shape/windows';
import { AdHocCondition } from './conditions';
import { usePanelActions } from './context';
import { linksOf, Offer, offersFor } from './offers';

export interface Chosen {
  conditions: RowFilter[] | null;
  except: AdHocCondition[] | null;
  copied: string;
  /** The frame's row behind what is selected; undefined where there is none, and no data link can be about it. */
  row: number | undefined;
}

/** What may be done with a selection in the window that is shown. */
export function usePlotActions(distribution: Distribution, back: number): (chosen: Chosen) => Offer[] {
  const { sourceOf, addFilters } = usePanelActions();
  const source = useMemo(() => sourceOf(distribution.frame), [sourceOf, distribution.frame]);
  const sample = chosenSample(distribution, back);
  const window: Stretch | null =
    sample?.from != null && sample.to != null ? { from: sample.from, to: sample.to } : null;
  return (chosen) =>
    offersFor({
      source,
      addFilters,
      window,
      conditions: chosen.conditions,
      except: chosen.except,
      copied: chosen.copied,
      links: chosen.row === undefined ? [] : linksOf([sample?.field ?? null, distribution.valueField], chosen.row),
    });
}
