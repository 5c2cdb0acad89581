// Options that were saved by an earlier version, as this one reads them. What was chosen then stays chosen: new defaults are for new panels.
import { PanelModel } from '@grafana/data';
import { DistributionOptions } from './options';

interface Saved extends Partial<DistributionOptions> {
  /** Before bins could be chosen otherwise: bins at most, 0 for as many as the width carries. */
  maxBins?: number;
}

export function migrate(panel: Pick<PanelModel<Saved>, 'options'>): Partial<DistributionOptions> {
  const { maxBins, ...saved } = panel.options ?? {};
  if (maxBins === undefined) {
    return saved;
  }
  return {
    scale: 'linear',
    tileOrder: 'given',
    ...(maxBins > 0 ? { bins: 'count' as const, binCount: maxBins } : { bins: 'auto' as const }),
    ...saved,
  };
}
