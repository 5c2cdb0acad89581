// What a sample is called: by its source's name, by its time, or by its number.
import { TimeZone } from '@grafana/data';
import { Sample } from '../../../frames/samples';
import { t } from '../../parts/text';
import { formatWindowShort } from '../../parts/windows';

/** `number` is its place among the windows, from 1, of which there are `many`. */
export function sampleName(
  sample: Sample,
  isReference: boolean,
  timeZone: TimeZone,
  number: number,
  many: number
): string {
  if (isReference) {
    return t('series.reference', 'Reference');
  }
  if (sample.name !== '') {
    return sample.name;
  }
  if (sample.from !== null) {
    return formatWindowShort(sample.from, timeZone);
  }
  return many === 1 ? t('series.current', 'Current') : t('window.one', 'window {{number}}', { number });
}
