// A Java of a version that is new enough: the one of JAVA_HOME, or one that the system's packages brought.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const places = '/usr/lib/jvm';

/** The folder of the newest Java from a version on, undefined where there is none. */
export function javaHome(least: number): string | undefined {
  const homes = [
    process.env.JAVA_HOME ?? '',
    ...(existsSync(places) ? readdirSync(places) : []).map((name) => path.join(places, name)),
  ];
  return homes
    .map((home) => ({ home, version: versionOf(home) }))
    .filter(({ version }) => version >= least)
    .sort((a, b) => b.version - a.version)[0]?.home;
}

/** The major version of a whole JDK, 0 for what is none. */
function versionOf(home: string): number {
  const release = path.join(home, 'release');
  if (home === '' || !existsSync(release) || !existsSync(path.join(home, 'bin', 'keytool'))) {
    return 0;
  }
  return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, 'utf8'))?.[1] ?? 0);
}
