// Starts the demo's service: npx tsx demo/service/main.ts [--port 8000] [--folder .cache/demo] [--roll 10] [--allow-faults]
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startService } from './service';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8000' },
      host: { type: 'string', default: '127.0.0.1' },
      folder: { type: 'string', default: path.join(__dirname, '..', '..', '.cache', 'demo') },
      roll: { type: 'string', default: '10' },
      'allow-faults': { type: 'boolean', default: false },
    },
  });
  const service = await startService({
    port: Number(values.port),
    host: values.host,
    folder: path.resolve(values.folder),
    rollMs: 1000 * Number(values.roll),
    allowFaults: values['allow-faults'],
  });
  let isStopping = false;
  const stop = () => {
    if (!isStopping) {
      isStopping = true;
      service.close().then(
        () => process.exit(0),
        (error: Error) => {
          console.error(error.message);
          process.exit(1);
        }
      );
    }
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: Error) => {
  console.error(`The service could not start: ${error.message}`);
  process.exit(1);
});
