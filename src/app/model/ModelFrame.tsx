// The frame of a page about a model: its title, the way back, and what is shown while the model is looked up or where there is none.
import type { NavModelItem } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Alert, LoadingPlaceholder, TextLink } from '@grafana/ui';
import React, { useState } from 'react';
import type { Loaded } from '../../datasource/editors/useLoaded';
import type { Asked } from '../address';
import { type Subject, useSubject } from '../ask/subject';
import { modelPage, startPage } from '../links';
import { t } from '../text';

interface Props {
  asked: Asked;
  title: string;
  /** Counted up to look the model up anew, after a change. What is shown stays until it is there. */
  round?: number;
  children: (subject: Subject) => React.ReactNode;
}

export function ModelFrame({ asked: { uid, model }, title, round = 0, children }: Props) {
  const { value, error } = useKept(useSubject(uid, model, round), `${uid} ${model}`);
  const start: NavModelItem = { text: 'Tideline', url: startPage };
  const page: NavModelItem = {
    text: title,
    parentItem: title === model ? start : { text: model, url: modelPage('model', uid, model), parentItem: start },
  };
  return (
    <PluginPage
      pageNav={page}
      subTitle={value && t('model.of', '{{model}}, in data source “{{source}}”', { model, source: value.source })}
    >
      {value && children(value)}
      {!value && error === undefined && uid !== '' && model !== '' && (
        <LoadingPlaceholder text={t('model.loading', 'Looking up {{model}} …', { model })} />
      )}
      {(uid === '' || model === '') && (
        <Alert
          severity="info"
          title={t('model.no-address', 'This page needs an address that names a data source and a model')}
        >
          <TextLink href={startPage}>{t('model.choose', 'Choose one of the models')}</TextLink>
        </Alert>
      )}
      {error !== undefined && uid !== '' && (
        <Alert severity="error" title={t('model.not-found', 'The model could not be looked up')}>
          {error}
        </Alert>
      )}
    </PluginPage>
  );
}

/** What was loaded last for the same thing stays while it is loaded anew. */
function useKept<T>(loaded: Loaded<T>, of: string): Loaded<T> {
  const [kept, setKept] = useState<{ of: string; loaded: Loaded<T> }>();
  if (!loaded.loading && kept?.loaded.value !== loaded.value) {
    setKept({ of, loaded });
  }
  return loaded.loading && kept?.of === of ? kept.loaded : loaded;
}
