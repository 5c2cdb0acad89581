// Shows provisioned dashboards in a browser without Grafana: `npm run preview -- --provisioning DIR --port 3000` (see preview/README.md).
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildHost, buildPage, hostFile, pageFolder } from '../preview/build';
import { withoutService } from './service';
import { root, run, start, stopChildrenOnExit } from './step';

export interface PreviewOptions {
  port: number;
  /** A folder of Grafana's provisioning files. */
  provisioning?: string;
  /** The folders that data sources may read; without them GF_PLUGIN_DATA_DIRECTORIES says it. */
  data?: string[];
  /** A folder of built plugins. */
  plugins?: string;
  role?: string;
}

/** Builds the page and the host, and says how the host is started. */
export async function previewCommand(
  options: PreviewOptions
): Promise<{ command: [string, string[]]; env: Record<string, string> }> {
  const began = Date.now();
  if (await buildPage()) {
    console.log(`── Preview's page: built in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
  await run('Preview’s host', ['go', buildHost]);
  const provisioning = path.resolve(options.provisioning ?? path.join(root, 'provisioning'));
  const flags = {
    port: String(options.port),
    provisioning,
    plugins: path.resolve(options.plugins ?? path.join(root, 'dist')),
    page: pageFolder,
    role: options.role ?? 'Admin',
  };
  return {
    command: [
      hostFile,
      [...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]), '--exit-with-parent'],
    ],
    env: {
      TIDELINE_PROVISIONING: provisioning,
      ...(options.data && { GF_PLUGIN_DATA_DIRECTORIES: options.data.map((folder) => path.resolve(folder)).join(',') }),
    },
  };
}

async function main(): Promise<void> {
  stopChildrenOnExit();
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      provisioning: { type: 'string' },
      data: { type: 'string', multiple: true },
      plugins: { type: 'string' },
      role: { type: 'string' },
    },
  });
  const { command, env } = await previewCommand({ ...values, port: Number(values.port) });
  const host = start(command, { env: { ...withoutService, ...process.env, ...env } });
  process.exitCode = await new Promise<number>((resolve) => host.once('close', (code) => resolve(code ?? 1)));
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(`\n${error.message}`);
    process.exit(1);
  });
}
