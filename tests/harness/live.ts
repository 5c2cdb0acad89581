// The demo's live model with windows of seconds, for tests that cannot wait for minutes.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../tools/step';

/** Changes what a file of provisioning says. */
export function changeYaml(file: string, change: (content: any) => void): void {
  const content = parse(readFileSync(file, 'utf8'));
  change(content);
  writeFileSync(file, JSON.stringify(content)); // JSON is YAML
}

/** A data source like the provisioned one of the live model, with windows of so many seconds. */
export function liveDataSource(windowSeconds: number): any {
  const [source] = parse(readFileSync(path.join(root, 'provisioning', 'datasources', 'live.yaml'), 'utf8')).datasources;
  Object.assign(source.jsonData.models[0], { window: `${windowSeconds}s`, lateness: '3s' });
  return source;
}

export const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

/** Waits for the end of the running window of so many seconds: what changes then is in no window together with what was before. */
export const untilNextWindow = (windowSeconds: number) => wait(windowSeconds - ((Date.now() / 1000) % windowSeconds));
