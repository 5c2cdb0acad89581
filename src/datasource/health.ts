// What a health check found, for the settings page: Grafana's own message of a test that passed is a single paragraph, and green whatever the check warns of.
import { useState, useSyncExternalStore } from 'react';

/** What was found of a model, or of the services. */
export interface Report {
  /** As the settings have it: absent of a model without a name, and of the services. */
  model?: string;
  ok: boolean;
  found?: string;
  problems?: string[];
  warnings?: string[];
  notices?: string[];
}

/** The details of an answer of CheckHealth (pkg/plugin/health.go). */
export interface Health {
  models: Report[];
  service?: Report;
  /** Of the store: names in its settings that are none. */
  store?: string[];
}

const last = new Map<string, Health | undefined>();
const listeners = new Set<() => void>();

/**
 * Keeps what a data source's last check found, and says whether the settings page lists it: then Grafana need not say it a second time. What has no details,
 * such as a folder that cannot be read, is Grafana's to show.
 */
export function keepHealth(uid: string, details: unknown): boolean {
  const health = isHealth(details) ? details : undefined;
  last.set(uid, health);
  listeners.forEach((tell) => tell());
  return health !== undefined && listeners.size > 0 && isListed(health);
}

/** Grafana's message says all of a single model without warnings. Of what is wrong it is red, says what, and has the rest in its details. */
export function isListed({ models, service, store = [] }: Health): boolean {
  const reports = service === undefined ? models : [...models, service];
  return (
    reports.every(({ ok }) => ok) &&
    (reports.length > 1 || store.length > 0 || reports.some(({ warnings = [] }) => warnings.length > 0))
  );
}

/** What the last check found since a page is open. */
export function useHealth(uid: string): Health | undefined {
  const [before] = useState(() => last.get(uid));
  const health = useSyncExternalStore(listen, () => last.get(uid));
  return health === before ? undefined : health;
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

const isHealth = (details: unknown): details is Health =>
  typeof details === 'object' && details !== null && Array.isArray((details as Health).models);
