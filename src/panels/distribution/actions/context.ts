// What the panel's plots may do beyond themselves, handed down past those who do not care.
import { createContext, useContext } from 'react';
import { DataFrame } from '@grafana/data';
import { Source } from '../../parts/actions';
import { AdHocCondition } from './conditions';

export interface PanelActions {
  /** The question behind a frame; null where it was not Tideline that was asked. */
  sourceOf: (frame: DataFrame) => Source | null;
  /** Null where there is no dashboard. */
  addFilters: ((conditions: AdHocCondition[]) => void) | null;
}

const none: PanelActions = { sourceOf: () => null, addFilters: null };

export const PanelActionsContext = createContext<PanelActions>(none);

export const usePanelActions = (): PanelActions => useContext(PanelActionsContext);
