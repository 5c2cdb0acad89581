import { t } from '@grafana/i18n';
import { Button, InlineFieldRow, Stack, Text } from '@grafana/ui';
import React from 'react';
import type { Feature, Model } from '../../../settings';
import { CommitInput } from '../../CommitInput';

interface Props {
  model: Model;
  disabled: boolean;
  onChange: (model: Model) => void;
}

/** Features that are computed from columns: `width / height`. */
export function ComputedFeatures({ model, disabled, onChange }: Props) {
  const features = model.features ?? [];
  const replace = (old: Feature, changed?: Feature) =>
    onChange({
      ...model,
      features: features.flatMap((feature) => (feature !== old ? [feature] : changed ? [changed] : [])),
    });
  return (
    <Stack direction="column" gap={0.5} alignItems="flex-start">
      <Text element="h5">{t('datasource.computed.title', 'Computed features')}</Text>
      {features
        .filter(({ expression }) => expression !== undefined)
        .map((feature, index) => (
          <InlineFieldRow key={index}>
            <CommitInput
              aria-label={t('datasource.computed.name', 'Computed feature {{number}}: name', { number: index + 1 })}
              width={24}
              disabled={disabled}
              placeholder="aspect_ratio"
              value={feature.name}
              onCommit={(name) => replace(feature, { ...feature, name })}
            />
            <CommitInput
              aria-label={t('datasource.computed.expression', 'Computed feature {{number}}: expression', {
                number: index + 1,
              })}
              width={50}
              disabled={disabled}
              placeholder="width / height"
              value={feature.expression ?? ''}
              onCommit={(expression) => replace(feature, { ...feature, expression })}
            />
            <Button
              type="button"
              variant="secondary"
              icon="times"
              disabled={disabled}
              aria-label={t('datasource.computed.remove', 'Remove computed feature {{number}}', { number: index + 1 })}
              onClick={() => replace(feature)}
            />
          </InlineFieldRow>
        ))}
      <Button
        type="button"
        variant="secondary"
        icon="plus"
        disabled={disabled}
        onClick={() => onChange({ ...model, features: [...features, { name: '', expression: '' }] })}
      >
        {t('datasource.computed.add', 'Add a computed feature')}
      </Button>
    </Stack>
  );
}
