// What axe finds on a page: the rules of WCAG 2.1 A and AA.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

declare const axe: { run: (context: { include: string }, options: object) => Promise<AxeResults> };

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Scroll areas of Grafana's own table, which cannot be focused: nothing that a plugin could change. */
const ofGrafana = { id: 'scrollable-region-focusable', class: 'class="scrollbar-view"' };

/** Violations within a part of the page, each with the elements that have it. */
export async function violations(page: Page, include: string): Promise<string[]> {
  await page.evaluate(source);
  const result = await page.evaluate(
    (part) => axe.run({ include: part }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }),
    include
  );
  assert.ok(result.passes.length > 0, 'axe looked at nothing');
  return result.violations
    .map(({ id, nodes }) => ({
      id,
      ours: nodes.filter(({ html }) => id !== ofGrafana.id || !html.includes(ofGrafana.class)),
    }))
    .filter(({ ours }) => ours.length > 0)
    .map(({ id, ours }) => `${id}: ${ours.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}
