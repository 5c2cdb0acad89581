// The references of a model, in the order in which they come to hold.
import { Button, LinkButton, Stack, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { ModelInfo } from '../../datasource/resources';
import { modelPage } from '../links';
import { showInstant, startOfDay } from '../../datasource/time/instants';
import { t } from '../text';
import { tableStyle } from './tableStyle';
import type { ReferenceLane } from './timeline';

interface Props {
  uid: string;
  info: ModelInfo;
  lanes: ReferenceLane[];
  now: number;
  mayChange: boolean;
  onRemove: (entry: number, text: string) => void;
}

export function ReferencesTable({ uid, info, lanes, now, mayChange, onRemove }: Props) {
  const style = useStyles2(tableStyle);
  if (lanes.length === 0) {
    return (
      <p>
        {t(
          'references.none',
          'None is set up, so the first half of the log is what windows are compared with, 28 windows at most.'
        )}
      </p>
    );
  }
  return (
    <table className={style}>
      <thead>
        <tr>
          <th scope="col">{t('references.holds', 'Holds for windows')}</th>
          <th scope="col">{t('references.compared', 'Compared with')}</th>
          {info.version !== undefined && <th scope="col">{t('references.version', 'Version')}</th>}
          <th scope="col">{t('references.why', 'Why')}</th>
          {mayChange && <th scope="col">{t('references.change', 'Change')}</th>}
        </tr>
      </thead>
      <tbody>
        {lanes.map((lane, i) => (
          <tr key={lane.entry}>
            <td>{holdsText(lane, lanes[i + 1], info.timezone)}</td>
            <th scope="row">{lane.reference.text}</th>
            {info.version !== undefined && <td>{lane.reference.version ?? t('references.all', 'all')}</td>}
            <td>{lane.reference.why}</td>
            {mayChange && (
              <td>
                <Actions
                  uid={uid}
                  info={info}
                  lane={lane}
                  before={takenOverFrom(lanes, i, now)}
                  now={now}
                  onRemove={onRemove}
                />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const same = (a: ReferenceLane, b: ReferenceLane | undefined) =>
  b !== undefined && a.reference.version === b.reference.version;

function holdsText({ reference, holds }: ReferenceLane, next: ReferenceLane | undefined, timezone: string): string {
  const later = same({ reference } as ReferenceLane, next) ? next : undefined;
  const show = (at: number) => showInstant(at, timezone);
  if (reference.since === undefined) {
    return later === undefined
      ? t('references.always', 'all')
      : t('references.before', 'before {{to}}', { to: show(later.holds.from) });
  }
  return later === undefined
    ? t('references.from', 'from {{from}} on', { from: show(holds.from) })
    : t('references.between', '{{from}} – {{to}}', { from: show(holds.from), to: show(later.holds.from) });
}

/** The reference that one took over from, where that one is what holds now: it can be ended by going back. */
function takenOverFrom(lanes: ReferenceLane[], i: number, now: number): ReferenceLane | undefined {
  const [lane, before] = [lanes[i], lanes[i - 1]];
  const holdsNow = lane.holds.from <= now && now <= lane.holds.to;
  return holdsNow && same(lane, before) && before.period !== null ? before : undefined;
}

interface ActionsProps {
  uid: string;
  info: ModelInfo;
  lane: ReferenceLane;
  before: ReferenceLane | undefined;
  now: number;
  onRemove: Props['onRemove'];
}

function Actions({ uid, info, lane: { entry, period, reference }, before, now, onRemove }: ActionsProps) {
  const { name, timezone } = info;
  return (
    <Stack direction="row" gap={1} wrap="wrap">
      {period !== null && (
        <LinkButton
          size="sm"
          variant="secondary"
          icon="pen"
          href={modelPage('reference', uid, name, { entry })}
          aria-label={t('references.change-of', 'Change {{reference}}', { reference: reference.text })}
        >
          {t('references.change', 'Change')}
        </LinkButton>
      )}
      {before?.period && (
        <LinkButton
          size="sm"
          variant="secondary"
          icon="history"
          href={modelPage('reference', uid, name, {
            ...before.period,
            since: startOfDay(now, timezone),
            version: reference.version,
            why: t('references.back-why', 'back to the reference before'),
          })}
          tooltip={t('references.back', 'From today on, compare with {{reference}} again', {
            reference: before.reference.text,
          })}
        >
          {t('references.end', 'End')}
        </LinkButton>
      )}
      <Button
        size="sm"
        variant="secondary"
        icon="trash-alt"
        onClick={() => onRemove(entry, reference.text)}
        aria-label={t('references.remove-of', 'Remove {{reference}}', { reference: reference.text })}
      >
        {t('references.remove', 'Remove')}
      </Button>
    </Stack>
  );
}
