// The service as a whole: three models, their logs, and what is told of them.
import { AddressInfo } from 'node:net';
import path from 'node:path';
import { Classifier, train } from '../digits/classifier';
import { Digit, loadDigits } from '../digits/images';
import { Classifier as IrisClassifier } from '../iris/classifier';
import { loadFlowers } from '../iris/flowers';
import { ParquetWriter } from '../parquet';
import { Faults } from './faults';
import { LogOptions, PredictionLog, Row } from './predictionlog/log';
import type { Model } from './model';
import { Predictor } from './predictor';
import { Releases } from './releases';
import { digits, digitsColumns } from './routes/digits';
import { iris, irisColumns } from './routes/iris';
import { labelColumns, labels } from './routes/labels';
import { sentiment, sentimentColumns } from './routes/sentiment';
import { requestColumns, server } from './server';
import { PredictionEvents } from './telemetry/events';
import { Logger } from './telemetry/logger';
import { Metrics } from './telemetry/metrics';
import { openTelemetry } from './telemetry/otel';

export interface ServiceOptions {
  port: number;
  host?: string;
  /** Below it each log has a folder. */
  folder: string;
  /** Whether POST /faults can break it. */
  allowFaults?: boolean;
  rollMs?: number;
  /** Where log lines go; default stdout. */
  print?: (line: string) => void;
  /** A trained model of digits; default: it is trained now, which takes some seconds. */
  model?: Classifier;
  /** What models of digits are trained on; default: all there is. */
  examples?: Digit[];
}

export interface Service {
  port: number;
  close(): Promise<void>;
}

/** How long a request that runs when the service is stopped may take, ms. */
const patience = 5_000;

/** No answer waits for the log of requests, so its rows share a write to the disk ten times a second, ms. */
const gatherMs = 100;

const name = 'tideline-demo';
const version = '1.0.0';
/** The models of a service, under the names that data sources and metrics know them by. */
const servedModels = (): Record<'digits' | 'iris' | 'sentiment', Model> => ({
  digits: {
    name: 'digits-live',
    version: '4.2',
    prediction: 'predicted',
    watched: { numbers: ['brightness', 'contrast', 'sharpness', 'aspect_ratio'], categories: ['device', 'predicted'] },
  },
  // Not `iris`, which is the log of five weeks (demo/iris).
  iris: { name: 'iris-live', version: '1', prediction: 'prediction' },
  sentiment: { name: 'sentiment', version: 'afinn-165', prediction: 'sentiment' },
});

export async function startService(options: ServiceOptions): Promise<Service> {
  const telemetry = openTelemetry({ name, version });
  const logger = new Logger(name, telemetry.logger, options.print);
  const writer = await ParquetWriter.open(1);
  const opened: PredictionLog[] = [];
  const open = async (folder: string, columns: LogOptions['columns'], gatherMs?: number) => {
    const complain = (message: string) => logger.log('error', message, { 'error.type': 'prediction_log' });
    const log = await PredictionLog.open(
      { folder: path.join(options.folder, folder), columns, gatherMs, rollMs: options.rollMs, complain },
      writer
    );
    opened.push(log);
    return log;
  };
  const models = servedModels();
  const metrics = new Metrics(Object.values(models));
  const events = new PredictionEvents(telemetry.logger);
  const faults = new Faults();
  const predictor = (model: Model, log: PredictionLog) => new Predictor(model, log, metrics, events, faults);
  const examples = options.examples ?? loadDigits().train;
  const releases = new Releases(models.digits, options.model ?? train(examples, 1), examples, (before) => {
    metrics.deployed(models.digits, before);
    logger.log('info', `${models.digits.name} ${models.digits.version} is in service, after ${before}`);
  });
  const routes = [
    digits(() => releases.current, predictor(models.digits, await open('digits_live', digitsColumns))),
    iris(new IrisClassifier(loadFlowers()), predictor(models.iris, await open('iris_live', irisColumns))),
    sentiment(predictor(models.sentiment, await open('sentiment_live', sentimentColumns)), (n) => metrics.reviewed(n)),
    labels(await open('digits_live_labels', labelColumns)),
    { method: 'GET' as const, path: '/health', handle: async () => ({ status: 200, body: { status: 'ok' } }) },
    ...(options.allowFaults ? [faults.route(), releases.route()] : []),
  ];
  const duration = telemetry.meter.createHistogram('http.server.request.duration', {
    unit: 's',
    description: 'Duration of HTTP server requests.',
  });
  const requests = await open('requests_live', requestColumns, gatherMs);
  const answered = (row: Row) =>
    void requests
      .append(row)
      .catch((error: Error) => logger.log('error', error.message, { 'error.type': 'prediction_log' }));
  const { http, settled } = server({ routes, metrics, logger, tracer: telemetry.tracer, duration, answered });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = http.address() as AddressInfo;
  logger.log('info', 'listening', { port });
  return {
    port,
    close: async () => {
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeIdleConnections();
        // A client that stopped in the middle of its body would be waited for.
        setTimeout(() => http.closeAllConnections(), patience).unref();
      });
      await settled();
      await Promise.all(opened.map((log) => log.close()));
      logger.log('info', 'stopped');
      await logger.close();
      await telemetry.shutdown();
    },
  };
}
