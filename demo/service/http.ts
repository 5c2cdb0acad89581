// What the service answers with, and what can be wrong with a request. Each mistake has a type, which logs, metrics and traces count by.
import { IncomingMessage } from 'node:http';
import { partsOf } from '../reply';

export interface Answer {
  status: number;
  body: unknown;
}

/** A request that cannot be answered as asked: `type` is its name in logs and metrics (`error.type`). */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string
  ) {
    super(message);
  }
}

/** A request as handlers see it. */
export interface Request {
  /** Hexadecimal id of this request: it joins the log of predictions, late labels and the answer. */
  id: string;
  traceId: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** The whole body; at most `limit` bytes. */
  body(limit: number): Promise<Buffer>;
  /** What to say of the request on its span and in its event. */
  note(attributes: Record<string, string | number | boolean>): void;
}

export interface Route {
  method: 'GET' | 'POST';
  path: string;
  handle(request: Request): Promise<Answer>;
}

/** Reads a body, and stops at the limit: a picture of a gigabyte costs no gigabyte. */
export async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  const tooLarge = () => new RequestError(413, 'too_large', `the body is larger than ${Math.round(limit / 1024)} KiB`);
  if (Number(incoming.headers['content-length'] ?? 0) > limit) {
    throw tooLarge();
  }
  try {
    for await (const part of partsOf(incoming)) {
      size += part.length;
      if (size > limit) {
        throw tooLarge();
      }
      parts.push(part);
    }
  } catch (error) {
    // Nobody reads the answer; the number is the one that proxies log for it, and is no error of the service.
    throw (error as NodeJS.ErrnoException).code === 'ECONNRESET'
      ? new RequestError(499, 'client_closed_request', 'the client hung up before its body was whole')
      : error;
  }
  return Buffer.concat(parts);
}

/** A parameter that must be a number. */
export function number(query: URLSearchParams, name: string): number {
  const text = query.get(name);
  if (text === null || text.trim() === '') {
    throw new RequestError(422, 'missing_feature', `${name} is missing`);
  }
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw new RequestError(422, 'invalid_feature', `${name} is not a number: ${text.slice(0, 40)}`);
  }
  return value;
}

/** A whole number from 0 on that a column of 32 bits holds; null where the parameter is absent. */
export function optionalSize(query: URLSearchParams, name: string): number | null {
  const value = query.has(name) ? number(query, name) : null;
  if (value !== null && !(Number.isInteger(value) && value >= 0 && value < 2 ** 31)) {
    throw new RequestError(422, 'invalid_feature', `${name} is no size in pixels: ${value}`);
  }
  return value;
}

export async function json(request: Request, limit: number): Promise<Record<string, unknown>> {
  const text = (await request.body(limit)).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Said below.
  }
  throw new RequestError(400, 'invalid_json', 'the body is not a JSON object');
}
