/** @jest-environment node */
// What `npm run demo` says before it does anything: its options, and why it shows no Grafana.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scenarios } from '../demo/traffic/scenarios';
import { chooseHost, troubleOf } from '../tools/host';

const root = path.resolve(__dirname, '..');
const off = { is: 'Docker is installed, but its daemon does not run', do: 'start Docker' };
const none = () => undefined;

test('a Docker that runs is taken, else an installed Grafana; the preview says in one line why it is one', () => {
  expect(chooseHost(undefined, none, none)).toEqual({ host: 'docker' });
  expect(
    chooseHost(
      undefined,
      () => '/opt/grafana',
      () => off
    )
  ).toEqual({ host: 'grafana' });
  const { host, remark } = chooseHost(undefined, none, () => off);
  expect(host).toBe('preview');
  expect(remark).toMatch(/daemon does not run and no installed Grafana was found: start Docker, or .* GRAFANA_HOME/);
  expect(remark).not.toContain('\n');
});

test('what is asked for is taken, or refused at once', () => {
  const never = () => {
    throw new Error('asked for nothing');
  };
  expect(chooseHost('preview', never, never)).toEqual({ host: 'preview' });
  expect(chooseHost('grafana', never, never)).toEqual({ host: 'grafana' });
  expect(() => chooseHost('docker', none, () => off)).toThrow('--on docker: Docker is installed, but its daemon');
  expect(() => chooseHost('podman', none, none)).toThrow('--on podman is unknown');
});

test('what is wrong with Docker is told apart', () => {
  const answer = (status: number | null, stderr: string, code?: string) =>
    troubleOf({
      ...{ status, stderr, stdout: '', output: [], pid: 1, signal: null },
      ...(code !== undefined && { error: Object.assign(new Error(code), { code }) }),
    })?.is;
  expect(answer(0, '')).toBeUndefined();
  expect(answer(null, '', 'ENOENT')).toBe('Docker is not installed');
  expect(answer(null, '', 'ETIMEDOUT')).toContain('10 s');
  expect(answer(1, 'permission denied while trying to connect to the Docker daemon socket')).toContain('may not use');
  expect(answer(1, 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.')).toBe(off.is);
});

test('--help comes at once, also where nothing is installed, and names every scenario', () => {
  const fresh = mkdtempSync(path.join(tmpdir(), 'tideline-fresh-'));
  try {
    for (const name of ['bootstrap.mjs', 'help']) {
      cpSync(path.join(root, 'tools', name), path.join(fresh, 'tools', name), { recursive: true });
    }
    const args = [path.join(fresh, 'tools', 'bootstrap.mjs'), 'tools/demo.ts', '--help'];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(status).toBe(0);
    const named = /--scenario NAME .*: (.*)/.exec(stdout)![1];
    expect(named.split(', ')).toEqual(Object.keys(scenarios));
    const options = [
      ...readFileSync(path.join(root, 'tools', 'demo.ts'), 'utf8').matchAll(/^ {6}'?([\w-]+)'?: \{ type:/gm),
    ];
    for (const [, option] of options.filter(([, option]) => option !== 'help')) {
      expect(stdout).toContain(`  --${option}`);
    }
  } finally {
    rmSync(fresh, { recursive: true });
  }
});
