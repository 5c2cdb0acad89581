// Draws one scene of the gallery with Grafana's own theme and field options: index.html?scene=NAME&theme=dark|light
import React, { useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import {
  AbsoluteTimeRange,
  applyFieldOverrides,
  createTheme,
  DataFrame,
  dateTime,
  EventBusSrv,
  FieldConfigSource,
  LoadingState,
  PanelData,
  PanelProps,
  ThemeContext,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { GlobalStyles, PanelContext, PanelContextProvider, PortalContainer } from '@grafana/ui';
import { Panel as Distribution } from '../../src/panels/distribution/Panel';
import { Panel as Heatmap } from '../../src/panels/driftheatmap/Panel';
import { registerFieldOptions } from './fieldOptions';
import { EditorScene, Scene } from './scene';
import { range, scenes } from './scenes';

registerFieldOptions();

const panels: Record<Scene['panel'], React.ComponentType<PanelProps>> = {
  driftheatmap: Heatmap as React.ComponentType<PanelProps>,
  distribution: Distribution as React.ComponentType<PanelProps>,
};

type Theme = ReturnType<typeof createTheme>;

function PanelCard({ scene, theme }: { scene: Scene; theme: Theme }) {
  const data = useMemo(() => panelData(scene, theme), [scene, theme]);
  const Panel = panels[scene.panel];
  const props = {
    id: 1,
    title: '',
    data,
    width: scene.width,
    height: scene.height,
    timeRange: data.timeRange,
    timeZone: scene.timeZone ?? 'utc',
    options: scene.options ?? {},
    fieldConfig: { defaults: {}, overrides: [] },
    transparent: false,
    renderCounter: 0,
    replaceVariables: (text: string) => text.replace(/\$\{feature.*\}/, 'aspect_ratio'),
    eventBus: new EventBusSrv(),
    onChangeTimeRange: keepZoom,
    onOptionsChange: () => undefined,
    onFieldConfigChange: () => undefined,
  } as unknown as PanelProps;
  return (
    <PanelContextProvider value={contextOf(scene, props.eventBus)}>
      <Panel {...props} />
    </PanelContextProvider>
  );
}

// What a panel asks of the dashboard is kept on the body, for tests to read.
function keepZoom(zoomed: AbsoluteTimeRange): void {
  document.body.dataset.zoomed = JSON.stringify(zoomed);
}

function contextOf(scene: Scene, eventBus: PanelProps['eventBus']): PanelContext {
  const added: unknown[] = [];
  const add = (filter: unknown): void => {
    added.push(filter);
    document.body.dataset.filters = JSON.stringify(added);
  };
  return { eventsScope: 'global', eventBus, ...(scene.targets && { onAddAdHocFilter: add }) };
}

function EditorCard({ scene }: { scene: EditorScene }) {
  return (
    <div style={{ width: scene.width }}>
      {scene.editor()}
      <PortalContainer />
    </div>
  );
}

/** What surrounds a scene, in the place of Grafana's page. */
function Card({ name, theme, children }: React.PropsWithChildren<{ name: string; theme: Theme }>) {
  return (
    <div
      data-testid="card"
      data-scene={`${name} ${theme.isDark ? 'dark' : 'light'}`}
      style={{
        position: 'relative',
        display: 'inline-block',
        margin: 16,
        padding: 8,
        background: theme.colors.background.primary,
        border: `1px solid ${theme.colors.border.weak}`,
        borderRadius: 4,
      }}
    >
      {children}
    </div>
  );
}

function panelData(scene: Scene, theme: Theme): PanelData {
  // Who may do something with what is shown.
  Object.assign(config.bootData.user, { orgRole: scene.targets ? 'Admin' : 'Viewer' });
  const fieldConfig = { defaults: scene.fieldDefaults ?? {}, overrides: [] } as FieldConfigSource;
  const series: DataFrame[] = applyFieldOverrides({
    data: scene.series,
    fieldConfig,
    theme,
    timeZone: scene.timeZone ?? 'utc',
    replaceVariables: (text) => text,
  });
  const from = dateTime(range.from);
  const to = dateTime(scene.until ?? range.to);
  return {
    state: scene.state ?? LoadingState.Done,
    series,
    annotations: scene.annotations,
    request: scene.targets ? ({ targets: scene.targets } as unknown as PanelData['request']) : undefined,
    timeRange: { from, to, raw: { from, to } },
    errors: scene.error ? [{ message: scene.error }] : undefined,
  };
}

const root = createRoot(document.getElementById('gallery')!);

/** Shows one scene, in place of the last. With a font, all text is set in it, what a canvas draws, too. */
function show(name: string, mode: 'dark' | 'light', font?: string): void {
  const theme = createTheme({
    colors: { mode },
    typography: font ? { fontFamily: font, fontFamilyMonospace: font } : {},
  });
  document.body.toggleAttribute('data-font', font !== undefined);
  document.body.style.setProperty('--font', font ?? null);
  document.body.style.background = theme.colors.background.canvas;
  const scene = scenes[name];
  root.render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <Card key={`${name} ${mode} ${font}`} name={name} theme={theme}>
        {'editor' in scene ? <EditorCard scene={scene} /> : <PanelCard scene={scene} theme={theme} />}
      </Card>
    </ThemeContext.Provider>
  );
}

document.body.style.margin = '0';
document.body.dataset.scenes = JSON.stringify(
  Object.entries(scenes).map(([name, scene]) => {
    if ('editor' in scene) {
      return { name, press: scene.press };
    }
    const { hover, keys, drag, click } = scene;
    return { name, hover, keys, drag, click };
  })
);
Object.assign(window, { showScene: show });

// For a person who looks: index.html?scene=NAME&theme=light
const query = new URLSearchParams(document.location.search);
const wanted = query.get('scene');
if (wanted) {
  show(wanted, query.get('theme') === 'light' ? 'light' : 'dark');
}
