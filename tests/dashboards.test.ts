/** @jest-environment node */
// The provisioned dashboards against Grafana's own types of dashboards, panels' options and fields: TypeScript is asked whether each file is one. A name that
// there is not, a value of another type and a word that an enum does not have are errors; that it is so is tried on dashboards with mistakes in them.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '..');
const folder = path.join(root, 'provisioning', 'dashboards');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));

const panelOf = (dashboard: any, type: string) => dashboard.panels.find((panel: any) => panel.type === type);

/** What is wrong with it: a file, and the mistake that is made in it. */
const mistakes: Record<string, [string, (dashboard: any) => void]> = {
  'a text where a number is due': ['tideline-overview.json', (d) => (panelOf(d, 'stat').gridPos.w = '6')],
  'a cursor that no dashboard has': ['tideline-overview.json', (d) => (d.graphTooltip = 7)],
  'a field that no dashboard has': ['tideline-overview.json', (d) => (d.refreshes = '1m')],
  'a panel of an unknown type': ['tideline-overview.json', (d) => (panelOf(d, 'stat').type = 'singlestat')],
  'a word that an option does not have': [
    'tideline-overview.json',
    (d) => (panelOf(d, 'stat').options.colorMode = 'colourful'),
  ],
  'an option of another panel': ['tideline-overview.json', (d) => (panelOf(d, 'stat').options.showHeader = true)],
  'an option of another type, deep down': [
    'service/tideline-service.json',
    (d) => (panelOf(d, 'timeseries').options.legend.calcs = 'mean'),
  ],
  'a line that is drawn in no way': [
    'service/tideline-service.json',
    (d) => (panelOf(d, 'timeseries').fieldConfig.defaults.custom.drawStyle = 'dots'),
  ],
  'a unit that is no text': [
    'service/tideline-service.json',
    (d) => (panelOf(d, 'timeseries').fieldConfig.defaults.unit = 1),
  ],
  'an override of what is not there': [
    'service/tideline-fleet.json',
    (d) => panelOf(d, 'table').fieldConfig.overrides[0].properties.push({ id: 'custom.wide', value: 1 }),
  ],
  'an override with another type': [
    'service/tideline-fleet.json',
    (d) => panelOf(d, 'table').fieldConfig.overrides[0].properties.push({ id: 'custom.width', value: 'wide' }),
  ],
  'a matcher that is not there': [
    'service/tideline-fleet.json',
    (d) => (panelOf(d, 'table').fieldConfig.overrides[0].matcher.id = 'byNames'),
  ],
  'a view that our own panel does not have': [
    'tideline-overview.json',
    (d) => (panelOf(d, 'tideline-driftheatmap-panel').options.view = 'map'),
  ],
  'a query of an unknown type': ['tideline-overview.json', (d) => (panelOf(d, 'stat').targets[0].queryType = 'drifts')],
  'a query without an expression': [
    'service/tideline-service.json',
    (d) => delete panelOf(d, 'timeseries').targets[0].expr,
  ],
  'a variable that hides in no way': ['tideline-overview.json', (d) => (d.templating.list[0].hide = 9)],
};

/** The mistakes that TypeScript finds in a dashboard, by the name that it is given. */
function check(dashboards: Record<string, unknown>): Record<string, string[]> {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    root
  );
  const sources = new Map(
    Object.entries(dashboards).map(([name, dashboard], i) => [
      path.join(__dirname, `dashboard${i}.ts`),
      {
        name,
        text: `import type { ProvisionedDashboard } from './harness/dashboardTypes';
export const dashboard: ProvisionedDashboard = ${JSON.stringify(dashboard, null, 1)};`,
      },
    ])
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.readFile = (file) => sources.get(file)?.text ?? readFile(file);
  host.getSourceFile = (file, version, ...more) => {
    const own = sources.get(file);
    return own ? ts.createSourceFile(file, own.text, version) : getSourceFile(file, version, ...more);
  };
  const program = ts.createProgram(
    [...sources.keys()],
    { ...options, noEmit: true, skipLibCheck: true, types: [] },
    host
  );
  return Object.fromEntries(
    [...sources].map(([file, { name, text }]) => {
      const source = program.getSourceFile(file)!;
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      const lines = text.split('\n');
      return [
        name,
        found.map(({ messageText, start = 0 }) => {
          const { line } = source.getLineAndCharacterOfPosition(start);
          return `${lines[line].trim()} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
        }),
      ];
    })
  );
}

let found: Record<string, string[]>;
beforeAll(() => {
  const wrong = Object.entries(mistakes).map(([name, [file, make]]) => {
    const dashboard = read(file);
    make(dashboard);
    return [name, dashboard];
  });
  found = check({ ...Object.fromEntries(files.map((file) => [file, read(file)])), ...Object.fromEntries(wrong) });
}, 120_000);

test.each(files)('%s is a dashboard', (file) => expect(found[file]).toEqual([]));

// A panel of an unknown type has options of none.
test.each(Object.keys(mistakes))('%s is found', (name) => expect([1, 2]).toContain(found[name].length));
