// The parts of @grafana/runtime that Grafana takes from an unpublished entry (see ../resolve.ts).
declare module 'preview:grafana-runtime-internals' {
  import type { ComponentType } from 'react';
  import type { DataSourceInstanceSettings } from '@grafana/data';
  import type { PanelDataErrorViewProps, PluginPageProps } from '@grafana/runtime';

  export function initDataSourceInstanceSettings(
    settings: Record<string, DataSourceInstanceSettings>,
    defaultName: string
  ): void;
  export function syncDataSourceInstanceSettings(settings: {
    datasources: Record<string, DataSourceInstanceSettings>;
    defaultDatasource: string;
  }): void;
  export function initializeLoggersRegistry(): void;
  export function setPanelDataErrorView(view: ComponentType<PanelDataErrorViewProps>): void;
  export function setPluginPage(page: ComponentType<PluginPageProps>): void;
}

declare module 'systemjs/dist/system.js';
declare module 'systemjs/dist/extras/amd.js';

// Version 5, for plugins: its types are not installed, and nothing here uses them.
declare module 'react-router-dom';
