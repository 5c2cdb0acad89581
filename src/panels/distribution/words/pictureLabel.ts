// The picture in words, for those who do not see it.
import { Distribution } from '../../../frames/samples';
import { outcomeWord } from '../../parts/verdict';
import { driftOf } from '../shape/windows';
import { wordsOf } from './sentence';

export function pictureLabel(distribution: Distribution, back: number): string {
  const drift = driftOf(distribution, back);
  const { change, judgement } = wordsOf(distribution, back);
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
