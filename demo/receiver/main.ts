// Starts the receiver of notifications: npx tsx demo/receiver/main.ts [--port 8010] [--file .cache/demo/notifications.jsonl]
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startReceiver } from './receiver';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8010' },
      host: { type: 'string', default: '127.0.0.1' },
      file: { type: 'string', default: path.join(__dirname, '..', '..', '.cache', 'demo', 'notifications.jsonl') },
    },
  });
  const receiver = await startReceiver({
    port: Number(values.port),
    host: values.host,
    file: path.resolve(values.file),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void receiver.close().then(() => process.exit(0)));
  }
}

main().catch((error: Error) => {
  console.error(`The receiver of notifications could not start: ${error.message}`);
  process.exit(1);
});
