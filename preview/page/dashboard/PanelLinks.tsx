// The links in a panel's header.
import { locationUtil } from '@grafana/data';
import { Dropdown, LinkButton, Menu, ToolbarButton } from '@grafana/ui';
import { getTemplateSrv } from '@grafana/runtime';
import React, { useReducer } from 'react';
import { keepInUrl } from '../services/links';
import type { LinkJson } from './json';

export function PanelLinks({ links }: { links: LinkJson[] }) {
  // The address is that of the moment at which somebody is about to follow it: variables and time change without this panel's header.
  const [, about] = useReducer((times: number) => times + 1, 0);
  const replace = (text = '') => getTemplateSrv().replace(text);
  const address = ({ url, ...keep }: LinkJson) => locationUtil.assureBaseUrl(keepInUrl(replace(url), keep));
  if (links.length === 1) {
    const [link] = links;
    // A title of its own would leave the panel's no room; Grafana too shows the icon alone.
    return (
      <span onMouseOver={about} onFocus={about} style={{ display: 'contents' }}>
        <LinkButton
          href={address(link)}
          target={link.targetBlank ? '_blank' : undefined}
          icon="external-link-alt"
          size="sm"
          fill="text"
          variant="secondary"
          aria-label={replace(link.title)}
          tooltip={replace(link.title)}
        />
      </span>
    );
  }
  const menu = () => (
    <Menu>
      {links.map((link, index) => (
        <Menu.Item
          key={index}
          label={replace(link.title)}
          url={address(link)}
          target={link.targetBlank ? '_blank' : undefined}
        />
      ))}
    </Menu>
  );
  return (
    <Dropdown overlay={menu}>
      <ToolbarButton icon="external-link-alt" aria-label="Panel links" iconOnly={false} narrow />
    </Dropdown>
  );
}
