// Builds the preview: the page by esbuild, the host by Go, both into .cache/preview.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { grafanaPackages } from './resolve';

const root = path.resolve(__dirname, '..');
const cache = path.join(root, '.cache', 'preview');
const stamp = path.join(cache, 'page.sha256');

export const pageFolder = path.join(cache, 'page');
export const hostFile = path.join(cache, process.platform === 'win32' ? 'host.exe' : 'host');

/** Arguments of `go` that build the host. */
export const buildHost = ['build', '-o', hostFile, './preview/host'];

export const pageOptions: BuildOptions = {
  bundle: true,
  format: 'esm',
  splitting: true,
  target: 'es2022',
  jsx: 'transform',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}', global: 'window' },
  loader: {
    '.svg': 'dataurl',
    '.png': 'dataurl',
    '.gif': 'dataurl',
    '.woff2': 'file',
    '.woff': 'file',
    '.ttf': 'file',
    '.eot': 'file',
  },
  plugins: [grafanaPackages],
  logLevel: 'warning',
  logOverride: { 'package.json': 'silent' }, // a word that systemjs puts there means nothing to esbuild
};

/** Builds the page, unless what it is built from is as it was. Returns whether it was built. */
export async function buildPage(): Promise<boolean> {
  const sources = hashOfSources();
  if (existsSync(path.join(pageFolder, 'main.js')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) {
    return false;
  }
  rmSync(pageFolder, { recursive: true, force: true });
  mkdirSync(pageFolder, { recursive: true });
  await build({
    ...pageOptions,
    entryPoints: { main: path.join(root, 'preview', 'page', 'main.tsx') },
    outdir: pageFolder,
    minify: true,
  });
  copyIcons();
  writeFileSync(stamp, sources);
  return true;
}

/** The icons of Grafana's components. One that the time picker asks for is missing in their package; its mirror image is not. */
function copyIcons() {
  const icons = path.join(pageFolder, 'icons');
  cpSync(path.join(root, 'node_modules', '@grafana', 'ui', 'dist', 'public', 'img', 'icons'), icons, {
    recursive: true,
  });
  const missing = path.join(icons, 'unicons', 'angle-double-left.svg');
  if (!existsSync(missing)) {
    const mirrored = readFileSync(path.join(icons, 'unicons', 'angle-double-right.svg'), 'utf8');
    writeFileSync(missing, mirrored.replace('<path ', '<path transform="matrix(-1 0 0 1 24 0)" '));
  }
}

/** The page's own files, how it is built, and the locked packages. */
function hashOfSources(): string {
  const page = path.join(root, 'preview', 'page');
  const files = readdirSync(page, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|css)$/.test(file))
    .sort()
    .map((file) => path.join(page, file));
  const hash = createHash('sha256');
  for (const file of [
    ...files,
    path.join(root, 'preview', 'build.ts'),
    path.join(root, 'preview', 'resolve.ts'),
    path.join(root, 'package-lock.json'),
  ]) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}
