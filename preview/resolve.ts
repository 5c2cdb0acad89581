// How the page's bundle finds modules where Node's own rules would not do. Each rule mends one thing about Grafana's packages outside of Grafana, so
// an upgrade of those packages starts with this file and its test.
import { createRequire } from 'node:module';
import path from 'node:path';
import type { OnResolveArgs, Plugin, PluginBuild } from 'esbuild';

const require = createRequire(__filename);
const nodeModules = path.resolve(__dirname, '..', 'node_modules');

/** What the page imports of @grafana/runtime that Grafana itself takes from a part of it that is not published. */
export const internals = 'preview:grafana-runtime-internals';

/** Where each of those names is defined in the published files: the same module instances that the package's main entry uses. */
const internalFiles: Record<string, string[]> = {
  'services/dataSource/settings.mjs': ['initDataSourceInstanceSettings', 'syncDataSourceInstanceSettings'],
  'services/logging/registry.mjs': ['initializeLoggersRegistry'],
  'components/PanelDataErrorView.mjs': ['setPanelDataErrorView'],
  'components/PluginPage.mjs': ['setPluginPage'],
};

/** CommonJS packages whose default export an .mjs importer would get wrapped once more ("Element type is invalid"). */
const wrappedDefaults = ['calculate-size', 'react-custom-scrollbars-2', 'react-highlight-words'];

/** The names that plugin-compat looks for in newer versions of @grafana/runtime; without them it asks the page's own services, which is right. */
export const namesOfNewerRuntimes = [
  'callAppPluginProxy',
  'getAppPluginHealth',
  'getDataSourceInstance',
  'getDataSourceInstanceList',
  'getDataSourceInstanceListItem',
  'getDataSourceInstanceSettings',
  'getDefaultDataSourceInstanceListItem',
  'getPluginSettings',
  'registerRuntimeDataSourceInstance',
  'updateAppPluginSettings',
  'useDataSourceInstance',
  'useDataSourceInstanceList',
  'useDataSourceInstanceListItem',
  'useDefaultDataSourceInstanceListItem',
];

const isFrom = (importer: string, name: string) =>
  importer.includes(path.join('node_modules', ...name.split('/')) + path.sep);

/** A module written here, resolved as if it stood in the root of the repository. */
function virtual(build: PluginBuild, namespace: string, contents: (path: string) => string) {
  build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
    contents: contents(path),
    loader: 'js',
    resolveDir: nodeModules,
  }));
}

export const grafanaPackages: Plugin = {
  name: 'grafana-packages',
  setup(build) {
    // @grafana/scenes imports version 6 of react-router-dom, @grafana/ui version 5; the compatibility package has both.
    build.onResolve({ filter: /^react-router-dom$/ }, ({ importer, kind, resolveDir }) =>
      isFrom(importer, '@grafana/scenes')
        ? build.resolve('react-router-dom-v5-compat', { kind, resolveDir })
        : undefined
    );

    build.onResolve({ filter: /^@grafana\/runtime$/ }, ({ importer }) =>
      isFrom(importer, '@grafana/plugin-compat') ? { path: '@grafana/runtime', namespace: 'older-runtime' } : undefined
    );
    virtual(
      build,
      'older-runtime',
      () =>
        `export * from '@grafana/runtime';\n` +
        namesOfNewerRuntimes.map((name) => `export const ${name} = undefined;`).join('\n')
    );

    build.onResolve({ filter: new RegExp(`^(${wrappedDefaults.join('|')})$`) }, ({ importer, path }: OnResolveArgs) =>
      importer.endsWith('.mjs') ? { path, namespace: 'unwrapped-default' } : undefined
    );
    virtual(
      build,
      'unwrapped-default',
      (name) =>
        `import * as wrapped from ${JSON.stringify(require.resolve(name))};\nexport default wrapped.default?.default ?? wrapped.default;`
    );

    build.onResolve({ filter: new RegExp(`^${internals}$`) }, () => ({ path: internals, namespace: 'internals' }));
    virtual(build, 'internals', () =>
      Object.entries(internalFiles)
        .map(([file, names]) => {
          const from = path.join(nodeModules, '@grafana', 'runtime', 'dist', 'esm', file);
          return `export { ${names.join(', ')} } from ${JSON.stringify(from)};`;
        })
        .join('\n')
    );

    // Grafana's own fonts come with the server, not with the packages: the theme's fallbacks are used instead of asking for files in vain.
    build.onResolve({ filter: /(^|\/)fonts\.mjs$/ }, ({ importer }) =>
      isFrom(importer, '@grafana/ui') ? { path: 'fonts', namespace: 'no-fonts' } : undefined
    );
    virtual(build, 'no-fonts', () => `export const getFontStyles = () => undefined;`);
  },
};
