// What speaks against a reference that somebody thinks of. Each is a sentence that says what to do about it.
import type { PeriodInfo } from '../../datasource/resources';
import { fewestReferenceWindows } from '../../datasource/settings';
import { showInstant } from '../../datasource/time/instants';
import { t, windowsText } from '../text';
import type { Candidate, Effect } from './effect';

/** Windows from which ordinary variation between windows is known well enough (docs/verdicts.md). */
const knowsItWell = 8;

/** Features that are named; of more it is said how many there are. */
const named = 4;

interface Circumstances {
  excluded: PeriodInfo[];
  timeZone: string;
  now: number;
}

export function warningsOf(
  effect: Effect,
  { period, since }: Candidate,
  { excluded, timeZone, now }: Circumstances
): string[] {
  const warnings: string[] = [];
  const show = (at: number) => showInstant(at, timeZone);
  const n = effect.referenceWindows;
  if (period.to > now) {
    warnings.push(
      t(
        'warning.open',
        'The period is not over yet: it ends {{end}}. Until then the reference grows with every window.',
        {
          end: show(period.to),
        }
      )
    );
  }
  if (n === 0) {
    warnings.push(
      t('warning.none', 'No closed window with rows lies in the period: there would be nothing to compare with.')
    );
  } else if (n < fewestReferenceWindows) {
    warnings.push(
      t(
        'warning.few',
        'The period has {{windows}}, and fewer than four do not tell how much ordinary windows differ: such differences may be called drift. Four weeks of daily windows are good, eight windows work.',
        { windows: windowsText(n) }
      )
    );
  } else if (n < knowsItWell) {
    warnings.push(
      t(
        'warning.some',
        'The period has {{windows}}. From eight on smaller changes are found, too; with fewer only clear ones.',
        {
          windows: windowsText(n),
        }
      )
    );
  }
  if (effect.restless.length > 0) {
    const names = effect.restless
      .slice(0, named)
      .map(({ feature, windows }) => `${feature} (${show(windows[0])}${windows.length > 1 ? ' …' : ''})`);
    const more = effect.restless.length - names.length;
    warnings.push(
      t(
        'warning.restless',
        'Something moves within the period itself: {{features}}. It may hold the middle of a rollout; choose a period that begins after it.',
        { features: names.join(', ') + (more > 0 ? t('warning.more', ' and {{more}} more', { more }) : '') }
      )
    );
  }
  if (effect.mixed.length > 0) {
    const names = effect.mixed.slice(0, named).join(', ');
    const more = effect.mixed.length - named;
    warnings.push(
      t(
        'warning.mixed',
        'By the reference of today some windows of the period are drifted and some are not: {{features}}. Half of the old and half of the new is nobody’s normal; choose a period that begins when the change was over.',
        { features: names + (more > 0 ? t('warning.more', ' and {{more}} more', { more }) : '') }
      )
    );
  }
  for (const { from, to, why } of excluded) {
    if (Date.parse(from) < period.to && period.from < Date.parse(to)) {
      warnings.push(
        t(
          'warning.excluded',
          'It overlaps the period {{from}} – {{to}}, which is left out of references ({{why}}): its windows do not count.',
          {
            from: show(Date.parse(from)),
            to: show(Date.parse(to)),
            why: why || t('warning.no-reason', 'no reason given'),
          }
        )
      );
    }
  }
  if (effect.thin > 0) {
    warnings.push(
      t('warning.thin', '{{windows}} of the period have too few rows to decide anything.', {
        windows: windowsText(effect.thin),
      })
    );
  }
  if (effect.after.drifted > 0 && since !== null) {
    const { drifted, of } = effect.after;
    const who =
      of === 1
        ? t('warning.still-only', 'The only feature would still drift from it')
        : t('warning.still', '{{drifted}} of {{of}} features would still drift from it', { drifted, of });
    warnings.push(
      t('warning.still-why', '{{who}}: the change may not be over, or the period does not hold what is normal now.', {
        who,
      })
    );
  }
  return warnings;
}
