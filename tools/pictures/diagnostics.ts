// What the picture of the diagnostics shows: a morning of a server with the demo's models.
import type { Costs, Diagnostics } from '../../src/datasource/resources';

const costs = (
  [queries, failed, seconds, scans, rows, hits, misses]: [number, number, number, number, number, number, number],
  phases: Record<string, number>
): Costs => ({ queries, failed, seconds, scans, rows, hits, misses, phases });

export const diagnostics: Diagnostics = {
  since: '2026-11-21T18:02:00Z',
  cache: { bytes: 62_400_000, limit: 256 * 2 ** 20, entries: 9_310, evicted: 0 },
  memory: { resident: 498_000_000, engine: 141_000_000, engineLimit: 1_900_000_000, spilled: 0 },
  models: [
    {
      model: 'digits',
      ...costs([4_812, 0, 231, 41, 9_840_000, 301_400, 5_210], {
        counts: 61,
        moments: 22,
        judge: 48,
        plan: 21,
        answer: 79,
      }),
    },
    {
      model: 'flights',
      ...costs([1_204, 3, 96, 18, 54_200_000, 60_100, 2_030], {
        counts: 58,
        sample: 9,
        judge: 12,
        plan: 5,
        answer: 12,
      }),
    },
    {
      model: 'iris',
      ...costs([602, 0, 4.1, 7, 8_400, 14_000, 410], { counts: 0.9, judge: 1.1, plan: 0.4, answer: 1.7 }),
    },
  ],
  slow: [
    {
      at: '2026-11-22T00:01:12Z',
      model: 'flights',
      queryType: 'drift',
      text: '{"queryType":"drift","model":"flights","format":"table","groupBy":["origin"]}',
      ...costs([1, 0, 3.42, 2, 3_010_000, 210, 1_840], { counts: 2.7, judge: 0.5, plan: 0.1, answer: 0.12 }),
    },
    {
      at: '2026-11-21T18:04:40Z',
      model: 'digits',
      queryType: 'distribution',
      text: '{"queryType":"distribution","model":"digits","window":{"mode":"auto"}}',
      ...costs([1, 0, 1.18, 3, 740_000, 20, 1_320], {
        sample: 0.2,
        counts: 0.4,
        moments: 0.3,
        judge: 0.2,
        answer: 0.08,
      }),
    },
  ],
  slowFrom: 1,
};
