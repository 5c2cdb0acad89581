/** @jest-environment node */
// What provisioning/ says must agree with what the rest of the repository is: ids with the manifests, queries with the language that the backend reads,
// links with dashboards, variables with the file that the demo writes. Whether Grafana and the backend accept it all is tried in tests/grafana.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

import { defaultOptions as distributionOptions } from '../src/panels/distribution/options';
import { defaultOptions as heatmapOptions } from '../src/panels/driftheatmap/options';
import { misplaced } from './harness/grid';

const root = path.resolve(__dirname, '..');
const read = (...file: string[]) => readFileSync(path.join(root, ...file), 'utf8');
const readYaml = (...file: string[]) => parse(read(...file));

interface Manifest {
  id: string;
  type: string;
  includes?: Array<{ type: string; name: string; path: string }>;
}

const manifests: Manifest[] = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'plugin.json')
  .map((file) => JSON.parse(read('src', file)));
const idOf = (type: string) => manifests.filter((manifest) => manifest.type === type).map(({ id }) => id);

interface Target {
  refId: string;
  datasource?: { type: string; uid: string };
  [field: string]: unknown;
}

interface Link {
  title: string;
  url: string;
  targetBlank?: boolean;
}

interface FieldOptions {
  unit?: string;
  noValue?: string;
  mappings?: unknown[];
  thresholds?: { steps: Array<{ color: string; value: number | null }> };
}

interface Panel {
  id: number;
  type: string;
  title: string;
  description: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource: { type: string; uid: string };
  targets: Target[];
  links: Link[];
  fieldConfig: { defaults: FieldOptions; overrides: Array<{ properties: Array<{ id: string; value: unknown }> }> };
  options: Record<string, unknown>;
  /** Of a collapsed row. */
  panels?: Panel[];
}

interface Variable {
  type: string;
  name: string;
  label: string;
  query?: unknown;
  datasource?: { type: string; uid: string };
}

interface Dashboard {
  uid: string;
  title: string;
  description: string;
  schemaVersion: number;
  panels: Panel[];
  links: Array<{ url: string; includeVars: boolean; keepTime: boolean }>;
  templating: { list: Variable[] };
  annotations: { list: Array<{ datasource: { type: string; uid: string }; target?: Target }> };
}

const folder = path.join(root, 'provisioning', 'dashboards');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const dashboards: Dashboard[] = files.map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
const uids = dashboards.map(({ uid }) => uid);

/** The panels of a dashboard, those in collapsed rows included; a row itself is only a heading. */
const panelsOf = (dashboard: Dashboard) =>
  dashboard.panels.flatMap((panel) => (panel.type === 'row' ? (panel.panels ?? []) : [panel]));

const { datasources } = readYaml('provisioning', 'datasources', 'tideline.yaml');
const { groups } = readYaml('provisioning', 'alerting', 'tideline.yaml');
const datasource = datasources[0];
interface Model {
  name: string;
  source: { file: string };
  time: string;
  segments: string[];
  features: Array<{ name: string }>;
  prediction: { label?: string };
  labels?: Record<string, string>;
  reference: { source?: { file: string }; columns?: Record<string, string> };
}
const models: Model[] = datasource.jsonData.models;

/** The language of queries, read where the backend has it. */
const parser = read('pkg', 'query', 'parse.go') + read('pkg', 'query', 'query.go');
const quoted = (text: string) => [...text.matchAll(/"(\w+)"/g)].map((match) => match[1]);
const fields = quoted(/\bfields\s*=\s*\[\]string\{([^}]*)\}/.exec(parser)![1]);
const constants = Object.fromEntries(
  [...parser.matchAll(/^\s*(\w+)\s+=\s+"(\w+)"/gm)].map((match) => [match[1], match[2]])
);
const typeNames = /typeNames\s*=\s*\[\]string\{([^}]*)\}/
  .exec(parser)![1]
  .split(',')
  .map((name) => constants[name.trim()]);
