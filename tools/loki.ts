// A Loki for the service's log lines: `npm run demo -- --loki /path/to/loki`. It listens on loopback and tells nobody of itself.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The command that starts it, with all that it keeps in a folder that is made anew. */
export function lokiCommand(program: string, folder: string, port: number): [string, string[]] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'loki.yaml');
  writeFileSync(file, JSON.stringify(configuration(folder, port), null, 2)); // JSON is YAML
  return [program, [`-config.file=${file}`]];
}

const loopback = '127.0.0.1';

function configuration(folder: string, port: number): object {
  return {
    auth_enabled: false,
    analytics: { reporting_enabled: false },
    server: {
      http_listen_address: loopback,
      http_listen_port: port,
      grpc_listen_address: loopback,
      grpc_listen_port: 0,
      log_level: 'error',
    },
    common: {
      instance_addr: loopback,
      path_prefix: folder,
      replication_factor: 1,
      ring: { instance_addr: loopback, kvstore: { store: 'inmemory' } },
      storage: {
        filesystem: {
          chunks_directory: path.join(folder, 'chunks'),
          rules_directory: path.join(folder, 'rules'),
        },
      },
    },
    schema_config: {
      configs: [
        {
          from: '2024-01-01',
          store: 'tsdb',
          object_store: 'filesystem',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
  };
}
