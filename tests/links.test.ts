/** @jest-environment node */
// What a click on a value of a provisioned dashboard leads to. Every panel has a data link, but for those named here, each with its reason; and a link keeps the time
// and what both pages can be set to.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(__dirname, '..', 'provisioning', 'dashboards');

interface Link {
  title: string;
  url: string;
}

interface Panel {
  type: string;
  title: string;
  links?: Link[];
  fieldConfig: {
    defaults: { links?: Link[] };
    overrides: Array<{ matcher: { id: string; options: unknown }; properties: Array<{ id: string; value: unknown }> }>;
  };
  panels?: Panel[];
}

interface Dashboard {
  uid: string;
  panels: Panel[];
  templating: { list: Array<{ name: string; type: string }> };
}

const dashboards: Dashboard[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));

const panelsOf = ({ panels }: Dashboard): Panel[] =>
  panels.flatMap((panel) => (panel.type === 'row' ? (panel.panels ?? []) : [panel]));

const dataLinks = ({ fieldConfig: { defaults, overrides } }: Panel): Link[] => [
  ...(defaults.links ?? []),
  ...overrides.flatMap(({ properties }) =>
    properties.flatMap(({ id, value }) => (id === 'links' ? (value as Link[]) : []))
  ),
];

/** Where a click leads nowhere: the page of the panel's title says enough. */
const ends: Record<string, string> = {
  'tideline-feature: Which rows are behind it?': 'single predictions: nothing lies behind them',
  'tideline-service: Warnings and errors': 'lines of a log: the data source makes the link of an id to its trace',
};

const panels = dashboards.flatMap((dashboard) =>
  panelsOf(dashboard).map((panel) => [`${dashboard.uid}: ${panel.title}`, dashboard, panel] as const)
);

test.each(panels.filter(([name]) => !(name in ends)))('%s: a value leads on', (_, __, panel) => {
  expect(dataLinks(panel)).not.toEqual([]);
});

test('what leads nowhere is there, and does not', () => {
  const found = panels.filter(([name]) => name in ends);
  expect(found.map(([name]) => name).sort()).toEqual(Object.keys(ends).sort());
  expect(found.flatMap(([, , panel]) => dataLinks(panel))).toEqual([]);
});

const links = panels.flatMap(([name, dashboard, panel]) =>
  [...dataLinks(panel), ...(panel.links ?? [])].map((link) => [name, link.title, dashboard, link.url] as const)
);

test.each(links)('%s, “%s”: keeps the time, and what both pages can be set to', (_, title, here, url) => {
  expect(title.trim()).not.toBe('');
  const [, uid, query] = /^\/(?:d\/([\w-]+)|a\/tideline-ml-app\/model)\?(.*)$/.exec(url)!;
  const given = query.split('&');
  const names = given
    .map((part) => /^(?:var-(\w+)=.+|\$\{(\w+):queryparam\})$/.exec(part))
    .map((m) => m?.[1] ?? m?.[2]);
  if (uid === undefined) {
    // A page of the app, which has no time.
    expect(given).toEqual(['datasource=${datasource:percentencode}', 'model=${model:percentencode}']);
    return;
  }
  expect(given.at(-1)).toBe('${__url_time_range}');
  const there = dashboards.find((dashboard) => dashboard.uid === uid)!;
  expect(there?.uid).toBe(uid);
  const variables = ({ templating }: Dashboard) =>
    templating.list.filter(({ type }) => type !== 'adhoc').map(({ name }) => name);
  expect(there.templating.list.map(({ name }) => name)).toEqual(expect.arrayContaining(names.filter(Boolean)));
  const all = given.includes('${__all_variables}');
  const shared = variables(here).filter((name) => variables(there).includes(name));
  // Another model has other segments and features.
  const lost = query.includes('var-model=') ? ['segment', 'feature', 'value'] : [];
  const kept = all ? [...names, ...variables(here)] : names;
  expect(kept).toEqual(expect.arrayContaining(shared.filter((name) => !lost.includes(name))));
  // Twice in an address is two values.
  const said = [...names.filter(Boolean), ...(all ? variables(here) : [])];
  expect(new Set(said).size).toBe(said.length);
});
