// Follows a data link as Grafana does: in the app, in a new tab, or by what it brings along.
import { LinkModel, locationUtil } from '@grafana/data';
import { locationService } from '@grafana/runtime';

export function followLink(link: LinkModel, event?: unknown): void {
  if (link.onClick) {
    link.onClick(event);
  } else if (link.href && link.target === '_blank') {
    window.open(link.href, '_blank', 'noopener,noreferrer');
  } else if (link.href) {
    locationService.push(locationUtil.stripBaseFromUrl(link.href));
  }
}
