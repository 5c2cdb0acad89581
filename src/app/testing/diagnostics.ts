// What a data source says of its costs, made by hand.
import type { Costs, Diagnostics } from '../../datasource/resources';

export const costs = (part: Partial<Costs> = {}): Costs => ({
  queries: 1,
  failed: 0,
  seconds: 1,
  scans: 0,
  rows: 0,
  hits: 0,
  misses: 0,
  phases: {},
  ...part,
});

export const diagnostics: Diagnostics = {
  since: '2026-11-21T06:00:00Z',
  cache: { bytes: 24 << 20, limit: 256 << 20, entries: 1320, evicted: 7 },
  memory: { resident: 410 << 20, engine: 180 << 20, engineLimit: 1.9e9, spilled: 0 },
  models: [
    {
      model: 'digits',
      ...costs({ queries: 240, failed: 2, seconds: 36, scans: 3, rows: 740_000, hits: 980, misses: 20 }),
      phases: { counts: 4, moments: 2, judge: 3, plan: 1 },
    },
  ],
  slow: [
    {
      at: '2026-11-21T06:01:00Z',
      model: 'digits',
      queryType: 'distribution',
      text: '{"model":"digits"}',
      ...costs({ seconds: 2.5, scans: 2, rows: 700_000, phases: { counts: 2, judge: 0.5 } }),
    },
  ],
  slowFrom: 1,
};
