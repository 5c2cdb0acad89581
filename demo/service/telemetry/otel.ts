// OpenTelemetry: traces, metrics and logs over OTLP/HTTP, to the collector that the standard variable OTEL_EXPORTER_OTLP_ENDPOINT names. Without it spans
// still have ids, which join logs, predictions and exemplars, and nothing is sent.
import { Meter, Tracer } from '@opentelemetry/api';
import { Logger } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';

export interface OpenTelemetry {
  tracer: Tracer;
  meter: Meter;
  logger: Logger;
  /** Sends what waits, and stops. */
  shutdown(): Promise<void>;
}

export function openTelemetry(service: { name: string; version: string }): OpenTelemetry {
  const resource = resourceFromAttributes({
    [ATTR_SERVICE_NAME]: service.name,
    [ATTR_SERVICE_VERSION]: service.version,
    'deployment.environment.name': process.env.DEPLOYMENT_ENVIRONMENT ?? 'demo',
  });
  const sends = process.env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;
  const traces = new BasicTracerProvider({
    resource,
    spanProcessors: sends ? [new BatchSpanProcessor(new OTLPTraceExporter())] : [],
  });
  const metrics = new MeterProvider({
    resource,
    readers: sends
      ? [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter(), exportIntervalMillis: 10_000 })]
      : [],
  });
  const logs = new LoggerProvider({
    resource,
    processors: sends ? [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })] : [],
  });
  return {
    tracer: traces.getTracer(service.name, service.version),
    meter: metrics.getMeter(service.name, service.version),
    logger: logs.getLogger(service.name, service.version),
    shutdown: async () => {
      await Promise.allSettled([traces.shutdown(), metrics.shutdown(), logs.shutdown()]);
    },
  };
}
