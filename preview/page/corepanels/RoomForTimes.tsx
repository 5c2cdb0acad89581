// Room at the right of a chart for half of its last time, which Grafana's library leaves none for.
import type { UPlotConfigBuilder } from '@grafana/ui';
import { useLayoutEffect } from 'react';

const top = 8; // px, as the library has it
const half = 20; // px, of "11/28"

export function RoomForTimes({ config }: { config: UPlotConfigBuilder }) {
  useLayoutEffect(() => {
    config.setPadding([top, (_plot, _side, [, right]) => (right ? 0 : half), 0, null]);
  }, [config]);
  return null;
}
