// Grafana's own Prometheus data source, as far as a dashboard asks it: queries, with variables filled in. The host passes them on.
import { type DataSourceApi, type DataSourceInstanceSettings, DataSourcePlugin, type ScopedVars } from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { prometheusAnnotations } from './prometheusAnnotations';

interface PrometheusQuery extends DataQuery {
  expr?: string;
  legendFormat?: string;
  interval?: string;
}

/** A value inside a regular expression inside a string of PromQL; several are alternatives. */
function asRegex(value: unknown): string {
  const one = (text: unknown) =>
    String(text)
      .replace(/[\\^$*+?.()|[\]{}"]/g, '\\$&')
      .replace(/\\/g, '\\\\');
  return Array.isArray(value) ? (value.length === 1 ? one(value[0]) : `(${value.map(one).join('|')})`) : String(value);
}

class PrometheusDataSource extends DataSourceWithBackend<PrometheusQuery> {
  override annotations = prometheusAnnotations;

  constructor(settings: DataSourceInstanceSettings) {
    super(settings);
  }

  override filterQuery(query: PrometheusQuery): boolean {
    return !query.hide && Boolean(query.expr?.trim());
  }

  override applyTemplateVariables(query: PrometheusQuery, scopedVars: ScopedVars): PrometheusQuery {
    // The host fills in the interval, which Grafana's own variables would be too fine for.
    const { __interval, __interval_ms, ...others } = scopedVars;
    return {
      ...query,
      expr: getTemplateSrv().replace(query.expr, others, asRegex),
      interval: getTemplateSrv().replace(query.interval, others),
    };
  }
}

export const prometheus = () =>
  new DataSourcePlugin(PrometheusDataSource) as unknown as DataSourcePlugin<DataSourceApi>;
