// Step 4: what every window is compared with, chosen on the rows of the log.
import { t } from '@grafana/i18n';
import { Alert, Box, Button, Field, LoadingPlaceholder, Stack } from '@grafana/ui';
import React, { useId } from 'react';
import type { Timeline } from '../../../resources';
import { fewestReferenceWindows, type Model, type Reference, referencesOf } from '../../../settings';
import { say } from '../../../text';
import { readInstant, writeInstant } from '../../../time/instants';
import { CommitInput } from '../../CommitInput';
import type { Loaded } from '../../useLoaded';
import { allButLastWeek, beginning, outside, spanOf, type Stretch, takesAll } from './choice';
import { ReferenceForm } from './ReferenceForm';
import { ReferenceList } from './ReferenceList';
import { RowsChart } from './RowsChart';

interface Props {
  model: Model;
  timeline: Loaded<Timeline>;
  disabled: boolean;
  onChange: (model: Model) => void;
}

export function ReferenceStep({ model, timeline, disabled, onChange }: Props) {
  const id = useId();
  const zone = model.timezone ?? 'UTC';
  const references = referencesOf(model);
  const several = references.length > 1;
  const [reference = {}] = references;
  const chosen = several ? null : stretchIn(reference, zone);
  const change = (part: Partial<Model>) => onChange({ ...model, ...part });
  const choose = ({ from, to }: Stretch) =>
    change({ reference: { ...reference, from: writeInstant(from, zone), to: writeInstant(to, zone) } });
  const setEnd = (end: 'from' | 'to', text: string) =>
    change({ reference: { ...reference, [end]: text || undefined } });

  const chart = timeline.value && timeline.value.windows.length > 0 && (
    <RowsChart
      timeline={timeline.value}
      zone={zone}
      chosen={chosen}
      others={several ? references.flatMap((entry) => stretchIn(entry, zone) ?? []) : []}
      onChoose={disabled || several ? undefined : choose}
    />
  );
  const loading = timeline.loading && (
    <LoadingPlaceholder text={t('datasource.reference.counting', 'Counting the rows of the log …')} />
  );
  return (
    <>
      <Stack direction="row" gap={2} wrap="wrap">
        <Field
          label={t('datasource.reference.window', 'Window')}
          description={t('datasource.reference.window-what', 'What is compared at a time: 1h, 6h, 1d, 1w')}
          disabled={disabled}
        >
          <CommitInput
            id={`${id}-window`}
            width={16}
            placeholder="1d"
            value={model.window ?? ''}
            onCommit={(window) => change({ window: window || undefined })}
          />
        </Field>
        <Field
          label={t('datasource.reference.timezone', 'Time zone')}
          description={t('datasource.reference.timezone-what', 'Where its days begin, such as Europe/Copenhagen')}
          disabled={disabled}
        >
          <CommitInput
            id={`${id}-timezone`}
            width={32}
            placeholder="UTC"
            value={model.timezone ?? ''}
            onCommit={(timezone) => change({ timezone: timezone || undefined })}
          />
        </Field>
      </Stack>
      {timeline.error !== undefined && <Alert severity="error" title={timeline.error} />}
      {timeline.value?.outside ? (
        <Alert severity="info" title={strayText(timeline.value.outside)}>
          {t('datasource.reference.stray-why', 'The check says of when they are. The column of the time may be wrong.')}
        </Alert>
      ) : null}
      {several ? (
        <>
          {loading}
          {chart}
          <ReferenceList references={references} />
        </>
      ) : (
        <ReferenceForm
          reference={reference}
          source={model.source}
          disabled={disabled}
          onChange={(changed) => change({ reference: changed })}
        >
          {loading}
          {chart}
          {timeline.value && !disabled && <Presets windows={timeline.value.windows} zone={zone} onChoose={choose} />}
          <Stack direction="row" gap={2} wrap="wrap">
            {(['from', 'to'] as const).map((end) => (
              <Field
                key={end}
                disabled={disabled}
                label={
                  end === 'from'
                    ? t('datasource.reference.from', 'From')
                    : t('datasource.reference.to', 'Until, not included')
                }
                invalid={Boolean(reference[end]) && readInstant(reference[end], zone) === null}
                error={t('datasource.reference.no-date', 'Write a date such as 2026-01-31, or 2026-01-31T06:00')}
              >
                <CommitInput
                  id={`${id}-${end}`}
                  width={24}
                  placeholder={end === 'from' ? '2026-01-01' : '2026-02-01'}
                  value={reference[end] ?? ''}
                  onCommit={(text) => setEnd(end, text)}
                />
              </Field>
            ))}
          </Stack>
          {chosen && timeline.value && (
            <Remarks chosen={chosen} timeline={timeline.value} zone={zone} window={model.window} />
          )}
        </ReferenceForm>
      )}
    </>
  );
}

function strayText(rows: number): string {
  return rows === 1
    ? say('reference.stray-one', '1 row lies far from all others in time and is not drawn', {})
    : say('reference.stray', '{{rows}} rows lie far from all others in time and are not drawn', {
        rows: rows.toLocaleString('en'),
      });
}

/** The stretch that a reference names; null where it names none, or one that cannot be. */
function stretchIn({ from, to }: Reference, zone: string): Stretch | null {
  const stretch = { from: readInstant(from, zone), to: readInstant(to, zone) };
  return stretch.from !== null && stretch.to !== null && stretch.from < stretch.to
    ? { from: stretch.from, to: stretch.to }
    : null;
}

function Presets({
  windows,
  zone,
  onChoose,
}: {
  windows: Timeline['windows'];
  zone: string;
  onChoose: (stretch: Stretch) => void;
}) {
  const first = beginning(windows, zone);
  const presets: Array<[string, Stretch | null]> = [
    [
      first?.half ? t('datasource.reference.half', 'First half') : t('datasource.reference.first', 'First four weeks'),
      first?.stretch ?? null,
    ],
    [t('datasource.reference.but-last', 'All but the last week'), allButLastWeek(windows, zone)],
  ];
  return (
    <Box marginBottom={2}>
      <Stack direction="row" gap={1} wrap="wrap">
        {presets.map(([label, stretch]) => (
          <Button
            key={label}
            type="button"
            variant="secondary"
            size="sm"
            disabled={stretch === null}
            onClick={() => stretch && onChoose(stretch)}
          >
            {label}
          </Button>
        ))}
      </Stack>
    </Box>
  );
}

function Remarks({
  chosen,
  timeline,
  zone,
  window,
}: {
  chosen: Stretch;
  timeline: Timeline;
  zone: string;
  window: string | undefined;
}) {
  if (outside(chosen, timeline, zone) !== undefined) {
    return null; // which the step itself says
  }
  const span = spanOf(chosen, timeline.windows);
  const whole = span === null ? 0 : span.last - span.first + 1;
  // A long log is drawn by longer windows than the model's: how many those are is for the check to say.
  const drawnAsCompared = timeline.window === (window ?? '1d');
  return (
    <>
      {whole < fewestReferenceWindows && timeline.windows.length > 0 && drawnAsCompared && (
        <Alert
          severity="warning"
          title={t(
            'datasource.reference.few',
            'With fewer than four windows it is not known how much windows vary among each other, so small differences may be called drift. Choose a longer time.'
          )}
        />
      )}
      {takesAll(chosen, timeline.windows) && (
        <Alert
          severity="warning"
          title={t(
            'datasource.reference.all',
            'It goes to the end of the log: what drifted in it counts as usual, and nothing is left to judge until new rows come. Choose an earlier end.'
          )}
        />
      )}
    </>
  );
}
