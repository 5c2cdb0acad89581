// "Leave this period out of references": a period is chosen with a reason, what references lose by it is shown, and then it is applied.
import { Field, Input, Stack, Text } from '@grafana/ui';
import React, { useId, useMemo, useState } from 'react';
import type { Period } from '../../datasource/settings';
import type { Asked } from '../address';
import type { Subject } from '../ask/subject';
import { ApplyStep } from '../change/ApplyStep';
import { useChange } from '../change/useChange';
import { modelPage } from '../links';
import { ModelFrame } from '../model/ModelFrame';
import { ModelLinks } from '../model/ModelLinks';
import { periodText } from '../reference/form';
import { listsOf, put, withExcluded } from '../settings/edit';
import { linesOf } from '../settings/yaml';
import { TimeField } from '../time/TimeField';
import { t } from '../text';
import { Consequences } from './Consequences';
import { begin, entryOf, type Form, read } from './form';

export function ExcludePage({ asked }: { asked: Asked }) {
  return (
    <ModelFrame
      asked={asked}
      title={
        asked.entry === null
          ? t('exclude.title', 'Leave a period out')
          : t('exclude.title-change', 'Change a period that is left out')
      }
    >
      {(subject) => <ExcludeStep key={JSON.stringify(asked)} asked={asked} subject={subject} />}
    </ModelFrame>
  );
}

function ExcludeStep({ asked, subject }: { asked: Asked; subject: Subject }) {
  const { info, source } = subject;
  const { timezone } = info;
  const [now] = useState(() => Date.now());
  const change = useChange(subject);
  const { excluded } = change.stored ? listsOf(change.stored.jsonData, info.name) : { excluded: info.excluded ?? [] };
  const [form, setForm] = useState(() => begin(asked, timezone, excluded, now));
  const applied = change.outcome.state === 'applied';
  const { period, problems } = useMemo(() => read(form, timezone), [form, timezone]);
  const list =
    period === null || problems.why !== undefined
      ? null
      : put<Period>(excluded, asked.entry, entryOf(period, form.why, timezone));
  // Once it is applied, the entry is in the settings, and is not put there again.
  const written = applied ? excluded : list;
  const next =
    written === null || change.stored === null ? null : withExcluded(change.stored.jsonData, info.name, written);

  return (
    <Stack direction="column" gap={3}>
      <Text element="p">
        {t(
          'exclude.what',
          'Windows that overlap a period that is left out belong to no reference, so that what is known to be bad does not become what is normal. They are still judged, and marked on dashboards.'
        )}
      </Text>
      <ExcludeFields form={form} problems={problems} timezone={timezone} disabled={applied} onChange={setForm} />
      {period !== null && <Consequences subject={subject} period={period} />}
      <ApplyStep
        change={change}
        model={info.name}
        source={source}
        next={next}
        address={modelPage('exclude', asked.uid, asked.model, {
          from: period?.from,
          to: period?.to,
          why: form.why || undefined,
          entry: asked.entry ?? undefined,
        })}
        lines={written === null ? '' : linesOf('exclude', written)}
        keyName="exclude"
        what={
          period === null
            ? ''
            : t('exclude.done', '{{period}} is now left out of the references of {{model}}', {
                period: periodText(period, timezone),
                model: info.name,
              })
        }
        links={<ModelLinks uid={subject.uid} model={info.name} />}
      />
    </Stack>
  );
}

interface FieldsProps {
  form: Form;
  problems: Partial<Record<keyof Form, string>>;
  timezone: string;
  disabled: boolean;
  onChange: (form: Form) => void;
}

function ExcludeFields({ form, problems, timezone, disabled, onChange }: FieldsProps) {
  const id = useId();
  // That a reason is wanted is said from the beginning; that it is missing only once somebody has been there.
  const [left, setLeft] = useState(false);
  const time = (name: 'from' | 'to', label: string, description: string, placeholder: string) => (
    <TimeField
      id={`${id}-${name}`}
      label={label}
      description={description}
      placeholder={placeholder}
      problem={problems[name]}
      disabled={disabled}
      value={form[name]}
      onChange={(text) => onChange({ ...form, [name]: text })}
    />
  );
  const missing = left ? problems.why : undefined;
  return (
    <Stack direction="row" gap={2} wrap="wrap" alignItems="flex-start">
      {time(
        'from',
        t('exclude.from', 'Leave out from'),
        t('fields.zone', 'In {{timezone}}', { timezone }),
        '2026-01-01'
      )}
      {time('to', t('fields.to', 'Until'), t('fields.not-included', 'Not included'), '2026-01-02')}
      <Field
        label={t('fields.why', 'Why')}
        description={t('exclude.why-what', 'Shown as an annotation')}
        invalid={missing !== undefined}
        error={missing}
        required
      >
        <Input
          id={`${id}-why`}
          width={40}
          placeholder={t('exclude.why-example', 'the camera service was down')}
          disabled={disabled}
          value={form.why}
          onBlur={() => setLeft(true)}
          onChange={({ currentTarget }) => onChange({ ...form, why: currentTarget.value })}
        />
      </Field>
    </Stack>
  );
}
