// A dashboard's links, among its controls: addresses, or all dashboards with some tags. They follow the time range and the variables as these change.
import { locationUtil } from '@grafana/data';
import { getBackendSrv, getTemplateSrv } from '@grafana/runtime';
import { sceneGraph, type SceneComponentProps, SceneObjectBase, type SceneObjectState } from '@grafana/scenes';
import { Dropdown, LinkButton, Menu, ToolbarButton } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { useLocation } from 'react-router-dom-v5-compat';
import { keepInUrl } from '../services/links';
import type { LinkJson } from './json';

interface State extends SceneObjectState {
  links: LinkJson[];
}

export class DashboardLinks extends SceneObjectBase<State> {
  static Component = Links;
}

function Links({ model }: SceneComponentProps<DashboardLinks>) {
  const { links } = model.useState();
  useLocation(); // the variables and the time range stand in the address
  sceneGraph.getTimeRange(model).useState();
  return (
    <>
      {links.map((link, index) =>
        link.type === 'dashboards' ? <Tagged key={index} link={link} /> : <One key={index} link={link} />
      )}
    </>
  );
}

function One({ link }: { link: LinkJson }) {
  const { url, title, tooltip, targetBlank, ...keep } = link;
  return (
    <LinkButton
      variant="secondary"
      fill="outline"
      icon="external-link-alt"
      href={locationUtil.assureBaseUrl(keepInUrl(getTemplateSrv().replace(url), keep))}
      target={targetBlank ? '_blank' : undefined}
      tooltip={tooltip || undefined}
    >
      {getTemplateSrv().replace(title)}
    </LinkButton>
  );
}

interface Found {
  uid: string;
  title: string;
  url: string;
}

function Tagged({ link }: { link: LinkJson }) {
  const [found, setFound] = useState<Found[]>([]);
  const tags = link.tags?.join('\n') ?? '';
  useEffect(() => {
    void getBackendSrv()
      .get<Found[]>('/api/search', { type: 'dash-db', tag: tags.split('\n').filter(Boolean), limit: 100 })
      .then(setFound);
  }, [tags]);
  if (!link.asDropdown) {
    return (
      <>
        {found.map(({ uid, title, url }) => (
          <One key={uid} link={{ ...link, title, url }} />
        ))}
      </>
    );
  }
  const menu = () => (
    <Menu>
      {found.map(({ uid, title, url }) => (
        <Menu.Item
          key={uid}
          label={title}
          url={keepInUrl(url, link)}
          target={link.targetBlank ? '_blank' : undefined}
        />
      ))}
    </Menu>
  );
  return (
    <Dropdown overlay={menu}>
      <ToolbarButton icon="bars" variant="canvas">
        {link.title}
      </ToolbarButton>
    </Dropdown>
  );
}
