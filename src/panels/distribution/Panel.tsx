// The panel: takes Grafana's data and decides which state to show.
import React, { useMemo } from 'react';
import { LoadingState, PanelData, PanelProps } from '@grafana/data';
import { AdHocFilterItem, usePanelContext } from '@grafana/ui';
import { Distribution } from '../../frames/samples';
import { sourceOf } from '../parts/actions';
import { Message } from '../parts/Message';
import { t } from '../parts/text';
import { zoneOfWindows } from '../parts/zone';
import { PanelActions, PanelActionsContext } from './actions/context';
import { Distributions } from './Distributions';
import { defaultOptions, DistributionOptions } from './options';
import { isAnotherAnswer, readDistributions } from './shape/read';

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
    return <Message {...stateOf(data)} width={width} height={height} />;
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

// Why there is nothing to draw, and what to do about it.
function stateOf(data: PanelData): { title: string; detail?: string; kind: 'empty' | 'error' | 'loading' } {
  const error = data.errors?.[0] ?? data.error;
  if (data.state === LoadingState.Error || error) {
    return {
      kind: 'error',
      title: t('state.error', 'The query failed'),
      detail: error?.message ?? error?.data?.message,
    };
  }
  if (data.state === LoadingState.Loading || data.state === LoadingState.NotStarted) {
    return { kind: 'loading', title: t('state.loading', 'Comparing with the reference …') };
  }
  const notice = data.series.flatMap((frame) => frame.meta?.notices ?? []).find((found) => found.text)?.text;
  if (data.series.some((frame) => isAnotherAnswer(frame) && frame.length > 0)) {
    return {
      kind: 'empty',
      title: t('distribution.drift', 'This query returns verdicts'),
      detail: t(
        'distribution.drift-detail',
        'Choose the query type Distribution, or show it in a Drift heatmap panel.'
      ),
    };
  }
  if (data.series.some((frame) => frame.length > 0)) {
    return {
      kind: 'empty',
      title: t('distribution.unknown', 'No distribution in this data'),
      detail: t(
        'distribution.unknown-detail',
        'The panel reads the query type Distribution, and values of any source: query A is the reference, query B is compared with it.'
      ),
    };
  }
  return {
    kind: 'empty',
    title: t('distribution.empty', 'No rows in this time range'),
    detail: notice ?? t('distribution.empty-detail', 'Widen the time range, or choose another feature.'),
  };
}
