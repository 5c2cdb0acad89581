// Answers over HTTP, such as are heard also when they are given before the request's body has come whole: to a picture that is too large, say. A server that closes
// then, with bytes of the body unread, makes its system reset the connection, and a client that is still sending loses the answer. So what still comes is read and
// thrown away first (RFC 9112, 9.6).
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Who still sends after this long has had time to read the answer. */
const patience = 5000; // ms

/** Answers with JSON, whatever has been read of the request. */
export function reply(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  status: number,
  body: unknown,
  headers: OutgoingHttpHeaders = {}
): void {
  const text = JSON.stringify(body);
  const isWhole = incoming.complete;
  outgoing.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
    // What was not read of a body is not read for the next request either.
    ...(isWhole ? {} : { Connection: 'close' }),
  });
  if (isWhole) {
    outgoing.end(text);
    return;
  }
  const end = () => {
    clearTimeout(timer);
    outgoing.end();
  };
  const timer = setTimeout(end, patience);
  outgoing.write(text);
  incoming.once('end', end).once('close', end).once('error', end).resume();
}

/** The parts of a body. Who stops reading them does not end the connection: an answer is still due. */
export const partsOf = (incoming: IncomingMessage): AsyncIterable<Buffer> =>
  incoming.iterator({ destroyOnReturn: false });
