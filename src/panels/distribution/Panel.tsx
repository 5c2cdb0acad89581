// The panel: takes Grafana's data and decides which state to show.
import React, { useMemo } from 'react';
import { PanelProps } from '@grafana/data';
import { AdHocFilterItem, usePanelContext } from '@grafana/ui';
import { Distribution } from '../../frames/samples';
import { sourceOf } from '../parts/actions';
import { Message } from '../parts/Message';
import { noPicture } from '../parts/noPicture';
import { zoneOfWindows } from '../parts/zone';
import { PanelActions, PanelActionsContext } from './actions/context';
import { Distributions } from './Distributions';
import { defaultOptions, DistributionOptions } from './options';
import { readDistributions } from './shape/read';
import { words } from './words/noPicture';

export function Panel({ data, width, height, timeZone: dashboard, options: saved }: PanelProps<DistributionOptions>) {
  const options = useMemo(() => ({ ...defaultOptions, ...saved }), [saved]);
  const distributions = useMemo(() => readDistributions(data.series), [data.series]);
  const timeZone = useMemo(
    () => zoneOfWindows(data.series, startsOf(distributions), dashboard),
    [data.series, distributions, dashboard]
  );
  const { onAddAdHocFilter } = usePanelContext();
  const actions = useMemo<PanelActions>(
    () => ({
      sourceOf: (frame) => sourceOf({ request: data.request }, frame),
      // The type knows two operators, dashboards and the data source know more.
      addFilters: onAddAdHocFilter
        ? (conditions) => conditions.forEach((condition) => onAddAdHocFilter(condition as AdHocFilterItem))
        : null,
    }),
    [data.request, onAddAdHocFilter]
  );
  if (distributions.length === 0) {
    return <Message {...noPicture(data, words())} width={width} height={height} />;
  }
  return (
    <PanelActionsContext.Provider value={actions}>
      <Distributions
        distributions={distributions}
        options={options}
        width={width}
        height={height}
        timeZone={timeZone}
      />
    </PanelActionsContext.Provider>
  );
}

function startsOf(distributions: Distribution[]): number[] {
  return distributions.flatMap(({ currents }) => currents.flatMap(({ from }) => from ?? []));
}
