import { t } from '@grafana/i18n';
import { Button, Field, Stack, Text } from '@grafana/ui';
import React, { useId, useState } from 'react';
import type { Model } from '../../../settings';
import { say } from '../../../text';
import { CommitTextArea } from '../CommitTextArea';
import { importancesText, pasteImportances, withoutImportances } from './paste';

interface Props {
  model: Model;
  disabled: boolean;
  onChange: (model: Model) => void;
}

/** How much each feature matters to the model, pasted as lines: the heatmap can show features in this order. */
export function Importances({ model, disabled, onChange }: Props) {
  const id = useId();
  const [said, setSaid] = useState('');
  const features = model.features ?? [];
  const known = importancesText(features);
  return (
    <Stack direction="column" gap={0.5} alignItems="flex-start">
      <Field
        label={t('datasource.importances.title', 'Feature importances')}
        description={t(
          'datasource.importances.what',
          'Paste them, one a line: name 0.31 or name,0.31. The heatmap can show features in this order.'
        )}
        disabled={disabled}
      >
        <CommitTextArea
          id={`${id}-importances`}
          rows={4}
          placeholder={'brightness 0.31\ndevice 0.12'}
          value={known}
          onCommit={(text) => {
            const pasted = pasteImportances(text, withoutImportances(features));
            setSaid(outcome(pasted.taken, pasted.left));
            onChange({ ...model, features: pasted.features });
          }}
        />
      </Field>
      <div role="status">{said && <Text color="secondary">{said}</Text>}</div>
      {known !== '' && !disabled && (
        <Button
          type="button"
          variant="secondary"
          size="sm"
          onClick={() => {
            setSaid('');
            onChange({ ...model, features: withoutImportances(features) });
          }}
        >
          {t('datasource.importances.clear', 'Clear')}
        </Button>
      )}
    </Stack>
  );
}

function outcome(taken: number, left: string[]): string {
  const got =
    taken === 1
      ? t('datasource.importances.one', '1 feature has an importance.')
      : say('importances.some', '{{n}} features have an importance.', { n: taken });
  return left.length === 0
    ? got
    : `${got} ${say('importances.left', 'Not understood, or no feature’s name: {{lines}}', { lines: left.slice(0, 3).join(' | ') })}`;
}
