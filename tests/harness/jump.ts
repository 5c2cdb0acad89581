// A small prediction log for tests of a new normal: 60 days up to today, 300 rows a day in CSV. On day 40 the model is retrained: version 2.0 takes over
// and `score` moves for good; `noise` and `device` never do. All of it follows from the number of the row.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../tools/step';

export interface Jump {
  folder: string;
  /** Midnight UTC of a day of the log, epoch ms; 60 is the end of the log, today. */
  day(n: number): number;
}

const dayMs = 86_400_000;
const days = 60;
const rows = 300;
export const jumpDay = 40;

export function jumpData(folder: string): Jump {
  const first = Math.floor(Date.now() / dayMs) * dayMs - days * dayMs;
  const day = (n: number) => first + n * dayMs;
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const lines = ['time,score,noise,device,app_version'];
  for (let d = 0; d < days; d++) {
    for (let n = 0; n < rows; n++) {
      const later = d >= jumpDay;
      const time = new Date(day(d) + Math.floor((n * dayMs) / rows)).toISOString();
      const score = (later ? 14 : 10) + normal();
      lines.push([time, score.toFixed(4), normal().toFixed(4), n % 2 ? 'a' : 'b', later ? 'v2.0' : 'v1.9'].join(','));
    }
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'scores.csv'), lines.join('\n') + '\n');
  return { folder, day };
}

const date = (at: number) => new Date(at).toISOString().slice(0, 10);

/** A provisioning folder with the log as data source `jump`, which can be edited, and as `fixed`, which cannot. */
export function jumpProvisioning(work: string, { folder, day }: Jump): string {
  const source = (uid: string, editable: boolean) => ({
    name: uid,
    uid,
    type: 'tideline-drift-datasource',
    access: 'proxy',
    editable,
    jsonData: {
      store: { engine: 'duckdb', path: folder },
      models: [
        {
          name: 'scores',
          source: { file: 'scores.csv' },
          time: 'time',
          features: [{ name: 'score' }, { name: 'noise' }, { name: 'device', kind: 'categorical' }],
          segments: ['app_version', 'device'],
          version: 'app_version',
          window: '1d',
          reference: { from: date(day(0)), to: date(day(28)) },
        },
      ],
    },
    secureJsonData: { token: 'keep me' },
  });
  const provisioning = path.join(work, 'provisioning');
  mkdirSync(path.join(provisioning, 'datasources'), { recursive: true });
  // How Grafana is configured, and that the app is enabled, is as in the repository.
  for (const file of ['grafana.ini', path.join('plugins', 'tideline.yaml')]) {
    mkdirSync(path.dirname(path.join(provisioning, file)), { recursive: true });
    copyFileSync(path.join(root, 'provisioning', file), path.join(provisioning, file));
  }
  // JSON is YAML.
  const file = { apiVersion: 1, datasources: [source('jump', true), source('fixed', false)] };
  writeFileSync(path.join(provisioning, 'datasources', 'jump.yaml'), JSON.stringify(file, null, 2));
  return provisioning;
}
