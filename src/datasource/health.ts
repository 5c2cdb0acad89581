// What a health check found, for the settings page: Grafana's own message is a single paragraph, and green whatever the check warns of.
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

/** Keeps what a data source's last check found; what has no details, such as a folder that cannot be read, is Grafana's to show. */
export function keepHealth(uid: string, details: unknown): void {
  last.set(uid, isHealth(details) ? details : undefined);
  listeners.forEach((tell) => tell());
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
