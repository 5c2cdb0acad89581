// Rebuilds on change: the frontend by webpack's watcher, the backend when a Go file under pkg/ has changed. Leave it running beside a Grafana that has
// dist/ as a plugin folder, or beside `npm run preview`.
import { watch } from 'node:fs';
import path from 'node:path';
import webpack from 'webpack';
import configuration from '../webpack.config';
import { buildBackend } from './build';
import { root, stopChildrenOnExit } from './step';

/** An editor saves several files at once: wait until it is quiet. */
const quietMilliseconds = 300;

function watchFrontend(): void {
  webpack(configuration('development')).watch({ aggregateTimeout: quietMilliseconds }, (error, stats) => {
    if (error) {
      console.error(error.message);
      return;
    }
    if (stats?.hasErrors() || stats?.hasWarnings()) {
      console.error(stats.toString({ preset: 'errors-warnings', colors: process.stdout.isTTY }));
    }
    const seconds = ((stats?.endTime ?? 0) - (stats?.startTime ?? 0)) / 1000;
    console.log(`── Frontend: ${stats?.hasErrors() ? 'failed' : 'built'} in ${seconds.toFixed(1)} s`);
  });
}

function watchBackend(): void {
  let building = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  const build = async () => {
    if (building) {
      again = true;
      return;
    }
    building = true;
    do {
      again = false;
      await buildBackend().catch((error: Error) => console.error(error.message));
    } while (again);
    building = false;
  };
  watch(path.join(root, 'pkg'), { recursive: true }, (_, file) => {
    if (file?.endsWith('.go')) {
      clearTimeout(timer);
      timer = setTimeout(build, quietMilliseconds);
    }
  });
  void build();
}

stopChildrenOnExit();
watchFrontend();
watchBackend();
