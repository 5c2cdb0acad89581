// Takes the webhooks that alerts send: prints each as people would read it, keeps each as a line of JSON, and says what a retraining would be started with.
import { appendFile, mkdir } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { AddressInfo } from 'node:net';
import path from 'node:path';
import { partsOf, reply } from '../reply';
import { Notification, readWebhook, retraining } from './notification';

export interface ReceiverOptions {
  port: number;
  host?: string;
  /** Each notification becomes a line of this file. */
  file: string;
  print?: (text: string) => void;
  onNotification?: (notification: Notification) => void;
}

export interface Receiver {
  url: string;
  close(): Promise<void>;
}

const mostOfABody = 4 << 20;

export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { print = console.log } = options;
  await mkdir(path.dirname(options.file), { recursive: true });
  const take = async (text: string) => {
    const notification = readWebhook(JSON.parse(text));
    const trigger = retraining(notification);
    await appendFile(
      options.file,
      `${JSON.stringify({ receivedAt: new Date().toISOString(), ...notification, trigger })}\n`
    );
    print(said(notification));
    if (trigger !== undefined) {
      print(`A retraining would be started with ${JSON.stringify(trigger)}\n`);
    }
    options.onNotification?.(notification);
  };
  const server = createServer(async (incoming, outgoing) => {
    const answer = (status: number, body: object) => reply(incoming, outgoing, status, body);
    if (incoming.method === 'GET' && incoming.url === '/health') {
      answer(200, { status: 'ok' });
      return;
    }
    if (incoming.method !== 'POST') {
      answer(405, { message: 'notifications come by POST' });
      return;
    }
    try {
      await take(await readText(incoming));
      answer(200, { status: 'taken' });
    } catch (error) {
      answer(400, { message: (error as Error).message });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/notifications`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of partsOf(incoming)) {
    size += part.length;
    if (size > mostOfABody) {
      throw new Error(`the body is larger than ${mostOfABody >> 20} MiB`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** As people read it: the template's text, or, from an Alertmanager, which sends none, the summaries. */
function said({ status, model, alerts, message }: Notification): string {
  const of = model === null ? '' : ` of the model ${model}`;
  const title = `── ${status === 'firing' ? `An alert${of}` : `No alert${of} is left`}`;
  return `\n${title}\n${message || alerts.map(({ summary, rule }) => `- ${summary || rule}`).join('\n')}\n`;
}
