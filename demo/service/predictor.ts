// What every prediction has in common: it is timed, counted, traced and logged, and its answer waits until the log has it.
import { Answer, Request, RequestError } from './http';
import { PredictionLog, Row } from './predictionlog/log';
import { Faults } from './faults';
import type { Model } from './model';
import { PredictionEvents } from './telemetry/events';
import { Metrics } from './telemetry/metrics';

export class Predictor {
  constructor(
    private readonly model: Model,
    private readonly log: PredictionLog,
    private readonly metrics: Metrics,
    private readonly events: PredictionEvents,
    private readonly faults: Faults
  ) {}

  /**
   * Runs a model on a request. `run` fills the row with what it measures and gives the answer's body; what it throws is logged with the row, whose
   * prediction is then missing.
   */
  async predict(request: Request, known: Row, run: (row: Row) => Promise<object>): Promise<Answer> {
    const began = performance.now();
    const model = { ...this.model }; // the version that answers this request, even if another comes meanwhile
    const row: Row = {
      time: Date.now(),
      request_id: request.id,
      trace_id: request.traceId,
      ...known,
      model_version: model.version,
    };
    let answer: object | undefined;
    let failure: unknown;
    try {
      await this.faults.before();
      answer = await run(row);
    } catch (error) {
      failure = error;
      row.error = error instanceof RequestError ? error.type : 'internal';
    }
    const seconds = (performance.now() - began) / 1000;
    row.latency_ms = Math.round(seconds * 1e5) / 100;
    const { name, version, prediction } = model;
    this.metrics.predicted(model, row[prediction], row.error, seconds, row.confidence, request.traceId);
    this.metrics.saw(model, row);
    request.note({ 'ml.model.name': name, 'ml.model.version': version, 'ml.prediction.id': request.id });
    this.events.emit(model, row);
    await this.log.append(row);
    if (failure !== undefined) {
      throw failure;
    }
    return { status: 200, body: answer! };
  }
}
