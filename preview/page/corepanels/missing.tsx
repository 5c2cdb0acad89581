// Stands in for a panel that is neither approximated here nor brought by a plugin.
import { PanelPlugin } from '@grafana/data';
import React from 'react';
import { Centered } from './PanelDataError';

export const missingPanel = (id: string) =>
  new PanelPlugin(() => (
    <Centered>
      This preview has no panel “{id}”. In Grafana it is drawn, if it is one of Grafana’s own or its plugin is
      installed.
    </Centered>
  ));
