// What a page about a model needs to know of it.
import { useCallback } from 'react';
import type { ModelInfo } from '../../datasource/resources';
import { type Loaded, useLoaded } from '../../datasource/editors/useLoaded';
import { modelOf } from '../settings/edit';
import { type Stored, mayChange, readStored } from '../settings/stored';
import { t } from '../text';
import { type Ask, askOf, dataSource } from './ask';
import { untilHandedOn } from './handedOn';

export interface Subject {
  uid: string;
  /** The data source's name. */
  source: string;
  info: ModelInfo;
  ask: Ask;
  /** What the data source tells of all its models, now. */
  models: () => Promise<ModelInfo[]>;
  /** The values of a segment. */
  values: (column: string) => Promise<string[]>;
  /** The data source's settings; null for those who may not change them. */
  stored: Stored | null;
}

/** A model by the names in a page's address. `round` is counted up to ask anew, after a change. */
export function useSubject(uid: string, model: string, round: number): Loaded<Subject> {
  const load = useCallback(async () => {
    void round;
    return loadSubject(uid, model);
  }, [uid, model, round]);
  return useLoaded(uid === '' || model === '' ? undefined : load);
}

async function loadSubject(uid: string, model: string): Promise<Subject> {
  const datasource = await dataSource(uid);
  const stored = mayChange() ? await readStored(uid) : null;
  const settings = stored ? modelOf(stored.jsonData, model) : undefined;
  const ask = () => datasource.resources.models();
  const models = await (settings ? untilHandedOn(ask, settings) : ask());
  const info = models.find(({ name }) => name === model);
  if (info === undefined) {
    throw new Error(
      t('subject.unknown', 'Data source “{{source}}” has no model “{{model}}”. It has: {{models}}.', {
        source: datasource.name,
        model,
        models: models.map(({ name }) => name).join(', ') || '–',
      })
    );
  }
  return {
    uid,
    source: datasource.name,
    info,
    ask: askOf(datasource),
    models: ask,
    values: (column) => datasource.resources.values(model, column),
    stored,
  };
}
