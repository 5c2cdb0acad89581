// The real Grafana of these tests: one that runs (GRAFANA_URL, with the plugin, provisioning/ and the demo's data), or an installed one that is started
// here (GRAFANA_HOME). Administrator: admin, password admin, or GRAFANA_PASSWORD.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { grafanaCommand } from '../../tools/grafana';
import { demoData, demoVariables } from '../harness/demo';
import { freePort, Server, startServer } from '../harness/server';

export const password = process.env.GRAFANA_PASSWORD ?? 'admin';

export interface GrafanaUnderTest {
  /** A folder of provisioning files, with grafana.ini; this repository's own where none is named. */
  provisioning?: string;
  /** The folder that data sources may read; the demo's where none is named. */
  data?: string;
}

export async function openGrafana({ provisioning, data = demoData }: GrafanaUnderTest = {}): Promise<Server> {
  if (process.env.GRAFANA_URL) {
    return { url: process.env.GRAFANA_URL.replace(/\/$/, ''), output: () => '', stop: async () => undefined };
  }
  const port = await freePort();
  const work = mkdtempSync(path.join(os.tmpdir(), 'tideline-grafana-'));
  const { command, env } = grafanaCommand({ port, work, data, provisioning });
  const server = await startServer(
    command,
    { ...process.env, ...(data === demoData && demoVariables()), ...env },
    `http://127.0.0.1:${port}`,
    '/api/health'
  );
  return {
    ...server,
    stop: async () => {
      await server.stop();
      rmSync(work, { recursive: true, force: true });
    },
  };
}

/** A browser's session of the administrator. */
export async function signedIn(browser: Browser, server: Server): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const login = await context.request.post(`${server.url}/login`, { data: { user: 'admin', password } });
  if (login.status() !== 200) {
    throw new Error(`the administrator cannot log in: ${login.status()}`);
  }
  return context;
}

/** What a plain Grafana of 11.0 complains of by itself when it may not reach the internet. */
export const itsOwn = [/gnet\/plugins/, /Failed to fetch plugins from catalog/, /status of 502/];

/** Calls Grafana's HTTP API as a user; gives the status and the body. */
export async function call(
  server: Server,
  method: string,
  address: string,
  body?: unknown,
  user = `admin:${password}`
): Promise<{ status: number; body: any }> {
  const response = await fetch(server.url + address, {
    method,
    headers: {
      Authorization: `Basic ${Buffer.from(user).toString('base64')}`,
      'Content-Type': 'application/json',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}
