// Grafana's own panels that this page approximates. Whatever else a dashboard names and no plugin brings gets a message in its place.
import type { PanelPlugin } from '@grafana/data';
import { barChart } from './barchart';
import { barGauge } from './bargauge';
import { heatmap } from './heatmap';
import { logs } from './logs';
import { stat } from './stat';
import { stateTimeline } from './statetimeline';
import { table } from './table';
import { text } from './text';
import { timeSeries } from './timeseries';

export const corePanels: Array<{ id: string; name: string; create: () => PanelPlugin }> = [
  { id: 'barchart', name: 'Bar chart', create: barChart },
  { id: 'bargauge', name: 'Bar gauge', create: barGauge },
  { id: 'heatmap', name: 'Heatmap', create: heatmap },
  { id: 'logs', name: 'Logs', create: logs },
  { id: 'stat', name: 'Stat', create: stat },
  { id: 'state-timeline', name: 'State timeline', create: stateTimeline },
  { id: 'table', name: 'Table', create: table },
  { id: 'text', name: 'Text', create: text },
  { id: 'timeseries', name: 'Time series', create: timeSeries },
];
