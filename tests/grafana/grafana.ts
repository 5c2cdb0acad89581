// The real Grafana of these tests: one that runs (GRAFANA_URL, with the plugin, provisioning/ and the demo's data), or an installed one that is started
// here (GRAFANA_HOME), with the feature toggles that GRAFANA_TOGGLES names. Administrator: admin, password admin, or GRAFANA_PASSWORD.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { grafanaCommand, grafanaHome } from '../../tools/grafana';
import { withoutService } from '../../tools/service';
import { root } from '../../tools/step';
import { demoData, demoVariables } from '../harness/demo';
import { freePort } from '../../tools/port';
import { Server, startServer } from '../harness/server';

export const password = process.env.GRAFANA_PASSWORD ?? 'admin';

/** A Grafana that is not as this repository's provisioning has it. */
export interface GrafanaUnderTest {
  /** A folder of provisioning files, with grafana.ini; this repository's own where none is named. */
  provisioning?: string;
  /** The folder that data sources may read; the demo's where none is named. */
  data?: string;
  /** Folders that the operator allows, as grafana.ini writes them, where they are not `data` for everybody. */
  dataDirectories?: string;
  /** The path under which it is served, behind a proxy, say: `/grafana`. */
  subPath?: string;
  /** Settings that Grafana knows: section.key → value. */
  settings?: Record<string, string>;
  /** Values of variables that provisioning asks for, where they are not the demo's without its service. */
  variables?: Record<string, string>;
  /** Alert rules are not evaluated all the time, which is quicker. */
  withoutRules?: boolean;
}

/** Why a Grafana with settings of its own cannot be had here; false where it can. */
export const withoutOwnGrafana = (): string | false => {
  if (process.env.GRAFANA_URL) {
    return 'a running Grafana has other settings than these tests need';
  }
  return grafanaHome() === undefined && 'needs an installed Grafana, named by GRAFANA_HOME';
};

export async function openGrafana(unusual: GrafanaUnderTest = {}): Promise<Server> {
  if (process.env.GRAFANA_URL) {
    return { url: process.env.GRAFANA_URL.replace(/\/$/, ''), output: () => '', stop: async () => undefined };
  }
  const port = await freePort();
  const work = mkdtempSync(path.join(os.tmpdir(), 'tideline-grafana-'));
  const { data = demoData, subPath = '', variables = {} } = unusual;
  const url = `http://127.0.0.1:${port}${subPath}`;
  const { command, env } = grafanaCommand({
    port,
    work,
    data,
    provisioning: provisioningOf(work, unusual),
    settings: {
      ...(process.env.GRAFANA_TOGGLES && { 'feature_toggles.enable': process.env.GRAFANA_TOGGLES }),
      ...unusual.settings,
      ...(subPath && { 'server.root_url': `${url}/`, 'server.serve_from_sub_path': 'true' }),
    },
  });
  const server = await startServer(
    command,
    { ...process.env, ...withoutService, ...(data === demoData && demoVariables()), ...variables, ...env },
    url,
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
export async function signedIn(
  browser: Browser,
  server: Server,
  options: BrowserContextOptions = { viewport: { width: 1440, height: 1000 } }
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  const login = await context.request.post(`${server.url}/login`, { data: { user: 'admin', password } });
  assert.equal(login.status(), 200, 'the administrator can log in');
  return context;
}

/** The folder of provisioning, or a copy of it with what is unusual: what an operator allows must stand in a file. */
function provisioningOf(
  work: string,
  { provisioning = path.join(root, 'provisioning'), dataDirectories, withoutRules }: GrafanaUnderTest
): string {
  if (dataDirectories === undefined && !withoutRules) {
    return provisioning;
  }
  const folder = path.join(work, 'provisioning');
  cpSync(provisioning, folder, { recursive: true });
  if (withoutRules) {
    rmSync(path.join(folder, 'alerting'), { recursive: true });
  }
  if (dataDirectories !== undefined) {
    const file = path.join(folder, 'grafana.ini');
    const before = readFileSync(file, 'utf8');
    const after = before.replace(/^data_directories = .*$/m, () => `data_directories = ${dataDirectories}`);
    if (after === before) {
      throw new Error(`${file} has no line data_directories any more`);
    }
    writeFileSync(file, after);
  }
  return folder;
}

/** What a plain Grafana of 11.0 complains of by itself when it may not reach the internet. */
export const itsOwn = [
  /gnet\/plugins/,
  /Failed to fetch plugins from catalog/,
  /status of 502/,
  /Failed to stopMeasure loadDashboardScene/,
  /fingerprintjs/, // its library counts one page in a thousand
];

/** Who calls: `name:password`, a token, or nobody. */
export type Caller = string | { token: string } | null;

export const administrator = `admin:${password}`;

/** Calls Grafana's HTTP API as a user; gives the status and the body. */
export async function call(
  server: Server,
  method: string,
  address: string,
  body?: unknown,
  who: Caller = administrator,
  headers: Record<string, string> = {}
): Promise<{ status: number; body: any }> {
  const response = await fetch(server.url + address, {
    method,
    headers: { ...authorization(who), 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}

function authorization(who: Caller): Record<string, string> {
  if (who === null) {
    return {};
  }
  return {
    Authorization: typeof who === 'string' ? `Basic ${Buffer.from(who).toString('base64')}` : `Bearer ${who.token}`,
  };
}
