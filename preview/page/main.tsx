// The page: everything that Grafana's libraries expect is put in place, then the page that the address names is drawn.
import { type EventBus, ThemeContext } from '@grafana/data';
import { config, LocationServiceProvider, locationService } from '@grafana/runtime';
import { GlobalStyles, ModalRoot, ModalsProvider, PortalContainer } from '@grafana/ui';
import React, { useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'react-router-dom';
import { CompatRouter, Route, Routes } from 'react-router-dom-v5-compat';
import { AppConfigPage, AppPage } from './pages/AppPage';
import { DashboardPage } from './pages/DashboardPage';
import { DataSourcePage } from './pages/DataSourcePage';
import { Frame } from './pages/Frame';
import { Home } from './pages/Home';
import { NotHere } from './pages/NotHere';
import { QueryPage } from './pages/QueryPage';
import { nameFont } from './services/font';
import { installServices } from './services/install';

function Pages({ events }: { events: EventBus }) {
  const [title, setTitle] = useState('');
  const onTitle = useCallback((title: string) => setTitle(title), []);
  return (
    <Frame title={title} events={events}>
      <Routes>
        <Route path="/" element={<HomePage onTitle={onTitle} />} />
        <Route path="/d/:uid/*" element={<DashboardPage onTitle={onTitle} />} />
        <Route path="/query/:uid" element={<QueryPage onTitle={onTitle} />} />
        <Route path="/connections/datasources/edit/:uid" element={<DataSourcePage onTitle={onTitle} />} />
        <Route path="/a/:id/*" element={<AppPage onTitle={onTitle} />} />
        <Route path="/plugins/:id" element={<AppConfigPage onTitle={onTitle} />} />
        <Route path="*" element={<NotHere />} />
      </Routes>
    </Frame>
  );
}

function HomePage({ onTitle }: { onTitle: (title: string) => void }) {
  React.useEffect(() => onTitle(''), [onTitle]);
  return <Home />;
}

function Page({ events }: { events: EventBus }) {
  return (
    <ThemeContext.Provider value={config.theme2}>
      <GlobalStyles />
      <LocationServiceProvider service={locationService}>
        <Router history={locationService.getHistory()}>
          <CompatRouter>
            <ModalsProvider>
              <Pages events={events} />
              <ModalRoot />
              <PortalContainer />
            </ModalsProvider>
          </CompatRouter>
        </Router>
      </LocationServiceProvider>
    </ThemeContext.Provider>
  );
}

void Promise.all([installServices(), nameFont()]).then(([events]) =>
  createRoot(document.getElementById('root')!).render(<Page events={events} />)
);
