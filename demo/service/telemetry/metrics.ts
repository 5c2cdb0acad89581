// What Prometheus scrapes at /metrics: counters, gauges, histograms with exemplars, a summary. Names and units as Prometheus recommends; those of the course's
// exercise stand beside them, so that its dashboards work here.
import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  OpenMetricsContentType,
  Registry,
  Summary,
} from 'prom-client';
import { FeatureMetrics, Watched } from './features';

// Exemplars, a trace to look at for each bucket, exist in the OpenMetrics format only. The types of the other metrics do not know of formats.
function newRegistry(): Registry {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return registry as unknown as Registry;
}

// As OpenTelemetry advises for http.server.request.duration.
const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

// A model answers within a fraction of a millisecond: in the first bucket of the above, a quantile would be a guess.
const computeBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, ...secondsBuckets];

/** What metrics are told of a model. */
interface ServedModel {
  name: string;
  version: string;
  watched?: Watched;
}

export class Metrics {
  private readonly registry = newRegistry();
  private readonly requests = this.histogram('http_server_request_duration_seconds', 'Time to answer a request', [
    'http_request_method',
    'http_route',
    'http_response_status_code',
  ]);
  private readonly active = new Gauge({
    name: 'http_server_active_requests',
    help: 'Requests that are being answered',
    labelNames: ['http_request_method'],
    registers: [this.registry],
  });
  private readonly predictions = this.counter('model_predictions_total', 'Predictions by class', [
    'model',
    'version',
    'class',
  ]);
  private readonly errors = this.counter('model_prediction_errors_total', 'Requests without a prediction', [
    'model',
    'version',
    'error_type',
  ]);
  private readonly seconds = this.histogram(
    'model_prediction_duration_seconds',
    'Time that the model takes for a prediction',
    ['model', 'version'],
    computeBuckets
  );
  private readonly scores = new Histogram({
    name: 'model_prediction_score',
    help: 'Confidence of predictions',
    labelNames: ['model', 'version'],
    buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1],
    registers: [this.registry],
  });
  private readonly features = new FeatureMetrics(this.registry);
  private readonly course = {
    requests: this.counter('prediction_requests_total', 'Requests of a sentiment (the course’s name)', []),
    errors: this.counter('prediction_error_total', 'Failed requests of a sentiment (the course’s name)', []),
    latency: this.histogram(
      'prediction_latency_seconds',
      'Time of a sentiment (the course’s name)',
      [],
      computeBuckets
    ),
    length: new Summary({
      name: 'review_length_summary',
      help: 'Characters of a review (the course’s name)',
      percentiles: [0.5, 0.9, 0.99],
      maxAgeSeconds: 600,
      ageBuckets: 5,
      registers: [this.registry],
    }),
  };

  private readonly info = new Gauge({
    name: 'model_info',
    help: '1 for each model that is served',
    labelNames: ['model', 'version'],
    registers: [this.registry],
  });

  private readonly deployedAt = new Gauge({
    name: 'model_deployed_timestamp_seconds',
    help: 'When the version of a model that is served was put into service',
    labelNames: ['model', 'version'],
    registers: [this.registry],
  });

  constructor(models: readonly ServedModel[]) {
    collectDefaultMetrics({ register: this.registry });
    models.forEach((model) => this.serves(model));
  }

  /** A version is in service in place of another. */
  deployed(model: ServedModel, before: string): void {
    this.info.remove({ model: model.name, version: before });
    this.deployedAt.remove({ model: model.name, version: before });
    this.serves(model);
  }

  private serves({ name, version, watched }: ServedModel): void {
    this.info.set({ model: name, version }, 1);
    this.deployedAt.set({ model: name, version }, Date.now() / 1000);
    if (watched !== undefined) {
      this.features.open({ name, version }, watched);
    }
  }

  began(method: string): void {
    this.active.inc({ http_request_method: method });
  }

  ended(method: string, route: string, status: number, seconds: number, traceId: string): void {
    this.active.dec({ http_request_method: method });
    const labels = { http_request_method: method, http_route: route, http_response_status_code: String(status) };
    this.requests.observe({ labels, value: seconds, exemplarLabels: { trace_id: traceId } });
  }

  predicted(
    { name, version }: { name: string; version: string },
    predicted: unknown,
    error: unknown,
    seconds: number,
    score: unknown,
    traceId: string
  ): void {
    const labels = { model: name, version };
    this.seconds.observe({ labels, value: seconds, exemplarLabels: { trace_id: traceId } });
    if (typeof error === 'string') {
      this.errors.inc({ labels: { ...labels, error_type: error } });
    } else {
      this.predictions.inc({ labels: { ...labels, class: String(predicted) } });
    }
    if (typeof score === 'number') {
      this.scores.observe(labels, score);
    }
    if (name === 'sentiment') {
      this.course.requests.inc({});
      this.course.latency.observe({ labels: {}, value: seconds });
      if (typeof error === 'string') {
        this.course.errors.inc({});
      }
    }
  }

  /** Counts what a model saw and said. */
  saw(model: ServedModel, row: Record<string, unknown>): void {
    if (model.watched !== undefined) {
      this.features.count(model, model.watched, row);
    }
  }

  reviewed(length: number): void {
    this.course.length.observe(length);
  }

  async text(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  private counter(name: string, help: string, labelNames: string[]) {
    return new Counter({ name, help, labelNames, registers: [this.registry], enableExemplars: true });
  }

  private histogram(name: string, help: string, labelNames: string[], buckets = secondsBuckets) {
    return new Histogram({
      name,
      help,
      labelNames,
      buckets,
      registers: [this.registry],
      enableExemplars: true,
    });
  }
}
