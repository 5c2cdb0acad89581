// Whether a part of dist/ is what the present sources would give, as far as the names, sizes and times of files tell: so that a demo that starts again does not
// build again. What was built is remembered in .cache/built/, beside when it was written: a build by other means (tools/dev.ts) is another.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Part = 'frontend' | 'backend';

const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';

const parts: Record<Part, { sources: string[]; output: RegExp }> = {
  frontend: {
    // Of provisioning/ and the pages, webpack.config.ts copies some.
    sources: [
      ...[
        'src',
        'provisioning/dashboards',
        'README.md',
        'CHANGELOG.md',
        'LICENSE',
        'webpack.config.ts',
        'tsconfig.json',
      ],
      ...['package.json', 'package-lock.json', 'tools/build.ts'],
    ],
    output: /(^|\/)module\.js$/,
  },
  backend: {
    sources: [
      ...['pkg', 'go.mod', 'go.sum', 'Magefile.go', 'tools/build.ts'],
      ...['src/plugin.json', 'src/datasource/plugin.json', 'package.json'], // the program's name and version
    ],
    output: new RegExp(`^datasource/.*_linux_${architecture}$`),
  },
};

export function isBuilt(part: Part, root: string): boolean {
  const memory = memoryOf(part, root);
  const state = stateOf(part, root);
  return state !== undefined && existsSync(memory) && readFileSync(memory, 'utf8') === state;
}

/** To be called once a part was built from the sources that are there. */
export function rememberBuilt(part: Part, root: string): void {
  const memory = memoryOf(part, root);
  mkdirSync(path.dirname(memory), { recursive: true });
  writeFileSync(memory, stateOf(part, root) ?? '');
}

const memoryOf = (part: Part, root: string) => path.join(root, '.cache', 'built', part);

/** Of the sources and of what was made of them; undefined where nothing was. */
function stateOf(part: Part, root: string): string | undefined {
  const { sources, output } = parts[part];
  const made = filesOf(path.join(root, 'dist')).filter((file) =>
    output.test(path.relative(path.join(root, 'dist'), file).split(path.sep).join('/'))
  );
  if (made.length === 0) {
    return undefined;
  }
  const hash = createHash('sha256');
  for (const file of [...sources.flatMap((source) => filesOf(path.join(root, source))), ...made]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${path.relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesOf(source: string): string[] {
  if (!existsSync(source)) {
    return [];
  }
  if (!statSync(source).isDirectory()) {
    return [source];
  }
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(source, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
