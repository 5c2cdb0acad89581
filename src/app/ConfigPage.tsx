// The app's configuration page. The app itself has nothing to set: this says where the settings are.
import { t } from '@grafana/i18n';
import { LinkButton, Stack, Text } from '@grafana/ui';
import React from 'react';
import { addDataSource, dataSourceId } from './links';

const operatorSettings = `[plugin.${dataSourceId}]
data_directories = /var/lib/predictions
allow_sql = false`;

export function ConfigPage() {
  return (
    <Stack direction="column" gap={2} alignItems="flex-start">
      <Text element="p">
        {t(
          'app.config.models',
          'Models and where their logs lie are settings of the data sources. Each team can have its own.'
        )}
      </Text>
      <LinkButton icon="plus" href={addDataSource}>
        {t('app.config.add', 'Add a Tideline data source')}
      </LinkButton>
      <Text element="p">
        {t(
          'app.config.operator',
          'Which folders of the server a data source may read is decided by whoever runs Grafana, in its own configuration:'
        )}
      </Text>
      <pre>{operatorSettings}</pre>
    </Stack>
  );
}