const values = Object.fromEntries(
  [...parser.matchAll(/^\s+(\w+):\s+\{("[^}]*)\},/gm)].map((match) => [constants[match[1]], quoted(match[2])])
);
const formats = ['timeseries', 'numeric', 'table'];

test('the language of queries was found in the backend', () => {
  expect(fields).toEqual(expect.arrayContaining(['queryType', 'model', 'features', 'groupBy', 'persist']));
  expect(typeNames).toEqual(
    expect.arrayContaining(['drift', 'distribution', 'summary', 'rows', 'values', 'models', 'episodes'])
  );
  expect(values.drift).toEqual(expect.arrayContaining(['severity', 'share']));
});

/** Of a drift table's fields the segment is this one: links name it by its place, because its name is the model's. */
const segmentPlace = 3;

/** Everything that a query may hold: Tideline's own fields, and Grafana's. */
function checkQuery(query: Target) {
  const { refId, datasource: _, ...own } = query;
  expect(refId).toMatch(/^\w+$/);
  expect(fields).toEqual(expect.arrayContaining(Object.keys(own)));
  expect(typeNames).toContain(own.queryType);
  expect(own.version).toBe(1);
  if (own.value !== undefined) {
    expect(values[own.queryType as string]).toContain(own.value);
  }
  if (own.format !== undefined) {
    expect(formats).toContain(own.format);
  }
}

test('the data source offers for import what the folder has, under the same titles', () => {
  const { includes } = manifests.find(({ type }) => type === 'datasource')!;
  const inFolder = files.map((file, i) => ({
    type: 'dashboard',
    name: dashboards[i].title,
    path: `dashboards/${file}`,
  }));
  expect(inFolder).toHaveLength(3);
  expect(new Set(includes)).toEqual(new Set(inFolder));
  const brought = /const files = \[(.*)\];/.exec(
    read('src', 'datasource', 'editors', 'config', 'check', 'dashboards.ts')
  )![1];
  expect([...brought.matchAll(/'([\w-]+)'/g)].map((match) => match[1]).sort()).toEqual([...uids].sort());
});

const ownOptions: Record<string, object> = {
  'tideline-distribution-panel': distributionOptions,
  'tideline-driftheatmap-panel': heatmapOptions,
};

/** Panels whose fields have their units from the answers, or from the model: bins of a feature, columns of a log. */
const unitsOfTheAnswer = (panel: Panel) =>
  panel.type === 'tideline-distribution-panel' ||
  panel.targets.every(({ queryType, value }) => queryType === 'rows' || queryType === 'explain' || value === 'effect');

describe.each(files.map((file, i) => [file, dashboards[i]] as const))('%s', (file, dashboard) => {
  it('lies in the file that is named as it is', () => expect(file).toBe(`${dashboard.uid}.json`));

  it('is a classic dashboard that Grafana 11.0 reads', () => {
    expect(dashboard.schemaVersion).toBe(39);
    expect(dashboard.description).not.toBe('');
    expect(dashboard).not.toHaveProperty('id'); // an id belongs to one database
  });

  it('has panels with a title, a description and a known type', () => {
    const core = ['timeseries', 'stat', 'table', 'text'];
    for (const panel of panelsOf(dashboard)) {
      expect(panel.title.trim()).not.toBe('');
      expect(panel.description.trim().length).toBeGreaterThan(20);
      expect([...core, ...idOf('panel')]).toContain(panel.type);
    }
  });

  it('has panels that lead on, to a page with the same model and time', () => {
    for (const { title, links } of panelsOf(dashboard)) {
      expect([title, links.length]).not.toEqual([title, 0]);
      for (const link of links) {
        expect([title, link.title.trim()]).not.toEqual([title, '']);
        expect(link.targetBlank).toBe(false);
      }
    }
  });

  it('has panels that say the unit of their numbers', () => {
    for (const panel of panelsOf(dashboard).filter((panel) => !unitsOfTheAnswer(panel))) {
      const { defaults, overrides } = panel.fieldConfig;
      const ofFields = overrides.flatMap(({ properties }) => properties.filter(({ id }) => id === 'unit'));
      expect([panel.title, defaults.unit ?? ofFields[0]?.value]).not.toEqual([panel.title, undefined]);
    }
  });

  it('has panels that say in words, and in no colour, that there is nothing to say', () => {
    for (const { title, type, fieldConfig } of panelsOf(dashboard)) {
      if (type === 'stat') {
        const { noValue = '', thresholds } = fieldConfig.defaults;
        expect([title, noValue]).toEqual([title, expect.stringMatching(/^(not decided|not known|no \w+)$/)]);
        expect([title, thresholds?.steps[0].color ?? 'text']).toEqual([title, 'text']);
      }
    }
    expect(JSON.stringify(dashboard)).not.toMatch(/"green"|"red"/); // good is said by a word, and drift is orange everywhere
  });

  it('sets only options that the panels have', () => {
    for (const { title, type, options } of panelsOf(dashboard)) {
      const own = ownOptions[type];
      if (own !== undefined) {
        expect([title, Object.keys(options).sort()]).toEqual([title, Object.keys(own).sort()]);
      }
    }
  });

  it('has panels that lie beside each other on the grid of 24 columns', () => {
    const panels = [...panelsOf(dashboard), ...dashboard.panels.filter(({ type }) => type === 'row')];
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(misplaced(panels)).toEqual([]);
  });

  it('asks only what the backend understands, of the data source that is chosen', () => {
    const chosen = { type: idOf('datasource')[0], uid: '${datasource}' };
    for (const panel of panelsOf(dashboard)) {
      expect(panel.datasource).toEqual(chosen);
      expect(panel.targets).not.toHaveLength(0);
      for (const target of panel.targets) {
        expect(target.datasource).toEqual(chosen);
        expect(['$model', '$__all']).toContain(target.model);
        checkQuery(target);
      }
    }
    for (const annotation of dashboard.annotations.list) {
      expect(annotation.datasource).toEqual(chosen);
      checkQuery(annotation.target!);
    }
  });

  it('uses variables that it has', () => {
    const own = dashboard.templating.list.map(({ name }) => name);
    const text = JSON.stringify(dashboard);
    const used = new Set(
      [...text.matchAll(/\$(?:\{([\w.[\]]+)(?::\w+)?\}|(\w+))/g)].map((match) => match[1] ?? match[2])
    );
    const grafanas = ['__all', '__all_variables', '__url_time_range', '__field.labels.feature'];
    const fieldsOfLinks = [...used].filter((name) => name.startsWith('__data.fields'));
    expect([...own, ...grafanas, ...fieldsOfLinks]).toEqual(expect.arrayContaining([...used]));
    // By name, or, for a segment, by its place in a drift table.
    for (const name of fieldsOfLinks) {
      expect([
        '__data.fields.feature',
        '__data.fields.Feature',
        '__data.fields.Field',
        '__data.fields.Model',
        `__data.fields[${segmentPlace}]`,
      ]).toContain(name);
    }
  });

  it('has variables that list what they say', () => {
    const [first, ...others] = dashboard.templating.list;
    expect(first).toMatchObject({ type: 'datasource', name: 'datasource', query: idOf('datasource')[0] });
    const lists = /queryType: (.*);/.exec(read('src', 'datasource', 'lists.ts'))![1];
    for (const variable of others) {
      expect(variable.label).not.toBe('');
      expect(variable.datasource).toEqual({ type: idOf('datasource')[0], uid: '${datasource}' });
      if (variable.type === 'query') {
        expect(lists).toContain(`'${(variable.query as { queryType: string }).queryType}'`);
      }
    }
  });

  it('links to the others, and takes variables and time along', () => {
    for (const link of dashboard.links) {
      expect(link).toMatchObject({ includeVars: true, keepTime: true });
    }
    expect(dashboard.links.map(({ url }) => url.slice('/d/'.length)).sort()).toEqual(
      uids.filter((uid) => uid !== dashboard.uid).sort()
    );
  });
});

describe('the data source', () => {
  it('is ours, under the uid that the alert rules name', () => {
    expect(idOf('datasource')).toEqual([datasource.type]);
    expect(datasource.uid).toBe('tideline');
    expect(datasource.editable).toBe(true);
  });

  it('declares each model, feature and segment once', () => {
    const once = (names: string[]) => expect(new Set(names).size).toBe(names.length);
    once(models.map(({ name }) => name));
    for (const model of models) {
      once(model.features.map(({ name }) => name));
      once(model.segments);
    }
  });

  it('names the columns that the course’s log and its reference have', () => {
    const { time, features, prediction, reference, labels } = models.find(({ name }) => name === 'iris')!;
    const columns = /const header = '(.*)'/.exec(read('demo', 'iris', 'make.ts'))![1].split(', ');
    const asked = [...features.map(({ name }) => name), prediction.label!];
    expect([time, ...asked]).toEqual(columns);
    const [header, ...rows] = read('demo', 'iris', 'iris.csv').trim().split('\n');
    expect(asked.map((name) => reference.columns![name])).toEqual(header.split(','));
    const classes = new Set(rows.map((row) => row.split(',').at(-1)!));
    expect(Object.keys(labels!)).toEqual([...classes]);
  });
});

describe('alert rules', () => {
  interface Rule {
    uid: string;
    title: string;
    condition: string;
    for: string;
    isPaused?: unknown;
    noDataState: string;
    execErrState: string;
    dashboardUid: string;
    panelId: number;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    data: Array<{ refId: string; datasourceUid: string; model: Target & { expression?: string; expr?: string } }>;
  }
  const live = readYaml('provisioning', 'alerting', 'live.yaml');
  const rulesOf = (all: Array<{ rules: Rule[] }>) => all.flatMap(({ rules }) => rules);
  const liveRules = rulesOf(live.groups);
  const rules = [...rulesOf(groups), ...liveRules];
  const named = (some: Rule[]) => some.map((rule) => [rule.uid, rule] as const);
  const asksTideline = ({ data }: Rule) => data[0].datasourceUid !== 'tideline-prometheus';
  const isExpression = ({ datasourceUid }: { datasourceUid: string }) => datasourceUid === '__expr__';

  const liveSource = readYaml('provisioning', 'datasources', 'live.yaml').datasources[0];
  const sources: Record<string, Model[]> = {
    [datasource.uid]: models,
    [liveSource.uid]: liveSource.jsonData.models,
  };
  const allDashboards: Dashboard[] = [
    ...dashboards,
    ...readdirSync(path.join(folder, 'service')).map((file) =>
      JSON.parse(readFileSync(path.join(folder, 'service', file), 'utf8'))
    ),
  ];

  it('have uids and titles of their own, and a folder that is the dashboards’ own', () => {
    const [provider] = readYaml('provisioning', 'dashboards', 'tideline.yaml').providers;
    expect(new Set(rules.map(({ uid }) => uid)).size).toBe(rules.length);
    expect(new Set(rules.map(({ title }) => title)).size).toBe(rules.length);
    for (const { uid } of rules) {
      expect(uid.length).toBeLessThanOrEqual(40);
    }
    for (const group of [...groups, ...live.groups]) {
      expect(group.folder).toBe(provider.folder);
    }
  });

  it.each(named(rules.filter(asksTideline)))('%s asks a provisioned data source for one number a series', (_, rule) => {
    for (const { datasourceUid, model } of rule.data.filter((query) => !isExpression(query))) {
      expect(model.datasource).toEqual({ type: datasource.type, uid: datasourceUid });
      expect(model.format).toBe('numeric');
      const asked = sources[datasourceUid].find(({ name }) => name === model.model)!;
      const known = [...asked.features.map(({ name }) => name), 'prediction', 'target'];
      expect(known).toEqual(expect.arrayContaining((model.features as string[]) ?? []));
      checkQuery(model);
    }
  });

  it.each(named(rules.filter((rule) => !asksTideline(rule))))('%s asks Prometheus for what is recorded', (_, rule) => {
    const recorded = readYaml('provisioning', 'prometheus', 'rules', 'service.yml').groups.flatMap((group: any) =>
      group.rules.map((recording: any) => recording.record)
    );
    for (const { datasourceUid, model } of rule.data.filter((query) => !isExpression(query))) {
      expect(datasourceUid).toBe(readYaml('provisioning', 'datasources', 'prometheus.yaml').datasources[0].uid);
      expect(model).toMatchObject({ instant: true, range: false });
      const metric = /^m(?:ax|in)\(([\w:]+)/.exec(model.expr!)![1];
      expect([...recorded, 'up']).toContain(metric);
    }
  });

  it.each(named(rules))('%s judges what it asks', (_, { data, condition }) => {
    const asked = data.map(({ refId }) => refId);
    expect(asked).toContain(condition);
    for (const { model } of data.filter(isExpression)) {
      const used = [...model.expression!.matchAll(/\$(\w+)/g)].map((match) => match[1]);
      expect(used.length).toBeGreaterThan(0);
      expect(asked).toEqual(expect.arrayContaining(used));
    }
  });

  it.each(named(rules))('%s says what happened and where to look', (_, rule) => {
    const { summary, link } = rule.annotations;
    if (asksTideline(rule)) {
      expect(summary).toContain(` ${rule.data[0].model.model} `);
      expect(rule.labels.team).toBe('ml'); // which model it is, the answer says
    }
    // An alert begins when a rule saw it, a drift when its first window did: a message is told the latter.
    if (rule.data[0].model.value === 'severity') {
      expect(rule.data.map(({ model }) => model.value)).toEqual(
        expect.arrayContaining(['effect', 'since', 'sinceAtLeast'])
      );
      // All numbers of a message are of the windows for which the alert fires.
      for (const { model } of rule.data.filter((query) => !isExpression(query))) {
        expect(model.persist).toEqual(rule.data[0].model.persist);
      }
      expect(rule.annotations.since).toContain('at least');
      expect(rule.annotations.since).toContain('.Labels.since');
      expect(summary).toContain('effect');
    }
    // A rule that fails has no values: what a message uses of them is asked for first.
    const texts = Object.values(rule.annotations).join(' ');
    for (const [, value] of texts.matchAll(/\$values\.(\w+)/g)) {
      expect(texts).toContain(`{{ with $values.${value} }}`);
      expect(rule.data.map(({ refId }) => refId)).toContain(value);
    }
    const pages = allDashboards.map(({ uid }) => uid);
    for (const url of [link, rule.annotations.runbook_url]) {
      const [, page, query] = /^\{\{ externalURL \}\}d\/([\w-]+)\?(.*)&to=now$/.exec(url)!;
      expect(pages).toContain(page);
      const { list } = allDashboards.find(({ uid }) => uid === page)!.templating;
      const given = [...query.matchAll(/var-(\w+)=/g)].map((match) => match[1]);
      expect(list.map(({ name }) => name)).toEqual(expect.arrayContaining(given));
    }
    const shown = allDashboards.find(({ uid }) => uid === rule.dashboardUid)!;
    expect(panelsOf(shown).map(({ id }) => id)).toContain(rule.panelId);
    expect(rule.execErrState).toBe('Error');
  });

  it.each(named(rules))('%s neither begins nor ends because a log has stopped, but that it has', (_, rule) => {
    const { value } = rule.data[0].model;
    if (asksTideline(rule) && value !== 'age') {
      expect(rule.noDataState).toBe('KeepLast');
      expect(rule.for).toBe('0s'); // a wait would begin anew with Grafana; what drifts waits for a second window
    } else {
      expect(['OK', 'Alerting']).toContain(rule.noDataState);
    }
    if (value === 'age') {
      expect(rule.noDataState).toBe('Alerting');
    }
  });

  it('of the live service are paused where it does not run', () => {
    for (const rule of liveRules) {
      expect(rule.isPaused).toBe(asksTideline(rule) ? '$TIDELINE_NO_SERVICE' : '$TIDELINE_NO_PROMETHEUS');
      expect(rule.labels.service).toBe('tideline-demo');
    }
    expect(rulesOf(groups).filter((rule) => 'isPaused' in rule)).toEqual([]);
  });

  it('stand apart from the policies, which are the demo’s alone', () => {
    for (const file of ['tideline.yaml', 'live.yaml']) {
      expect(Object.keys(readYaml('provisioning', 'alerting', file))).toEqual(['apiVersion', 'groups']);
    }
    const { policies, contactPoints, muteTimes, templates } = readYaml(
      'provisioning',
      'alerting',
      'notifications.yaml'
    );
    const routes: Array<{
      receiver: string;
      object_matchers: string[][];
      group_by: string[];
      mute_time_intervals?: string[];
    }> = policies[0].routes;
    const receivers = contactPoints.map(({ name }: { name: string }) => name);
    for (const { receiver } of [policies[0], ...routes]) {
      expect(receivers).toContain(receiver);
    }
    expect(routes.map(({ object_matchers }) => object_matchers)).toEqual([
      [['service', '=', 'tideline-demo']],
      [['team', '=', 'ml']],
    ]);
    for (const { group_by } of routes) {
      expect(group_by).toContain('model');
    }
    const mutes = muteTimes.map(({ name }: { name: string }) => name);
    expect(mutes).toEqual(
      expect.arrayContaining(routes.flatMap(({ mute_time_intervals = [] }) => mute_time_intervals))
    );
    // Every rule goes to one of the routes, and each label that a route asks for is one that rules have.
    for (const { labels } of rules) {
      expect(routes.some(({ object_matchers: [[name, , value]] }) => labels[name] === value)).toBe(true);
    }
    const defined = [...templates[0].template.matchAll(/define "([\w.]+)"/g)].map((match: string[]) => match[1]);
    const used = [...JSON.stringify([contactPoints, templates]).matchAll(/template \\+"([\w.]+)\\+"/g)].map(
      (match) => match[1]
    );
    expect(new Set(used)).toEqual(new Set(defined));
  });
});

describe('the server', () => {
  const ini = read('provisioning', 'grafana.ini');
  const { grafana } = readYaml('docker-compose.yaml').services;

  it('allows every plugin of the app by name', () => {
    const ids = manifests.map(({ id }) => id).sort();
    expect(/^allow_loading_unsigned_plugins = (.*)$/m.exec(ini)![1].split(',').sort()).toEqual(ids);
    expect(readYaml('provisioning', 'plugins', 'tideline.yaml').apps[0].type).toBe(
      manifests.find(({ type }) => type === 'app')!.id
    );
  });

  it('lets the data source read the demo’s folder', () => {
    expect(ini).toContain(`[plugin.${datasource.type}]`);
    expect(/^data_directories = (.*)$/m.exec(ini)![1]).toBe('$__env{TIDELINE_DATA}');
    expect(datasource.jsonData.store.path).toBe('$TIDELINE_DATA');
  });

  it('is given every variable that provisioning asks for', () => {
    const asked = new Set<string>();
    for (const file of readdirSync(path.join(root, 'provisioning'), { recursive: true, encoding: 'utf8' })) {
      if (/\.(yaml|ini)$/.test(file)) {
        [...read('provisioning', file).matchAll(/\b(TIDELINE_\w+)/g)].forEach((match) => asked.add(match[1]));
      }
    }
    const writtenByTheDemo = new Set([...read('demo', 'make.ts').matchAll(/\bTIDELINE_\w+/g)].map((match) => match[0]));
    const inCompose = Object.keys(grafana.environment);
    expect([...asked].filter((name) => !writtenByTheDemo.has(name) && !inCompose.includes(name))).toEqual([]);
    expect(grafana.env_file).toBe('.cache/demo/demo.env');
  });

  it('in a container has the folders where provisioning looks for them', () => {
    const mounts = new Map<string, string>(
      grafana.volumes.map((volume: string) => volume.split(':').slice(0, 2).reverse())
    );
    expect(grafana.image).toMatch(/^grafana\/grafana:\d+\.\d+\.\d+$/);
    expect(mounts.get('/var/lib/grafana/plugins/tideline-ml-app')).toBe('./dist');
    expect(mounts.get(grafana.environment.TIDELINE_PROVISIONING)).toBe('./provisioning');
    expect(mounts.get(grafana.environment.TIDELINE_DATA)).toBe('./.cache/demo');
    expect(existsSync(path.join(root, mounts.get('/etc/grafana/grafana.ini')!))).toBe(true);
    for (const volume of grafana.volumes) {
      expect(volume).toMatch(/:ro$/);
    }
  });
});

test('the table of models shows five of them whole', () => {
  const overview = dashboards[files.indexOf('tideline-overview.json')];
  const { gridPos } = panelsOf(overview).find(({ title }) => title === 'Which models have drifted?')!;
  const [unit, gap, title, padding, row] = [30, 8, 32, 16, 36]; // px, of Grafana's grid, its panels and its small cells
  const room = gridPos.h * (unit + gap) - gap - title - padding;
  expect(Math.floor(room / row)).toBeGreaterThanOrEqual(1 + 5); // the heads of its columns are a row, too
});
