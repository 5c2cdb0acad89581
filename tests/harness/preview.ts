// The preview with the real plugin, the provisioned dashboards and the demo's data.
import path from 'node:path';
import { previewCommand } from '../../tools/preview';
import { withoutService } from '../../tools/service';
import { root } from '../../tools/step';
import { demoData, demoVariables } from './demo';
import { freePort } from '../../tools/port';
import { Server, startServer } from './server';

export async function openPreview(
  role = 'Admin',
  provisioning = path.join(root, 'provisioning'),
  data = demoData,
  variables = demoVariables()
): Promise<Server> {
  const port = await freePort();
  const { command, env } = await previewCommand({ port, provisioning, data: [data], role });
  return startServer(
    command,
    { ...process.env, ...withoutService, ...variables, ...env },
    `http://127.0.0.1:${port}`,
    '/api/health'
  );
}
