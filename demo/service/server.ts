// The HTTP server: finds the route, and gives every request an id, a trace, a duration, and an answer.
import { randomBytes } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import {
  Attributes,
  Context,
  ROOT_CONTEXT,
  Histogram,
  SpanKind,
  SpanStatusCode,
  trace,
  Tracer,
} from '@opentelemetry/api';
import { reply } from '../reply';
import { Answer, readBody, Request, RequestError, Route } from './http';
import { Logger } from './telemetry/logger';
import { Row } from './predictionlog/log';
import { Metrics } from './telemetry/metrics';

export interface ServerOptions {
  routes: Route[];
  metrics: Metrics;
  logger: Logger;
  tracer: Tracer;
  /** http.server.request.duration, for OpenTelemetry. */
  duration: Histogram;
  /** Every request, for the log of requests. */
  answered: (row: Row) => void;
}

/** Columns of the log of requests: what a span tells. */
export const requestColumns = [
  { name: 'time', kind: 'time' },
  { name: 'trace_id', kind: 'text' },
  { name: 'operation', kind: 'text' },
  { name: 'duration_ms', kind: 'number' },
  { name: 'status', kind: 'integer' },
  { name: 'error_type', kind: 'text' },
  { name: 'error_message', kind: 'text' },
] as const;

export interface Serving {
  http: Server;
  /** Resolves when no request is being handled: one whose client has gone may still be writing its row. */
  settled(): Promise<unknown>;
}

export function server(options: ServerOptions): Serving {
  const handled = new Set<Promise<void>>();
  const http = createServer((incoming, outgoing) => {
    const one = serve(options, incoming, outgoing).finally(() => handled.delete(one));
    handled.add(one);
  });
  http.keepAliveTimeout = 30_000;
  return { http, settled: () => Promise.allSettled([...handled]) };
}

async function serve(options: ServerOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { routes, metrics, logger, tracer, duration, answered } = options;
  const url = addressOf(incoming.url);
  const method = incoming.method ?? 'GET';
  if (method === 'GET' && url.pathname === '/metrics') {
    const { contentType, text } = await metrics.text();
    outgoing.writeHead(200, { 'Content-Type': contentType }).end(text);
    return;
  }
  const began = performance.now();
  const time = Date.now();
  const route = routes.find((r) => r.path === url.pathname && r.method === method);
  const template = route?.path ?? 'unknown'; // never a path that somebody made up: each would be a series of its own
  metrics.began(method);
  const span = tracer.startSpan(
    `${method} ${template}`,
    {
      kind: SpanKind.SERVER,
      attributes: { 'http.request.method': method, 'http.route': template, 'url.scheme': 'http' },
    },
    parent(incoming.headers.traceparent)
  );
  const { traceId } = span.spanContext();
  const id = randomBytes(8).toString('hex');
  const request: Request = {
    id,
    traceId,
    query: url.searchParams,
    headers: incoming.headers,
    body: (limit) => readBody(incoming, limit),
    note: (attributes) => void span.setAttributes(attributes),
  };
  let answer: Answer;
  let errorType: string | undefined;
  let message: string | undefined;
  try {
    if (route === undefined) {
      throw routes.some((r) => r.path === url.pathname)
        ? new RequestError(405, 'method_not_allowed', `${url.pathname} does not take ${method}`)
        : new RequestError(404, 'not_found', `there is no ${url.pathname}`);
    }
    answer = await route.handle(request);
  } catch (error) {
    const known = error instanceof RequestError ? error : undefined;
    errorType = known?.type ?? 'internal';
    const status = known?.status ?? 500;
    message = (error as Error).message;
    answer = { status, body: { error: errorType, message: known?.message ?? 'the service has failed' } };
    logger.log(status >= 500 ? 'error' : 'warn', (error as Error).message, {
      'http.route': template,
      'http.response.status_code': status,
      'error.type': errorType,
      request_id: id,
      trace_id: traceId,
    });
    if (known === undefined) {
      span.recordException(error as Error);
    }
  }
  reply(incoming, outgoing, answer.status, answer.body, { 'X-Request-Id': id });
  const seconds = (performance.now() - began) / 1000;
  const attributes: Attributes = {
    'http.request.method': method,
    'http.route': template,
    'url.scheme': 'http',
    'http.response.status_code': answer.status,
    ...(errorType === undefined ? {} : { 'error.type': errorType }),
  };
  span.setAttributes(attributes);
  if (answer.status >= 500) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: errorType });
  }
  span.end();
  duration.record(seconds, attributes);
  metrics.ended(method, template, answer.status, seconds, traceId);
  answered({
    time,
    trace_id: traceId,
    operation: `${method} ${template}`,
    duration_ms: 1000 * seconds,
    status: answer.status,
    error_type: errorType ?? null,
    error_message: message ?? null,
  });
}

/** Of a path that is no address (`//`): one that no route has. */
function addressOf(path: string | undefined): URL {
  try {
    return new URL(path ?? '/', 'http://service');
  } catch {
    return new URL('http://service/invalid');
  }
}

/** The caller's span, from the W3C header `traceparent`. */
function parent(header: string | string[] | undefined): Context {
  const found = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(String(header ?? ''));
  if (found === null) {
    return ROOT_CONTEXT;
  }
  const [, traceId, spanId, flags] = found;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true });
}
