// A state of a panel: which panel, which data, which size, and what somebody does to it. Or of an editor.
import { DataFrame, LoadingState } from '@grafana/data';
import type { ReactElement } from 'react';

export interface Scene {
  panel: 'driftheatmap' | 'distribution';
  width: number;
  height: number;
  series: DataFrame[];
  options?: Record<string, unknown>;
  timeZone?: string;
  /** The dashboard's annotations. */
  annotations?: DataFrame[];
  /** Queries that the frames answer, for what a panel may do with them. */
  targets?: Array<Record<string, unknown>>;
  /** End of the dashboard's range, epoch ms, where it is not the usual one. */
  until?: number;
  /** Where the pointer is pressed and where it is let go, as shares of width and height; held there where `hold` is true. */
  drag?: { from: [number, number]; to: [number, number]; hold?: boolean; modifier?: 'Control' };
  /** Where the pointer clicks. */
  click?: [number, number];
  /** Where the pointer rests, as shares of width and height. */
  hover?: [number, number];
  /** Keys pressed with the panel focused. */
  keys?: string[];
  state?: LoadingState;
  error?: string;
  fieldDefaults?: Record<string, unknown>;
}

export interface EditorScene {
  editor: () => ReactElement;
  width: number;
  /** Names of buttons and choices that are pressed, one after the other. */
  press?: string[];
}
