import { isFetchError } from '@grafana/runtime';
import { useEffect, useState } from 'react';

export interface Loaded<T> {
  /** The newest value that arrived; kept while a newer one is under way. */
  value?: T;
  error?: string;
  loading: boolean;
}

/**
 * What a function loads, and loads again whenever the function is another one (so it is kept with useCallback). Without a function nothing is loaded.
 */
export function useLoaded<T>(load: (() => Promise<T>) | undefined): Loaded<T> {
  const [state, setState] = useState<Loaded<T>>({ loading: load !== undefined });
  useEffect(() => {
    if (load === undefined) {
      setState({ loading: false });
      return;
    }
    let current = true;
    setState(({ value }) => ({ value, loading: true }));
    load().then(
      (value) => current && setState({ value, loading: false }),
      (error: unknown) => current && setState({ error: messageOf(error), loading: false })
    );
    return () => {
      current = false;
    };
  }, [load]);
  return state;
}

/** What went wrong, in the backend's own words where it has said something. */
export function messageOf(error: unknown): string {
  if (isFetchError(error)) {
    const { data, statusText, status } = error;
    return data?.message ?? data?.error ?? `${statusText ?? 'HTTP'} ${status}`;
  }
  return error instanceof Error ? error.message : String(error);
}
