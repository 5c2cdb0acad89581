// Grafana's own Loki data source, as far as a dashboard asks it: lines, and numbers made of them.
import { type DataSourceApi, DataSourcePlugin } from '@grafana/data';
import { ExpressionDataSource } from './expressions';

export const loki = () => new DataSourcePlugin(ExpressionDataSource) as unknown as DataSourcePlugin<DataSourceApi>;
