// An answer that is given before the request's body has come whole: to a picture that is too large, say. A server that closes then, with bytes of the body unread,
// makes its system reset the connection, and a client that is still sending loses the answer. So what still comes is read and thrown away first (RFC 9112, 9.6).
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Who still sends after this long has had time to read the answer. */
const patience = 5000; // ms

/** Sends all of an answer, whose head is written and says its length and that the connection closes, and ends it when nothing more comes. */
export function answerEarly(incoming: IncomingMessage, outgoing: ServerResponse, text: string): void {
  const end = () => {
    clearTimeout(timer);
    outgoing.end();
  };
  const timer = setTimeout(end, patience);
  outgoing.write(text);
  incoming.once('end', end).once('close', end).once('error', end).resume();
}
