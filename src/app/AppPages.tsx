// The app's pages, by the last part of their address.
import type { AppRootProps } from '@grafana/data';
import React from 'react';
import { askedOf } from './address';
import { DiagnosticsPage } from './diagnostics/DiagnosticsPage';
import { ExcludePage } from './exclude/ExcludePage';
import { ModelPage } from './model/ModelPage';
import { ReferencePage } from './reference/ReferencePage';
import { StartPage } from './StartPage';

export function AppPages({ path, query }: AppRootProps) {
  const asked = askedOf(query);
  switch (path.replace(/\/+$/, '').split('/').pop()) {
    case 'model':
      return <ModelPage asked={asked} />;
    case 'reference':
      return <ReferencePage asked={asked} />;
    case 'exclude':
      return <ExcludePage asked={asked} />;
    case 'diagnostics':
      return <DiagnosticsPage />;
    default:
      return <StartPage />;
  }
}
