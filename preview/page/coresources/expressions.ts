// What Grafana's own Prometheus and Loki data sources have in common here: a query is an expression, variables are filled in as alternatives of a regular
// expression, and the host passes it on.
import type { DataSourceInstanceSettings, ScopedVars } from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';

export interface ExpressionQuery extends DataQuery {
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

export class ExpressionDataSource extends DataSourceWithBackend<ExpressionQuery> {
  constructor(settings: DataSourceInstanceSettings) {
    super(settings);
  }

  override filterQuery(query: ExpressionQuery): boolean {
    return !query.hide && Boolean(query.expr?.trim());
  }

  override applyTemplateVariables(query: ExpressionQuery, scopedVars: ScopedVars): ExpressionQuery {
    // The host fills in the interval, which Grafana's own variables would be too fine for.
    const { __interval, __interval_ms, ...others } = scopedVars;
    return {
      ...query,
      expr: getTemplateSrv().replace(query.expr, others, asRegex),
      interval: getTemplateSrv().replace(query.interval, others),
    };
  }
}
