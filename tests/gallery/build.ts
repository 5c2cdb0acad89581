// Bundles the gallery into one script beside index.html: npx tsx tests/gallery/build.ts OUT
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, Plugin } from 'esbuild';
import { greek } from './greek';

// Importers in .mjs see Node's interop, under which the default of these packages is the whole exports object.
const unwrapped = ['calculate-size', 'react-custom-scrollbars-2', 'react-highlight-words'];

const unwrapDefaults: Plugin = {
  name: 'unwrap-defaults',
  setup(bundler) {
    const filter = new RegExp(`^(${unwrapped.join('|')})$`);
    bundler.onResolve({ filter }, (found) =>
      found.importer.endsWith('.mjs')
        ? { path: found.path, namespace: 'unwrapped', pluginData: { from: found.resolveDir } }
        : undefined
    );
    bundler.onLoad({ filter: /.*/, namespace: 'unwrapped' }, ({ path: name, pluginData }) => ({
      contents: `const whole = require('${name}'); module.exports = { __esModule: true, ...whole, default: whole.default?.default ?? whole.default ?? whole };`,
      resolveDir: pluginData.from,
    }));
  },
};

export async function buildGallery(out: string): Promise<string> {
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: [path.join(__dirname, 'page.tsx')],
    bundle: true,
    outfile: path.join(out, 'gallery.js'),
    format: 'iife',
    platform: 'browser',
    jsx: 'transform',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}', global: 'window' },
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.ttf': 'empty', '.woff': 'empty', '.woff2': 'empty' },
    plugins: [unwrapDefaults],
    logLevel: 'error',
  });
  const page = path.join(out, 'index.html');
  writeFileSync(
    page,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title>
<style>@font-face { font-family: ${greek}; src: url(greek.ttf); font-weight: 100 900; }
/* Nothing is on its way when a picture is taken. */
*, ::before, ::after { transition: none !important; animation: none !important; }
[data-font] * { font-family: var(--font) !important; font-synthesis: none; }</style><div id="gallery"></div>
<script>window.grafanaBootData = { settings: { panels: {}, datasources: {}, appSubUrl: '', buildInfo: {}, featureToggles: {} }, user: {}, navTree: [] };
window.__grafana_public_path__ = '/public/';
// Monaco's workers are files of Grafana's own; one that never answers will do for pictures.
window.MonacoEnvironment = { getWorker: () => new Worker(URL.createObjectURL(new Blob([]))) };</script><script src="gallery.js"></script></html>\n`
  );
  return page;
}
