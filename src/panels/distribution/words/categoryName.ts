// A category's name; one without letters is said to be so.
import { t } from '../../parts/text';

export function categoryName(name: string): string {
  return name === '' ? t('segment.empty', '(empty)') : name;
}
