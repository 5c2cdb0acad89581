import { useMemo } from 'react';
import { type Loaded, useLoaded } from '../../useLoaded';

/**
 * The answer to a question, asked again when the question says something else, or at another attempt. Equal questions are one: a page makes them anew each
 * time that it is drawn.
 */
export function useAsked<Q, T>(question: Q | undefined, ask: (question: Q) => Promise<T>, attempt = 0): Loaded<T> {
  const key = question === undefined ? undefined : JSON.stringify([question, attempt]);
  const load = useMemo(
    () => (key === undefined ? undefined : () => ask((JSON.parse(key) as [Q, number])[0])),
    [key, ask]
  );
  return useLoaded(load);
}
