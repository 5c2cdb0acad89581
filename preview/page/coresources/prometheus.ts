// Grafana's own Prometheus data source, as far as a dashboard asks it: queries and annotations.
import { type DataSourceApi, DataSourcePlugin } from '@grafana/data';
import { ExpressionDataSource } from './expressions';
import { prometheusAnnotations } from './prometheusAnnotations';

class PrometheusDataSource extends ExpressionDataSource {
  override annotations = prometheusAnnotations;
}

export const prometheus = () =>
  new DataSourcePlugin(PrometheusDataSource) as unknown as DataSourcePlugin<DataSourceApi>;
