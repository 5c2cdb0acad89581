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
