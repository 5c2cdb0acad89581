/** @jest-environment node */
// docker-compose.yaml, as far as it can be checked without a Docker engine: images have versions, what is mounted is there, and whoever is asked by name listens.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const root = path.resolve(__dirname, '..');
const read = (...file: string[]) => readFileSync(path.join(root, ...file), 'utf8');
const readYaml = (...file: string[]) => parse(read(...file), { merge: true });

interface Container {
  image: string;
  command?: string | string[];
  environment?: Record<string, string>;
  volumes?: string[];
  user?: string;
}
const services: Record<string, Container> = readYaml('docker-compose.yaml').services;
const commandOf = ({ command = '' }: Container) => [command].flat().join(' ');

/** On which port each listens, read where it is said. */
const ports: Record<string, number> = {
  grafana: 3000,
  service: Number(/demo\/service\/main\.ts .*--port (\d+)/.exec(commandOf(services.service))![1]),
  receiver: Number(/--port (\d+)/.exec(commandOf(services.receiver))![1]),
  prometheus: 9090, // unless told otherwise
  alertmanager: 9093, // unless told otherwise
  loki: readYaml('compose', 'loki.yaml').server.http_listen_port,
  tempo: readYaml('compose', 'tempo.yaml').server.http_listen_port,
  collector: Number(readYaml('compose', 'collector.yaml').receivers.otlp.protocols.http.endpoint.split(':')[1]),
};

it('names every part with its version', () => {
  expect(Object.keys(services).sort()).toEqual(
    ['alertmanager', 'collector', 'grafana', 'loki', 'prometheus', 'receiver', 'service', 'tempo', 'traffic'].sort()
  );
  for (const [name, { image }] of Object.entries(services)) {
    expect([name, image]).toEqual([name, expect.stringMatching(/^[\w./-]+:v?\d+[\w.-]*$/)]);
  }
});

it('mounts what there is', () => {
  const made = ['./dist', './.cache/demo']; // by `npm run demo`
  for (const [name, { volumes = [] }] of Object.entries(services)) {
    for (const volume of volumes) {
      const [from, to, mode] = volume.split(':');
      expect([name, from, made.includes(from) || existsSync(path.join(root, from))]).toEqual([name, from, true]);
      expect(to.startsWith('/')).toBe(true);
      // Only the service's log and the receiver's file are written to.
      expect([volume, mode ?? to]).toEqual([volume, expect.stringMatching(/^(ro|\/var\/lib\/tideline)$/)]);
    }
  }
});

it('reads configurations from where they are mounted', () => {
  for (const name of ['prometheus', 'alertmanager', 'loki', 'tempo', 'collector']) {
    const { volumes = [] } = services[name];
    const [, file] = /-config(?:\.file)?=(\S+)/.exec(commandOf(services[name]))!;
    expect([name, volumes.map((volume) => volume.split(':')[1])]).toEqual([name, expect.arrayContaining([file])]);
  }
});

it('runs programs that there are, with options that they have', () => {
  for (const name of ['service', 'traffic', 'receiver']) {
    const programs = [...commandOf(services[name]).matchAll(/--import tsx (\S+\.ts)([^;&}]*)/g)];
    expect([name, programs.length > 0]).toEqual([name, true]);
    for (const [, program, options] of programs) {
      const text = read(program);
      for (const [, option] of options.matchAll(/--([\w-]+)/g)) {
        expect([program, option, new RegExp(`'?${option}'?: \\{ type`).test(text)]).toEqual([program, option, true]);
      }
    }
  }
});

it('asks by name only who is there, and where they listen', () => {
  const texts = [
    read('docker-compose.yaml'),
    ...readdirSync(path.join(root, 'compose')).map((file) => read('compose', file)),
  ];
  const asked = texts
    .flatMap((text) => [...text.matchAll(/(?:https?:\/\/|')([a-z]+):(\d+)/g)])
    .filter(([, name]) => name !== 'localhost');
  expect(new Set(asked.map(([, name]) => name))).toEqual(
    new Set(['service', 'receiver', 'prometheus', 'alertmanager', 'loki', 'tempo', 'collector'])
  );
  const otlp = Number(
    readYaml('compose', 'tempo.yaml').distributor.receivers.otlp.protocols.grpc.endpoint.split(':')[1]
  );
  for (const [, name, port] of asked) {
    expect([name, [ports[name], ...(name === 'tempo' ? [otlp] : [])]]).toEqual([
      name,
      expect.arrayContaining([Number(port)]),
    ]);
  }
});

it('gives Grafana all that provisioning/ asks for', () => {
  const given = { ...services.grafana.environment };
  const sources = readdirSync(path.join(root, 'provisioning', 'datasources')).flatMap(
    (file) => readYaml('provisioning', 'datasources', file).datasources
  );
  for (const { name, url } of sources.filter(({ url }: { url?: string }) => url !== undefined)) {
    expect([name, given[url.slice(1)]]).toEqual([name, expect.stringMatching(/^http:\/\/[a-z]+:\d+$/)]);
  }
});

it('scrapes and records as outside of containers', () => {
  const [inside, outside] = [
    readYaml('compose', 'prometheus.yml'),
    readYaml('provisioning', 'prometheus', 'prometheus.yml'),
  ];
  expect(inside.scrape_configs[0].job_name).toBe(outside.scrape_configs[0].job_name);
  expect({ ...inside, scrape_configs: [], alerting: undefined }).toEqual({ ...outside, scrape_configs: [] });
});
