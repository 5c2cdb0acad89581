// Checks that what the plugins import of Grafana's libraries exists, with the same types, in the oldest and the newest Grafana that is supported. The
// libraries come from the host at run time, so an import that an older host lacks would be undefined there and break a page.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, run, stopChildrenOnExit, tool } from './step';

const oldest = '11.0.0'; // grafanaDependency in the manifests
const newest = '13.2.2';
const libraries = ['@grafana/data', '@grafana/ui', '@grafana/runtime'];

/** One module that imports all plugins' modules: every library is fetched and compared once, not once for each plugin. */
function everyModule(): string {
  const modules = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^module\.tsx?$/.test(path.basename(file))
  );
  const folder = path.join(root, '.cache', 'levitate');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'modules.ts');
  writeFileSync(
    file,
    modules
      .map((module, index) => {
        const from = path.relative(folder, path.join(root, 'src', module)).replace(/\.tsx?$/, '');
        return `export * as module${index} from '${from.split(path.sep).join('/')}';\n`;
      })
      .join('')
  );
  return path.relative(root, file);
}

async function main(): Promise<void> {
  stopChildrenOnExit();
  const { version: installed } = JSON.parse(
    readFileSync(path.join(root, 'node_modules', '@grafana', 'data', 'package.json'), 'utf8')
  );
  const modules = everyModule();
  for (const version of [oldest, newest]) {
    if (version === installed) {
      console.log(`\n── Grafana ${version} is what is installed here: the type checker compares with it`);
      continue;
    }
    const targets = libraries.map((library) => `${library}@${version}`).join(',');
    await run(
      `Grafana ${version} (the libraries are fetched, which takes a minute or two)`,
      tool('levitate', 'is-compatible', '--path', modules, '--target', targets)
    );
  }
}

main().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
