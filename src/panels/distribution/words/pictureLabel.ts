// The picture in words, for those who do not see it.
import { Distribution } from '../../../frames/samples';
import { outcomeWord } from '../../parts/verdict';
import { driftOf } from '../shape/windows';
import { Words } from './sentence';

export function pictureLabel(distribution: Distribution, back: number, { change, judgement }: Words): string {
  const drift = driftOf(distribution, back);
  return [
    distribution.feature,
    ...Object.values(distribution.segment),
    drift ? outcomeWord(drift.outcome) : '',
    change,
    ...judgement,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
