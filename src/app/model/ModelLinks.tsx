// Where a model can be seen.
import { Stack, TextLink } from '@grafana/ui';
import React from 'react';
import { dashboard, modelPage } from '../links';
import { t } from '../text';

export function ModelLinks({ uid, model, here = false }: { uid: string; model: string; here?: boolean }) {
  const variables = { datasource: uid, model };
  return (
    <Stack direction="row" gap={2} wrap="wrap">
      {!here && (
        <TextLink inline={false} href={modelPage('model', uid, model)}>
          {t('links.model', 'All references of {{model}}', { model })}
        </TextLink>
      )}
      <TextLink inline={false} href={dashboard('tideline-overview', variables)}>
        {t('links.overview', 'Model overview')}
      </TextLink>
      <TextLink inline={false} href={dashboard('tideline-feature', variables)}>
        {t('links.feature', 'Feature by feature')}
      </TextLink>
      <TextLink inline={false} href={dashboard('tideline-segment', variables)}>
        {t('links.segment', 'Segment by segment')}
      </TextLink>
    </Stack>
  );
}
