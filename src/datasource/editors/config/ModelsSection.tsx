import { t } from '@grafana/i18n';
import { Alert, Box, Button, ConfirmButton, Stack, Text } from '@grafana/ui';
import React, { useState } from 'react';
import type { Resources } from '../../resources';
import type { Model } from '../../settings';
import { AddModel } from './AddModel';
import { ModelForm } from './ModelForm';

interface Props {
  models: Model[];
  resources: Resources;
  /** Whether the backend knows the store that the form shows. */
  saved: boolean;
  readOnly: boolean;
  onChange: (models: Model[]) => void;
}

/** The models that are monitored, one open for editing at a time. */
export function ModelsSection({ models, resources, saved, readOnly, onChange }: Props) {
  const [open, setOpen] = useState<number>();
  return (
    <Stack direction="column" gap={2}>
      {models.map((model, index) => (
        <div key={index} role="group" aria-label={model.name}>
          <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
            <Text element="h4">{model.name}</Text>
            <Text color="secondary">{model.source.file ?? model.source.table ?? 'SQL'}</Text>
            <Button
              type="button"
              size="sm"
              variant="secondary"
              icon={open === index ? 'angle-up' : 'edit'}
              aria-expanded={open === index}
              aria-label={
                open === index
                  ? t('datasource.models.close-label', 'Close {{name}}', { name: model.name })
                  : t('datasource.models.edit-label', 'Edit {{name}}', { name: model.name })
              }
              onClick={() => setOpen(open === index ? undefined : index)}
            >
              {open === index ? t('datasource.models.close', 'Close') : t('datasource.models.edit', 'Edit')}
            </Button>
            {!readOnly && (
              <ConfirmButton
                size="sm"
                confirmText={t('datasource.models.remove', 'Remove')}
                confirmVariant="destructive"
                closeOnConfirm
                onConfirm={() => {
                  setOpen(undefined);
                  onChange(models.filter((_, at) => at !== index));
                }}
              >
                {t('datasource.models.remove', 'Remove')}
              </ConfirmButton>
            )}
          </Stack>
          {open === index && (
            <Box marginTop={1} padding={2} borderStyle="solid" borderColor="weak">
              <ModelForm
                model={model}
                resources={resources}
                onChange={(changed) => onChange(models.map((other, at) => (at === index ? changed : other)))}
              />
            </Box>
          )}
        </div>
      ))}
      {models.length === 0 && (
        <Text color="secondary">
          {t('datasource.models.none', 'No models yet. Choose a file below: what is in it will be guessed.')}
        </Text>
      )}
      {!readOnly &&
        (saved ? (
          <AddModel
            names={models.map(({ name }) => name)}
            resources={resources}
            onAdd={(model) => {
              onChange([...models, model]);
              setOpen(models.length);
            }}
          />
        ) : (
          <Alert
            severity="info"
            title={t('datasource.models.save-first', 'Save first: the files are listed from the saved store')}
          />
        ))}
    </Stack>
  );
}
