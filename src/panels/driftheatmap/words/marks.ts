// Annotations in words.
import { dateTimeFormat, TimeZone } from '@grafana/data';
import { t } from '../../parts/text';
import { formatWindow } from '../../parts/windows';
import { Mark, MarkKind } from '../shape/annotations';

export function markTime({ from, to }: Mark, timeZone: TimeZone): string {
  return to === null
    ? dateTimeFormat(from, { timeZone, format: 'ddd D MMM YYYY, HH:mm' })
    : formatWindow(from, to, timeZone);
}

export function markKindWord(kind: MarkKind, moment: boolean): string {
  switch (kind) {
    case 'drift':
      return t('mark.drift', 'episode of drift');
    case 'excluded':
      return t('mark.excluded', 'left out of references');
    case 'version':
      return t('mark.version', 'version');
    case 'reference':
      return t('mark.reference', 'new reference');
    case 'other':
      return moment ? t('mark.moment', 'annotation') : t('mark.stretch', 'annotated time');
  }
}

/** What a mark is called: its title, or else its kind. */
export function markName({ title, kind, to }: Mark): string {
  return title || markKindWord(kind, to === null);
}
