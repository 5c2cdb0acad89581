// Tideline's answers in the panels that suit them, Grafana's own and Tideline's: docs/grafana-features.md has the same list as a table.
import { type Panel, panel } from './dashboards';

const series = { queryType: 'drift', model: 'digits', format: 'timeseries' };
const numbers = { queryType: 'drift', model: 'digits', format: 'numeric' };
const table = { queryType: 'drift', model: 'digits', format: 'table' };
const lastWeek = { mode: 'last', duration: '7d' };
const bins = { queryType: 'distribution', model: 'digits', features: ['brightness'], window: lastWeek };
const categories = { queryType: 'distribution', model: 'digits', features: ['device'], window: lastWeek };
const summary = { queryType: 'summary', model: 'digits', features: ['brightness'] };

const legend = (calcs: string[] = []) => ({ showLegend: true, displayMode: 'table', placement: 'bottom', calcs });
const tooltip = { mode: 'multi', sort: 'none' };
const thresholds = {
  mode: 'absolute',
  steps: [
    { color: 'green', value: null },
    { color: 'orange', value: 1 },
  ],
};
const verdicts = [
  { type: 'value', options: { 0: { text: 'fine', color: 'green', index: 0 } } },
  { type: 'value', options: { 1: { text: 'drifted', color: 'orange', index: 1 } } },
];
const defaults = (more: object) => ({ fieldConfig: { defaults: more, overrides: [] } });
const reduced = { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } };

export const suits: Panel[] = [
  panel('timeseries', 'time series', series, { ...defaults({ thresholds }), options: { legend: legend(['max']) } }),
  panel(
    'state-timeline',
    'state timeline',
    { ...series, value: 'drifted' },
    { ...defaults({ mappings: verdicts }), options: { legend: legend(), showValue: 'never', mergeValues: true } }
  ),
  panel(
    'status-history',
    'status history',
    { ...series, value: 'drifted' },
    { ...defaults({ mappings: verdicts }), options: { legend: legend(), showValue: 'never' } }
  ),
  panel('heatmap', 'heatmap', series, {
    options: { calculate: true, calculation: { yBuckets: { mode: 'size', value: '1' } }, tooltip },
  }),
  panel('bargauge', 'bar gauge', numbers, {
    ...defaults({ thresholds, max: 10 }),
    options: { ...reduced, orientation: 'horizontal' },
  }),
  panel('stat', 'stat', numbers, { ...defaults({ thresholds }), options: { ...reduced, textMode: 'value_and_name' } }),
  panel('gauge', 'gauge', { ...numbers, value: 'share' }, { ...defaults({ max: 1 }), options: reduced }),
  panel('piechart', 'pie chart', categories, {
    options: { reduceOptions: { values: true, fields: '/^current$/' }, legend: { ...legend(), values: ['value'] } },
  }),
  panel('table', 'table', { ...table, columns: ['feature', 'verdict', 'severity'], window: lastWeek }),
  panel('barchart', 'bar chart', categories, { options: { xField: 'category', legend: legend(['sum']), tooltip } }),
  panel('histogram', 'histogram', bins, { options: { legend: legend(), tooltip } }),
  panel('trend', 'trend', bins, { options: { xField: 'xMin', legend: legend(['sum']), tooltip } }),
  panel(
    'xychart',
    'XY chart',
    { ...table, window: lastWeek },
    {
      options: {
        seriesMapping: 'manual',
        series: [{ x: 'effect', y: 'severity', name: 'features' }],
        legend: legend(),
      },
    }
  ),
  panel('candlestick', 'candlestick', summary, {
    options: {
      mode: 'candles',
      candleStyle: 'candles',
      colorStrategy: 'open-close',
      fields: { open: 'p25', close: 'p75', low: 'p05', high: 'p95' },
      includeAllFields: false,
      legend: legend(['mean']),
    },
  }),
  panel('logs', 'logs', { queryType: 'episodes', model: 'digits' }, { options: { enableLogDetails: true } }),
  panel('canvas', 'canvas', numbers, {
    options: {
      inlineEditing: false,
      root: {
        type: 'frame',
        elements: [
          {
            type: 'metric-value',
            name: 'severity',
            config: { text: { mode: 'field', field: 'aspect_ratio' }, color: { fixed: 'orange' } },
            placement: { top: 10, left: 10, width: 200, height: 60 },
          },
        ],
      },
    },
  }),
  panel('tideline-driftheatmap-panel', 'drift heatmap', table),
  panel('tideline-distribution-panel', 'distribution', bins),
];
