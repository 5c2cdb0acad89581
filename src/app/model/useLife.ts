// Asks for what a model's timeline shows, by the data source's ordinary queries. What is quick to answer is asked apart from what is not.
import { useCallback } from 'react';
import { useLoaded } from '../../datasource/editors/useLoaded';
import type { Stretch } from '../ask/ask';
import type { Subject } from '../ask/subject';
import { windowLength } from '../time/length';
import { type Bar, barsOf, type Mark, marksOf } from './timeline';

/** Drift is asked for in so many windows at most: it compares every feature in each. */
const mostJudged = 60;

export interface Life {
  bars: Bar[];
  versions: Mark[];
  drift: Mark[];
  loading: boolean;
  error?: string;
}

export function useLife({ ask, info }: Subject, axis: Stretch, now: number): Life {
  const { name, window, features } = info;
  const { from, to } = axis;
  const first = features[0]?.name;
  const loadRows = useCallback(async () => {
    if (first === undefined) {
      return [];
    }
    return barsOf(
      await ask(
        { queryType: 'summary', model: name, features: [first], format: 'timeseries', value: 'rows' },
        { from, to }
      )
    );
  }, [ask, name, first, from, to]);
  const loadVersions = useCallback(
    async () => marksOf(await ask({ queryType: 'episodes', model: name, kinds: ['version'] }, { from, to }), 'version'),
    [ask, name, from, to]
  );
  const loadDrift = useCallback(async () => {
    const range = { from: Math.max(from, now - mostJudged * windowLength(window)), to: now };
    return marksOf(await ask({ queryType: 'episodes', model: name, kinds: ['drift'] }, range), 'drift');
  }, [ask, name, window, from, now]);
  const rows = useLoaded(loadRows);
  const versions = useLoaded(loadVersions);
  const drift = useLoaded(loadDrift);
  return {
    bars: rows.value ?? [],
    versions: versions.value ?? [],
    drift: drift.value ?? [],
    loading: rows.loading || versions.loading || drift.loading,
    error: rows.error ?? versions.error ?? drift.error,
  };
}
