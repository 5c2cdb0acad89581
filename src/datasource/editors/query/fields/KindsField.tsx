import { t } from '@grafana/i18n';
import { Checkbox, Stack } from '@grafana/ui';
import React from 'react';
import { type EpisodeKind, episodeKinds } from '../../../query/query';
import { errorsAt } from '../explain/answer';
import { Cell } from '../layout';
import type { PartProps } from './part';

/** Which stretches of time episodes are of. All of them is said by nothing. */
export function KindsField({ query, errors, onChange }: Pick<PartProps, 'query' | 'errors' | 'onChange'>) {
  const chosen = query.kinds?.length ? query.kinds : episodeKinds;
  const names: Record<EpisodeKind, { label: string; description: string }> = {
    drift: {
      label: t('datasource.kind.drift', 'Drift'),
      description: t('datasource.kind.drift-what', 'From when until when a feature had drifted'),
    },
    excluded: {
      label: t('datasource.kind.excluded', 'Excluded periods'),
      description: t('datasource.kind.excluded-what', 'What the model leaves out of references, and why'),
    },
    version: {
      label: t('datasource.kind.version', 'Versions'),
      description: t('datasource.kind.version-what', 'When a version of the model was first seen'),
    },
    reference: {
      label: t('datasource.kind.reference', 'New references'),
      description: t('datasource.kind.reference-what', 'From when on another reference holds, and why'),
    },
  };
  const toggle = (kind: EpisodeKind) => {
    const kinds = episodeKinds.filter((other) => (other === kind) !== chosen.includes(other));
    // At least one: none would be all again.
    if (kinds.length > 0) {
      onChange({ kinds: kinds.length === episodeKinds.length ? undefined : kinds });
    }
  };
  return (
    <Cell
      label={t('datasource.query.kinds', 'Marks')}
      help={t(
        'datasource.query.kinds-what',
        'Every mark has its kind as a tag. All marks of one annotation have its colour: for a colour of their own, give a kind an annotation of its own.'
      )}
      width={300}
      errors={errorsAt(errors, 'kinds')}
    >
      <div role="group" aria-label={t('datasource.query.kinds', 'Marks')}>
        <Stack direction="row" gap={2} wrap="wrap">
          {episodeKinds.map((kind) => (
            <Checkbox
              key={kind}
              label={names[kind].label}
              description={names[kind].description}
              value={chosen.includes(kind)}
              disabled={chosen.length === 1 && chosen.includes(kind)}
              onChange={() => toggle(kind)}
            />
          ))}
        </Stack>
      </div>
    </Cell>
  );
}
