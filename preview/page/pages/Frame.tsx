// The frame of every page: where one is, the way to the others, both themes, and what this is.
import { css } from '@emotion/css';
import { AppEvents, type EventBus, type GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Alert, Dropdown, Menu, TextLink, ToolbarButton, useStyles2 } from '@grafana/ui';
import React, { useEffect, useState } from 'react';

export function Frame({ title, events, children }: { title: string; events: EventBus; children: React.ReactNode }) {
  const styles = useStyles2(getStyles);
  useEffect(() => {
    document.title = title === '' ? 'Preview' : `${title} - Preview`;
  }, [title]);
  return (
    <div className={styles.frame}>
      <header className={styles.bar}>
        <nav aria-label="Breadcrumbs" className={styles.where}>
          <TextLink href="/" inline={false} color="secondary">
            Dashboards
          </TextLink>
          {title !== '' && <h1 className={styles.title}>{title}</h1>}
        </nav>
        <span className={styles.label} title="The plugins and their data are the real ones">
          Preview: Grafana’s own panels are approximated here
        </span>
        <Elsewhere />
        <ThemeButton />
      </header>
      <Alerts events={events} />
      <main className={styles.page}>{children}</main>
    </div>
  );
}

/** Data sources and apps. */
function Elsewhere() {
  const menu = () => (
    <Menu>
      {Object.values(config.datasources).map(({ uid, name }) => (
        <Menu.Group key={uid} label={`Data source ${name}`}>
          <Menu.Item label="Query" icon="compass" url={`/query/${uid}`} />
          {config.bootData.user.orgRole === 'Admin' && (
            <Menu.Item label="Settings" icon="cog" url={`/connections/datasources/edit/${uid}`} />
          )}
        </Menu.Group>
      ))}
      {Object.values(config.apps as unknown as Record<string, { id: string; name: string }>).map(({ id, name }) => (
        <Menu.Group key={id} label={`App ${name}`}>
          <Menu.Item label="Pages" icon="apps" url={`/a/${id}`} />
          <Menu.Item label="Configuration" icon="cog" url={`/plugins/${id}`} />
        </Menu.Group>
      ))}
    </Menu>
  );
  return (
    <Dropdown overlay={menu}>
      <ToolbarButton icon="bars" variant="canvas" aria-label="Data sources and apps" />
    </Dropdown>
  );
}

/** Grafana's theme is chosen when its libraries load, so the page loads anew. */
function ThemeButton() {
  const other = config.bootData.user.theme === 'light' ? 'dark' : 'light';
  const change = () => {
    const url = new URL(window.location.href);
    url.searchParams.set('theme', other);
    window.location.assign(url);
  };
  return (
    <ToolbarButton
      icon="adjust-circle"
      variant="canvas"
      aria-label={`Use the ${other} theme`}
      tooltip={`Use the ${other} theme`}
      onClick={change}
    />
  );
}

interface Message {
  severity: 'success' | 'warning' | 'error';
  text: string;
}

const shownMilliseconds = 5000;

/** What requests and plugins announce. */
function Alerts({ events }: { events: EventBus }) {
  const styles = useStyles2(getStyles);
  const [messages, setMessages] = useState<Message[]>([]);
  useEffect(() => {
    const show = (severity: Message['severity']) => (payload: string[]) => {
      const message = { severity, text: payload.join(' ') };
      setMessages((before) => [...before, message]);
      setTimeout(() => setMessages((before) => before.filter((other) => other !== message)), shownMilliseconds);
    };
    const subscriptions = (
      [
        [AppEvents.alertSuccess.name, 'success'],
        [AppEvents.alertWarning.name, 'warning'],
        [AppEvents.alertError.name, 'error'],
      ] as const
    ).map(([type, severity]) =>
      events
        .getStream<{ type: string; payload: string[] } & never>({ type } as never)
        .subscribe(({ payload }) => show(severity)(payload))
    );
    return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
  }, [events]);
  return (
    <div className={styles.alerts} aria-live="polite">
      {messages.map((message, index) => (
        <Alert key={index} severity={message.severity} title={message.text} elevated />
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({
    minHeight: '100vh',
    display: 'flex',
    flexDirection: 'column',
    background: theme.colors.background.canvas,
  }),
  bar: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 2),
    minHeight: 40,
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  where: css({ display: 'flex', alignItems: 'baseline', gap: theme.spacing(1), flexGrow: 1, minWidth: 0 }),
  title: css({
    fontSize: theme.typography.body.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    margin: 0,
    '&::before': { content: '"›"', marginRight: theme.spacing(1), color: theme.colors.text.secondary },
  }),
  label: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
  page: css({ flexGrow: 1, display: 'flex', flexDirection: 'column', position: 'relative' }),
  alerts: css({ position: 'fixed', top: 48, right: 16, zIndex: theme.zIndex.portal, maxWidth: 480 }),
});
