// What rows are called, where their source gives them an empty name too.
import { t } from '../../parts/text';
import { HeatRow } from '../shape/rows';

export function nameText(name: string): string {
  return name === '' ? t('name.none', '(no name)') : name;
}

/** "brightness (pixel 9)". */
export function labelText({ label }: HeatRow): string {
  return label.quiet === '' ? nameText(label.main) : `${nameText(label.main)} (${label.quiet})`;
}
