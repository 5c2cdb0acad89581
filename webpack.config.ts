// Builds the browser's side of the app and of every plugin nested in it into dist/, laid out as Grafana looks for them; tools/build.ts and
// tools/dev.ts run it. The backend's binary, made by mage, lies in the same folder and is kept.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Compilation, Compiler, Configuration, sources } from 'webpack';
import { version } from './package.json';
import manifest from './src/plugin.json';

const src = path.join(__dirname, 'src');

/** What Grafana gives a plugin at run time. `react/jsx-runtime` and `@grafana/i18n` are not among it in Grafana 11.0. */
const host: Array<string | RegExp> = [
  /^@grafana\/(data|runtime|ui)$/,
  '@emotion/css',
  '@emotion/react',
  'i18next',
  'lodash',
  'moment',
  'react',
  'react-dom',
  'react-router',
  'react-router-dom',
  /^rxjs(\/operators)?$/,
];

/** The files below a folder, as paths with slashes. */
const filesBelow = (folder: string, recursive = true): string[] =>
  readdirSync(folder, { recursive, encoding: 'utf8' }).map((file) => file.split(path.sep).join('/'));

/** A module beside each plugin.json: the app's own, the data source's and the panels'. */
function entries(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const file of filesBelow(src).filter((file) => path.basename(file) === 'plugin.json')) {
    const folder = path.dirname(file);
    const entry = ['module.ts', 'module.tsx'].map((name) => path.join(src, folder, name)).find(existsSync);
    if (entry === undefined) {
      throw new Error(`src/${folder} has a plugin.json, but neither module.ts nor module.tsx`);
    }
    found[path.posix.join(folder, 'module')] = entry;
  }
  return found;
}

/** What lies in dist/ as it lies in the repository: from where, which files, to where. */
const copied: Array<{ from: string; files: RegExp; to: string }> = [
  { from: 'src', files: /(^|\/)(plugin\.json|img\/[^/]+|locales\/.+\.json)$/, to: '' },
  // The data source offers them for import. Were they the app's, Grafana would import them by itself, beside the provisioned ones of the same uid.
  { from: 'provisioning/dashboards', files: /^[^/]+\.json$/, to: 'datasource/dashboards' },
  { from: '.', files: /^(README\.md|CHANGELOG\.md|LICENSE)$/, to: '' },
];

/** Fills in the placeholders of a manifest or a dashboard. */
const fill = (json: string): string =>
  json
    .replaceAll('%VERSION%', version)
    .replaceAll('%TODAY%', new Date().toISOString().slice(0, 10))
    .replaceAll('%PLUGIN_ID%', manifest.id);

/** Copies what needs no compiling, and copies it again when it changes. */
class CopyFiles {
  apply(compiler: Compiler) {
    compiler.hooks.thisCompilation.tap('CopyFiles', (compilation) => {
      compilation.hooks.processAssets.tap(
        { name: 'CopyFiles', stage: Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL },
        () => {
          for (const { from, files, to } of copied) {
            const folder = path.join(__dirname, from);
            for (const file of existsSync(folder) ? filesBelow(folder, from !== '.') : []) {
              if (files.test(file)) {
                const source = path.join(folder, file);
                const content = readFileSync(source);
                compilation.fileDependencies.add(source);
                compilation.emitAsset(
                  path.posix.join(to, file),
                  new sources.RawSource(file.endsWith('.json') ? fill(content.toString('utf8')) : content)
                );
              }
            }
          }
        }
      );
    });
  }
}

export default function configuration(mode: 'production' | 'development'): Configuration {
  return {
    mode,
    context: src,
    entry: entries(),
    devtool: mode === 'production' ? 'source-map' : 'eval-source-map',
    target: ['web', 'es2020'],
    externals: host,
    output: {
      path: path.join(__dirname, 'dist'),
      filename: '[name].js',
      library: { type: 'amd' },
      publicPath: `public/plugins/${manifest.id}/`,
      uniqueName: manifest.id,
      clean: { keep: /(_(amd64|arm64)(\.exe)?|go_plugin_build_manifest)$/ },
    },
    resolve: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      // A translation of no language, for Grafana's own developers; nobody asks a plugin for it.
      alias: { 'i18next-pseudo': false },
    },
    module: {
      // A nested plugin's lazy chunk would be looked for in the wrong folder, so there are none.
      parser: { javascript: { dynamicImportMode: 'eager' } },
      rules: [
        {
          test: /\.tsx?$/,
          exclude: /node_modules/,
          loader: 'swc-loader',
          options: {
            jsc: {
              target: 'es2020',
              parser: { syntax: 'typescript', tsx: true },
              transform: { react: { runtime: 'classic' } },
            },
          },
        },
        { test: /\.(svg|png)$/, type: 'asset/inline' },
      ],
    },
    plugins: [new CopyFiles()],
    performance: { hints: false },
    stats: 'errors-warnings',
  };
}
