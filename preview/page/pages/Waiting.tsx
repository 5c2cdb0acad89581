// Shows what was loaded, or that it is being loaded, or why it was not.
import { Alert, LoadingPlaceholder } from '@grafana/ui';
import React from 'react';
import type { Loaded } from './useLoaded';

interface Props<T> {
  loaded: Loaded<T>;
  children: (value: T) => React.ReactNode;
}

export function Waiting<T>({ loaded, children }: Props<T>) {
  switch (loaded.state) {
    case 'loading':
      return <LoadingPlaceholder text="Loading…" />;
    case 'failed':
      return <Alert severity="error" title={loaded.error.message} />;
    case 'done':
      return <>{children(loaded.value)}</>;
  }
}
