// The list of dashboards.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { Card, EmptyState, TagList, useStyles2 } from '@grafana/ui';
import React from 'react';
import { useLoaded } from './useLoaded';
import { Waiting } from './Waiting';

interface Found {
  uid: string;
  title: string;
  url: string;
  tags: string[];
  folderTitle: string;
}

export function Home() {
  const styles = useStyles2(getStyles);
  const found = useLoaded('dashboards', () => getBackendSrv().get<Found[]>('/api/search', { type: 'dash-db' }));
  return (
    <div className={styles}>
      <Waiting loaded={found}>
        {(dashboards) =>
          dashboards.length === 0 ? (
            <EmptyState variant="not-found" message="No dashboards are provisioned">
              The folder given by --provisioning has no dashboards/*.yaml that leads to some.
            </EmptyState>
          ) : (
            dashboards.map(({ uid, title, url, tags, folderTitle }) => (
              <Card key={uid} href={url} noMargin>
                <Card.Heading>{title}</Card.Heading>
                {folderTitle !== '' && <Card.Meta>{[folderTitle]}</Card.Meta>}
                <Card.Tags>
                  <TagList tags={tags} />
                </Card.Tags>
              </Card>
            ))
          )
        }
      </Waiting>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ padding: theme.spacing(3), maxWidth: 900, display: 'grid', gap: theme.spacing(1) });
