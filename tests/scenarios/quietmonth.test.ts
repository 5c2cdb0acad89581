// The shipped alert rules over the demo's history, day by day, as Grafana would have asked them on each of its mornings: a quiet month stays quiet, and the days of
// the new phone do not. The queries are sent as they are provisioned, to the API that Grafana sends them to; only the end of their range is another one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { root } from '../../tools/step';
import { demoData } from '../harness/demo';
import { openPreview } from '../harness/preview';
import { Server } from '../harness/server';

interface Query {
  refId: string;
  datasourceUid: string;
  relativeTimeRange: { from: number };
  model: { value?: string; expression?: string };
}

interface Rule {
  uid: string;
  condition: string;
  data: Query[];
}

const day = 24 * 3600 * 1000;
const morning = 6 * 3600 * 1000; // UTC: in every zone of the demo's models the day before has ended, and its lateness is over

const { groups } = parse(readFileSync(path.join(root, 'provisioning', 'alerting', 'tideline.yaml'), 'utf8'));
/** Those of a model, but for the one on the age of its log, which is asked of the clock on the wall. */
const rulesOf = (model: string): Rule[] =>
  groups
    .find(({ name }: { name: string }) => name === model)
    .rules.filter(({ data }: Rule) => data[0].model.value !== 'age');

/** What the new phone moves of what its rule asks for: that it is new is where to look, and no reason to retrain. */
const moved = ['aspect_ratio', 'brightness', 'confidence', 'contrast', 'height', 'sharpness', 'width'];

let server: Server;
/** The last midnight of the demo's data, UTC. */
let end: number;

before(async () => {
  server = await openPreview();
  end = JSON.parse(readFileSync(path.join(demoData, 'stamp.json'), 'utf8')).day * day;
});
after(() => server?.stop());

// As many days as each has that nothing is known of, before the last week: nobody staged anything in the flights; the new phone and the new bed of flowers come
// in the last week.
for (const [model, days, features] of [
  ['digits', 30, 10],
  ['flights', 30, 5],
  ['iris', 21, 5],
] as const) {
  test(`${model}: no rule fires on any of ${days} quiet mornings`, async () => {
    const rules = rulesOf(model);
    for (let back = 7; back < 7 + days; back++) {
      for (const rule of rules) {
        const { asked, fires } = await evaluate(rule, end - back * day + morning);
        const series = rule.data[0].model.value === 'share' ? 1 : features;
        assert.deepEqual([rule.uid, back, asked, fires], [rule.uid, back, series, []]);
      }
    }
  });
}

test('digits: from the third day of the new phone on both rules fire, and name what moved', async () => {
  for (let back = 3; back >= 0; back--) {
    for (const rule of rulesOf('digits')) {
      const { fires } = await evaluate(rule, end - back * day + morning);
      const expected = rule.data[0].model.value === 'share' ? [undefined] : moved;
      assert.deepEqual([rule.uid, back, fires], [rule.uid, back, expected]);
    }
  }
});

test('digits: whichever morning it is, the message says since which day each feature has drifted, and by how much', async () => {
  const rule = rulesOf('digits').find(({ uid }) => uid === 'tideline-digits-severity')!;
  const told = async (refId: string, back: number) => {
    const series = await ask(
      rule.data.find((query) => query.refId === refId)!,
      end - back * day + morning
    );
    return series.filter(({ feature }) => moved.includes(feature!));
  };
  const began = await told('since', 3);
  assert.deepEqual(began.map(({ feature }) => feature).sort(), moved);
  for (const { feature, value } of began) {
    const clock = new Date(value).toLocaleTimeString('en-GB', { timeZone: 'Europe/Copenhagen' });
    assert.equal(clock, '00:00:00', `${feature}: a day of the model begins`);
    const days = (end - value) / day;
    assert.ok(days > 4 && days < 7.1, `${feature}: the phone came seven days ago; it has drifted for ${days} days`);
  }
  const sorted = (series: Series[]) => Object.fromEntries(series.map(({ feature, value }) => [feature, value]));
  assert.deepEqual(sorted(await told('since', 0)), sorted(began), 'three days later it is since the same day');
  for (const { feature, value } of await told('effect', 0)) {
    assert.ok(value > 0.05, `${feature}: ${value}`);
  }
});

test('iris: the week of the new bed fires, and names what moved', async () => {
  const rule = rulesOf('iris').find(({ uid }) => uid === 'tideline-iris-severity')!;
  const { fires } = await evaluate(rule, end + morning);
  assert.deepEqual(fires, ['petal_length', 'petal_width', 'prediction', 'sepal_length']);
});

interface Series {
  feature: string | undefined;
  value: number;
}

/** Asks a rule as if it was another time: how many series it has, and the features of those that its condition holds for. */
async function evaluate(rule: Rule, to: number): Promise<{ asked: number; fires: Array<string | undefined> }> {
  const condition = rule.data.find(({ refId }) => refId === rule.condition)!;
  assert.equal(condition.datasourceUid, '__expr__');
  const [query] = rule.data;
  const series = await ask(query, to);
  const holds = comparison(query.refId, condition.model.expression!);
  return {
    asked: series.length,
    fires: series
      .filter(({ value }) => holds(value))
      .map(({ feature }) => feature)
      .sort(),
  };
}

/** What a rule's query answers, as if it was another time. */
async function ask(query: Query, to: number): Promise<Series[]> {
  const response = await fetch(`${server.url}/api/ds/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      from: String(to - 1000 * query.relativeTimeRange.from),
      to: String(to),
      queries: [query.model],
    }),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text.slice(0, 500));
  return JSON.parse(text).results[query.refId].frames.flatMap(({ schema, data }: any) =>
    schema.fields.flatMap(({ type, labels }: any, i: number) =>
      type === 'number' ? [{ feature: labels.feature, value: data.values[i][0] }] : []
    )
  );
}

/** What the shipped rules have of Grafana's mathematics: one value compared with a number. */
function comparison(refId: string, expression: string): (value: number) => boolean {
  const found = new RegExp(`^\\$${refId} (>=|>) ([\\d.]+)$`).exec(expression);
  assert.ok(found, `${expression} compares $${refId} with no number`);
  const limit = Number(found[2]);
  return found[1] === '>=' ? (value) => value >= limit : (value) => value > limit;
}
