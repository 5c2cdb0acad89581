// Dashboards, panels and data sources as these tests make them by Grafana's API.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { Server } from '../harness/server';
import { call, type Caller } from './grafana';

export const tideline = { type: 'tideline-drift-datasource', uid: 'tideline' };

export interface Panel {
  id?: number;
  type: string;
  title: string;
  [more: string]: unknown;
}

/** A query of the provisioned data source, or of another. */
export const query = (fields: object, refId = 'A', datasource = tideline): object => ({
  refId,
  datasource,
  version: 1,
  ...fields,
});

/** A panel with one query. */
export const panel = (type: string, title: string, fields: object, more: object = {}): Panel => ({
  type,
  title,
  datasource: tideline,
  targets: [query(fields)],
  ...more,
});

const eightWeeks = { from: 'now-8w', to: 'now' };

/** Saves a dashboard; its panels stand in rows of three. */
export async function save(
  server: Server,
  uid: string,
  panels: Panel[],
  more: object = {},
  who?: Caller
): Promise<void> {
  const dashboard = {
    uid,
    title: uid,
    schemaVersion: 39,
    timezone: 'utc',
    time: eightWeeks,
    ...more,
    panels: panels.map((one, i) => ({
      id: i + 1,
      gridPos: { x: (i % 3) * 8, y: Math.floor(i / 3) * 8, w: 8, h: 8 },
      options: {},
      fieldConfig: { defaults: {}, overrides: [] },
      ...one,
    })),
  };
  const saved = await call(server, 'POST', '/api/dashboards/db', { dashboard, overwrite: true }, who);
  assert.equal(saved.status, 200, `${uid} can be saved: ${JSON.stringify(saved.body)}`);
}

/** A dashboard's variable with fixed choices, the first of them chosen. */
export function choice(name: string, values: string[], more: object = {}): object {
  const options = values.map((value, i) => ({ text: value, value, selected: i === 0 }));
  return { type: 'custom', name, query: values.join(','), current: options[0], options, hide: 0, ...more };
}

/** Adds a data source like the provisioned one, changed. */
export async function addDataSource(
  server: Server,
  uid: string,
  change: (jsonData: any) => void,
  who?: Caller
): Promise<typeof tideline> {
  const { body } = await call(server, 'GET', '/api/datasources/uid/tideline');
  const jsonData = structuredClone(body.jsonData);
  change(jsonData);
  const settings = { uid, name: uid, type: tideline.type, access: 'proxy', jsonData };
  const made = await call(server, 'POST', '/api/datasources', settings, who);
  assert.equal(made.status, 200, `data source ${uid} can be added: ${JSON.stringify(made.body)}`);
  return { ...tideline, uid };
}

/** Adds a user of an organisation, and gives its `name:password`. With capital letters in its name it could not sign in. */
export async function addUser(server: Server, name: string, role: string, organisation = 1): Promise<string> {
  const secret = `${name}-1-Password`;
  const user = { name, login: name, password: secret, OrgId: organisation };
  const made = await call(server, 'POST', '/api/admin/users', user);
  assert.equal(made.status, 200, `${name} can be added: ${JSON.stringify(made.body)}`);
  const changed = await call(server, 'PATCH', `/api/orgs/${organisation}/users/${made.body.id}`, { role });
  assert.equal(changed.status, 200, `${name} becomes ${role}: ${JSON.stringify(changed.body)}`);
  return `${name}:${secret}`;
}

/** A panel on a page, by its title as it is shown. */
export const panelOf = (page: Page, title: string): Locator =>
  page.getByTestId(`data-testid Panel header ${title}`).first();
