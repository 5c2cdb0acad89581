// Grafana's own data sources that this page has; the host answers them.
import type { DataSourceApi, DataSourcePlugin } from '@grafana/data';
import { loki } from './loki';
import { prometheus } from './prometheus';

export const coreSources: Record<string, () => DataSourcePlugin<DataSourceApi>> = {
  loki,
  prometheus,
};
