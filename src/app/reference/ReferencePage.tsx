// "Use this window as reference from now on": a period is chosen, what it would change is shown, and then it is applied.
import { Alert, LoadingPlaceholder, Stack, Text } from '@grafana/ui';
import React, { useState } from 'react';
import { Heading } from '../Heading';
import type { Asked } from '../address';
import type { Subject } from '../ask/subject';
import { ApplyStep } from '../change/ApplyStep';
import { useChange } from '../change/useChange';
import { modelPage } from '../links';
import { ModelFrame } from '../model/ModelFrame';
import { ModelLinks } from '../model/ModelLinks';
import { listsOf, put, withReferences } from '../settings/edit';
import { linesOf } from '../settings/yaml';
import { asSetting } from '../../datasource/settings';
import { readInstant, showInstant } from '../../datasource/time/instants';
import { t } from '../text';
import { Effect } from './Effect';
import { begin, entryOf, periodText, read } from './form';
import { ReferenceFields } from './ReferenceFields';
import { useEffectOf } from './useEffectOf';
import { warningsOf } from './warnings';

export function ReferencePage({ asked }: { asked: Asked }) {
  const title =
    asked.entry === null ? t('reference.title', 'New normal') : t('reference.title-change', 'Change a reference');
  return (
    <ModelFrame asked={asked} title={title}>
      {(subject) => <ReferenceStep key={JSON.stringify(asked)} asked={asked} subject={subject} />}
    </ModelFrame>
  );
}

function ReferenceStep({ asked, subject }: { asked: Asked; subject: Subject }) {
  const { info, source } = subject;
  // One moment for all of the page: what is asked must not change while somebody reads.
  const [now] = useState(() => Date.now());
  const change = useChange(subject);
  const { references } = change.stored
    ? listsOf(change.stored.jsonData, info.name)
    : { references: toldReferences(subject) };
  const [form, setForm] = useState(() => begin(asked, info, references, now));
  const applied = change.outcome.state === 'applied';
  const others = applied ? [] : references.filter((_, i) => i !== asked.entry);
  const { candidate, problems } = read(form, info.timezone, others);
  const effect = useEffectOf(subject, candidate, now);
  const warnings =
    effect.value && candidate
      ? warningsOf(effect.value, candidate, { excluded: info.excluded ?? [], timeZone: info.timezone, now })
      : [];

  const before = asked.entry === null ? undefined : references[asked.entry];
  const list =
    candidate === null ? null : put(references, asked.entry, entryOf(candidate, form.why, info.timezone, before));
  // Once it is applied, the entry is in the settings, and is not put there again.
  const written = applied ? references : list;
  const next =
    written === null || change.stored === null ? null : withReferences(change.stored.jsonData, info.name, written);

  return (
    <Stack direction="column" gap={3}>
      <Text element="p">
        {t(
          'reference.what',
          'A reference is what windows of {{model}} are compared with. After a retraining, or when the world has changed for good, it has to move: then what is normal now is no drift.',
          { model: info.name }
        )}
      </Text>
      <ReferenceFields subject={subject} form={form} problems={problems} disabled={applied} onChange={setForm} />
      <section aria-label={t('reference.effect', 'What it would change')} aria-live="polite" aria-busy={effect.loading}>
        <Heading>{t('reference.effect', 'What it would change')}</Heading>
        {candidate === null && <p>{t('reference.correct', 'Correct the form first.')}</p>}
        {effect.loading && (
          <LoadingPlaceholder text={t('reference.comparing', 'Comparing the same windows with both references …')} />
        )}
        {effect.error && (
          <Alert severity="error" title={t('reference.failed', 'It could not be tried')}>
            {effect.error}
          </Alert>
        )}
        {effect.value && <Effect effect={effect.value} timeZone={info.timezone} />}
      </section>
      {warnings.length > 0 && !applied && (
        <Alert severity="warning" title={t('reference.warnings', 'Before you apply it')}>
          <ul style={{ marginLeft: '1.5em' }}>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Alert>
      )}
      <ApplyStep
        change={change}
        model={info.name}
        source={source}
        next={next}
        address={addressOf(asked, info.timezone, form)}
        lines={written === null ? '' : linesOf('reference', asSetting(written))}
        keyName="reference"
        what={candidate === null ? '' : whatIsDone(info.name, candidate, info.timezone)}
        links={<ModelLinks uid={subject.uid} model={info.name} />}
      />
    </Stack>
  );
}

/** Those who may not read the settings still see the references that everybody is told. */
const toldReferences = ({ info }: Subject) => info.references ?? [];

function whatIsDone(
  model: string,
  { period, since, version }: NonNullable<ReturnType<typeof read>['candidate']>,
  timezone: string
): string {
  const values = {
    model,
    version,
    since: since === null ? '' : showInstant(since, timezone),
    period: periodText(period, timezone),
  };
  const rows = version === '' ? model : t('reference.rows-of', '{{model}}, version {{version}}', values);
  return since === null
    ? t('reference.done-always', '{{rows}} is now compared with {{period}}', { ...values, rows })
    : t('reference.done', '{{rows}} is now compared with {{period}} in windows from {{since}} on', { ...values, rows });
}

function addressOf(asked: Asked, timezone: string, form: ReturnType<typeof begin>): string {
  const instant = (text: string) => readInstant(text, timezone) ?? undefined;
  return modelPage('reference', asked.uid, asked.model, {
    from: instant(form.from),
    to: instant(form.to),
    since: instant(form.since),
    version: form.version || undefined,
    why: form.why || undefined,
    entry: asked.entry ?? undefined,
  });
}
