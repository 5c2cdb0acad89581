// How a model is: the features that drifted in its newest closed window. The question is the one that alert rules and the overview ask.
import type { DataFrame } from '@grafana/data';
import { Icon, Text } from '@grafana/ui';
import React, { useCallback, useState } from 'react';
import { useLoaded } from '../../datasource/editors/useLoaded';
import type { Ask } from '../ask/ask';
import { t } from '../text';

/** How far back the newest window is looked for. */
const lookback = 30 * 24 * 3_600_000;

export interface Newest {
  drifted: string[];
  of: number;
}

/** What a numeric answer says: a frame for each feature, 1 where it drifted. */
export function newestOf(frames: DataFrame[]): Newest {
  const fields = frames.flatMap(({ fields }) => fields).filter(({ labels }) => labels?.feature !== undefined);
  return {
    drifted: fields.filter(({ values }) => values[0] >= 1).map(({ labels }) => labels?.feature ?? ''),
    of: fields.length,
  };
}

/** Names that are listed; of more it is said how many there are. */
const named = 3;

export function State({ ask, model }: { ask: Ask; model: string }) {
  const [now] = useState(() => Date.now());
  const load = useCallback(
    async () =>
      newestOf(
        await ask({ queryType: 'drift', model, format: 'numeric', value: 'drifted' }, { from: now - lookback, to: now })
      ),
    [ask, model, now]
  );
  const { value, error, loading } = useLoaded(load);
  if (loading) {
    return <Text color="secondary">{t('state.asking', 'asking …')}</Text>;
  }
  if (error !== undefined) {
    return (
      <span title={error}>
        <Icon name="exclamation-triangle" /> {t('state.failed', 'could not be asked')}
      </span>
    );
  }
  if (value === undefined || value.of === 0) {
    return <Text color="secondary">{t('state.nothing', 'nothing decided in the newest window')}</Text>;
  }
  const { drifted, of } = value;
  if (drifted.length === 0) {
    return (
      <span>
        <Icon name="check" />{' '}
        {of === 1
          ? t('state.fine-only', 'the only feature does not drift')
          : t('state.fine', 'none of {{of}} features drifts', { of })}
      </span>
    );
  }
  return (
    <span>
      <Icon name="bell" /> {driftsText(drifted, of)}
    </span>
  );
}

function driftsText(drifted: string[], of: number): string {
  const names = drifted.slice(0, named).join(', ') + (drifted.length > named ? ', …' : '');
  if (of === 1) {
    return t('state.drifts-only', 'the only feature drifts: {{names}}', { names });
  }
  return drifted.length === 1
    ? t('state.drifts-one', '1 of {{of}} features drifts: {{names}}', { of, names })
    : t('state.drifts', '{{n}} of {{of}} features drift: {{names}}', { n: drifted.length, of, names });
}
