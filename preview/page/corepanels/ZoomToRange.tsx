// Dragging over a chart sets the dashboard's time range.
import type { AbsoluteTimeRange } from '@grafana/data';
import type { UPlotConfigBuilder } from '@grafana/ui';
import { useLayoutEffect, useRef } from 'react';

/** A shorter drag is a click. */
const leastPixels = 4;

export function ZoomToRange({
  config,
  onChange,
}: {
  config: UPlotConfigBuilder;
  onChange: (range: AbsoluteTimeRange) => void;
}) {
  const change = useRef(onChange);
  useLayoutEffect(() => {
    change.current = onChange;
  }, [onChange]);
  useLayoutEffect(() => {
    config.addHook('setSelect', (plot) => {
      if (plot.select.width >= leastPixels) {
        const from = Math.round(plot.posToVal(plot.select.left, 'x'));
        const to = Math.round(plot.posToVal(plot.select.left + plot.select.width, 'x'));
        change.current({ from, to });
        plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      }
    });
  }, [config]);
  return null;
}
