// Loads a plugin's AMD bundle with SystemJS, as Grafana does.
import 'systemjs/dist/system.js';
import 'systemjs/dist/extras/amd.js';
import { sharedModules } from './shared';

interface Loader {
  import(address: string): Promise<Record<string, unknown>>;
  set(id: string, module: object): void;
  addImportMap(map: { imports: Record<string, string> }): void;
  constructor: { prototype: { shouldFetch: () => boolean } };
}

const loader = (window as unknown as { System: Loader }).System;

// Plugins are fetched and run, not added as script elements: that is how their own address (`module.uri`) reaches them.
loader.constructor.prototype.shouldFetch = () => true;

/**
 * Gives the loader what plugins share with this page. It copies each module's exports, so this waits for the first plugin: some of them, such as the
 * frame of an app's page, are put in place only when the page starts.
 */
let share = () => {
  const imports: Record<string, string> = {};
  for (const [name, module] of Object.entries(sharedModules)) {
    imports[name] = `host:${name}`;
    loader.set(imports[name], module);
  }
  loader.addImportMap({ imports });
  share = () => undefined;
};

/** The exports of a plugin's module.js. */
export async function loadModule(address: string): Promise<Record<string, unknown>> {
  share();
  try {
    return await loader.import(`${window.location.origin}/${address.replace(/^\//, '')}`);
  } catch (error) {
    throw new Error(`${address} could not be loaded: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
