// A model's page: what it is compared with and since when, what is left out, its versions; and where each of these is changed.
import { Alert, LinkButton, Stack, Text } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { Heading } from '../Heading';
import type { Asked } from '../address';
import type { Subject } from '../ask/subject';
import { ChangeNote } from '../change/ChangeNote';
import { useChange } from '../change/useChange';
import { YamlBlock } from '../change/YamlBlock';
import { modelPage } from '../links';
import { t } from '../text';
import { ExcludedTable } from './ExcludedTable';
import { ModelFrame } from './ModelFrame';
import { ModelLinks } from './ModelLinks';
import { ReferencesTable } from './ReferencesTable';
import { type Removal, useRemoval } from './removal';
import { State } from './State';
import { Timeline } from './Timeline';
import { axisOf, excludedMarks, referenceLanes, ticksOf } from './timeline';
import { useLife } from './useLife';
import { VersionsTable } from './VersionsTable';

export function ModelPage({ asked }: { asked: Asked }) {
  const [round, setRound] = useState(0);
  return (
    <ModelFrame asked={asked} title={asked.model} round={round}>
      {(subject) => (
        <Model key={`${asked.uid} ${asked.model}`} subject={subject} again={() => setRound((before) => before + 1)} />
      )}
    </ModelFrame>
  );
}

/** `again` looks the model up anew. */
function Model({ subject, again }: { subject: Subject; again: () => void }) {
  const { uid, info, ask, source } = subject;
  const { name, timezone } = info;
  const [now] = useState(() => Date.now());
  const change = useChange(subject, again);
  const removal = useRemoval(change, name);
  const axis = useMemo(() => axisOf(info, now), [info, now]);
  const life = useLife(subject, axis, now);
  const lanes = referenceLanes(info, axis);
  const mayChange = change.stored !== null;

  return (
    <Stack direction="column" gap={3}>
      <Stack direction="row" gap={2} alignItems="center" wrap="wrap">
        <State ask={ask} model={name} />
        <ModelLinks uid={uid} model={name} here />
      </Stack>
      <ChangeNote change={change} />
      {removal.lines !== null && <ReadOnlyRemoval source={source} removal={removal} />}
      <section aria-label={t('model.timeline', 'Timeline')}>
        <Timeline
          axis={axis}
          ticks={ticksOf(axis, timezone)}
          now={now}
          bars={life.bars}
          lanes={lanes}
          excluded={excludedMarks(info)}
          versions={life.versions}
          drift={life.drift}
          timeZone={timezone}
        />
        {life.error !== undefined && (
          <Alert
            severity="warning"
            title={t('model.life-failed', 'Rows, versions and drift could not all be asked for')}
          >
            {life.error}
          </Alert>
        )}
      </section>
      <section aria-label={t('model.references', 'References')}>
        <Stack direction="row" gap={2} alignItems="center">
          <Heading>{t('model.references', 'References')}</Heading>
          <LinkButton size="sm" icon="plus" href={modelPage('reference', uid, name)}>
            {t('model.new', 'New normal')}
          </LinkButton>
        </Stack>
        <ReferencesTable
          uid={uid}
          info={info}
          lanes={lanes}
          now={now}
          mayChange={mayChange}
          onRemove={removal.reference}
        />
      </section>
      <section aria-label={t('model.excluded', 'Left out of references')}>
        <Stack direction="row" gap={2} alignItems="center">
          <Heading>{t('model.excluded', 'Left out of references')}</Heading>
          <LinkButton size="sm" variant="secondary" icon="plus" href={modelPage('exclude', uid, name)}>
            {t('model.exclude', 'Leave a period out')}
          </LinkButton>
        </Stack>
        <ExcludedTable uid={uid} info={info} mayChange={mayChange} onRemove={removal.excluded} />
      </section>
      {info.version !== undefined && (
        <section aria-label={t('model.versions', 'Versions')}>
          <Heading>{t('model.versions', 'Versions')}</Heading>
          <VersionsTable uid={uid} info={info} versions={life.versions} />
        </section>
      )}
      {!mayChange && (
        <Text element="p" color="secondary">
          {t(
            'model.who',
            'References are settings of data source “{{source}}”: administrators of this organisation change them.',
            { source }
          )}
        </Text>
      )}
    </Stack>
  );
}

/** Settings of a provisioning file are taken out there. */
function ReadOnlyRemoval({ source, removal }: { source: string; removal: Removal }) {
  return (
    <Alert
      severity="info"
      title={t('apply.read-only', 'Data source “{{source}}” comes from a provisioning file, and is changed there', {
        source,
      })}
      onRemove={removal.dismiss}
    >
      <YamlBlock label={t('apply.lines', 'Lines for the provisioning file')} text={removal.lines ?? ''} />
    </Alert>
  );
}
