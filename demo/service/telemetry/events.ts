// Predictions as OpenTelemetry events: a log record `ml.prediction` with the features as attributes. There is no convention for classical models yet; the names
// are those that Tideline's presets read.
import { Logger, SeverityNumber } from '@opentelemetry/api-logs';
import type { Model } from '../model';
import { Row } from '../predictionlog/log';

/** Columns of the log that are no features. */
const others = new Set([
  'time',
  'request_id',
  'trace_id',
  'user_id',
  'latency_ms',
  'error',
  'confidence',
  'score',
  'model_version',
]);

export class PredictionEvents {
  constructor(private readonly logger: Logger) {}

  emit(model: Model, row: Row): void {
    const attributes: Record<string, string | number> = {
      'event.name': 'ml.prediction', // also where a store has no column for the event's name
      'ml.model.name': model.name,
      'ml.model.version': model.version,
    };
    const put = (name: string, value: string | number | null | undefined) => {
      if (value !== null && value !== undefined) {
        attributes[name] = value;
      }
    };
    put('ml.prediction.id', row.request_id);
    put('ml.prediction.class', row[model.prediction]);
    put('ml.prediction.score', row.confidence ?? row.score);
    put('ml.duration_ms', row.latency_ms);
    put('error.type', row.error);
    for (const [name, value] of Object.entries(row)) {
      if (!others.has(name) && name !== model.prediction && !/^p_\d$/.test(name)) {
        put(`ml.feature.${name}`, value);
      }
    }
    this.logger.emit({
      eventName: 'ml.prediction',
      timestamp: row.time as number,
      severityNumber: typeof row.error === 'string' ? SeverityNumber.ERROR : SeverityNumber.INFO,
      attributes,
    });
  }
}
