// The single values that stat and bar gauge show: one per field, reduced as the panel says, with text and colour.
import {
  type FieldDisplay,
  getFieldDisplayValues,
  type PanelProps,
  type ReduceDataOptions,
  VizOrientation,
} from '@grafana/data';
import { useTheme2 } from '@grafana/ui';

export interface ValueOptions {
  reduceOptions?: Partial<ReduceDataOptions>;
  orientation?: VizOrientation;
}

/** The values of a panel, as a function because drawing them once more is cheaper than keeping them. */
export function useValues(
  props: PanelProps<ValueOptions>,
  sparkline = false,
  percentChange = false
): () => FieldDisplay[] {
  const theme = useTheme2();
  const { data, fieldConfig, options, replaceVariables, timeZone } = props;
  return () =>
    getFieldDisplayValues({
      fieldConfig,
      reduceOptions: { calcs: ['lastNotNull'], ...options.reduceOptions },
      replaceVariables,
      theme,
      data: data.series,
      timeZone,
      sparkline,
      percentChange,
    });
}
