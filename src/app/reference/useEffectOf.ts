// Asks what a reference would change, anew whenever another one is thought of.
import { useCallback } from 'react';
import { type Loaded, useLoaded } from '../../datasource/editors/useLoaded';
import type { Subject } from '../ask/subject';
import { windowLength } from '../time/length';
import { type Candidate, type Effect, effectOf, questions } from './effect';

export function useEffectOf({ ask, info }: Subject, candidate: Candidate | null, now: number): Loaded<Effect> {
  // A candidate is made anew with every key that is pressed elsewhere; what it says decides.
  const key = candidate === null ? null : JSON.stringify(candidate);
  const load = useCallback(async () => {
    const thought = JSON.parse(key ?? 'null') as Candidate;
    const both = questions(info, thought, now, windowLength(info.window));
    const answers = await Promise.all(both.map(({ question, range }) => ask(question, range)));
    return effectOf(answers, thought, both[0].range);
  }, [ask, info, key, now]);
  return useLoaded(key === null ? undefined : load);
}
