import { isFetchError } from '@grafana/runtime';
import { useEffect, useState } from 'react';

export interface Loaded<T> {
  value?: T;
  error?: string;
  loading: boolean;
}

/**
 * What a function loads, and loads again whenever the function is another one (so it is kept with useCallback). Without a function nothing is loaded.
 */
export function useLoaded<T>(load: (() => Promise<T>) | undefined): Loaded<T> {
  const [arrived, setArrived] = useState<{ by?: () => Promise<T>; value?: T; error?: string }>({});
  useEffect(() => {
    if (load === undefined) {
      return;
    }
    let current = true;
    load().then(
      (value) => current && setArrived({ by: load, value }),
      (error: unknown) => current && setArrived({ by: load, error: messageOf(error) })
    );
    return () => {
      current = false;
    };
  }, [load]);
  if (load === undefined || arrived.by !== load) {
    return { loading: load !== undefined };
  }
  return { value: arrived.value, error: arrived.error, loading: false };
}

/** What went wrong, in the backend's own words where it has said something. */
export function messageOf(error: unknown): string {
  if (isFetchError(error)) {
    const { data, statusText, status } = error;
    return data?.message ?? data?.error ?? `${statusText ?? 'HTTP'} ${status}`;
  }
  return error instanceof Error ? error.message : String(error);
}
