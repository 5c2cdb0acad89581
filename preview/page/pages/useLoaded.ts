// Something that a page waits for.
import { useEffect, useState } from 'react';

export type Loaded<T> = { state: 'loading' } | { state: 'done'; value: T } | { state: 'failed'; error: Error };

/** Loads again when the key changes. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { key?: string }>({ state: 'loading' });
  useEffect(() => {
    let wanted = true;
    load().then(
      (value) => wanted && setLoaded({ state: 'done', value, key }),
      (error: unknown) => wanted && setLoaded({ state: 'failed', error: asError(error), key })
    );
    return () => {
      wanted = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is loaded is named by the key
  }, [key]);
  return loaded.key === key ? loaded : { state: 'loading' };
}

/** A failed request carries its message in its data. */
function asError(error: unknown): Error {
  const data = (error as { data?: { message?: string } } | undefined)?.data;
  return error instanceof Error ? error : new Error(data?.message ?? String(error));
}
