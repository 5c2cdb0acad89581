// What the diagnostics say, in the numbers and words that the page shows.
import { formattedValueToString, getValueFormat } from '@grafana/data';
import type { Costs } from '../../datasource/resources';
import { t } from '../text';

const written = (unit: string) => (value: number) => formattedValueToString(getValueFormat(unit)(value));

export const bytes = written('bytes');
export const seconds = written('s');
export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

export const percent = (share: number): string =>
  share > 0 && share < 0.01 ? t('diagnostics.little', '< 1 %') : `${Math.round(100 * share)} %`;

/** The share of answers that the cache had; undefined where nothing was looked up. */
export const cachedShare = ({ hits, misses }: Costs): number | undefined =>
  hits + misses > 0 ? hits / (hits + misses) : undefined;

/** The phases that a person tells apart: what the store is asked is one of them. */
export type Stage = 'store' | 'judge' | 'draw' | 'plan' | 'wait' | 'answer';

export const stages: Stage[] = ['store', 'judge', 'draw', 'plan', 'wait', 'answer'];

export const stageName = (stage: Stage): string =>
  ({
    store: t('diagnostics.stage-store', 'store'),
    judge: t('diagnostics.stage-judge', 'verdicts'),
    draw: t('diagnostics.stage-draw', 'distributions'),
    plan: t('diagnostics.stage-plan', 'planning'),
    wait: t('diagnostics.stage-wait', 'waiting'),
    answer: t('diagnostics.stage-answer', 'the rest'),
  })[stage];

const stageOf = (phase: string): Stage => stages.find((stage) => stage === phase) ?? 'store';

export interface StageShare {
  stage: Stage;
  share: number;
}

/** How the time of queries is shared out, in the order of `stages`; what took nothing is left out. */
export function stageShares({ phases }: Costs): StageShare[] {
  const spent = { store: 0, judge: 0, draw: 0, plan: 0, wait: 0, answer: 0 };
  for (const [phase, time] of Object.entries(phases)) {
    spent[stageOf(phase)] += time;
  }
  const all = Object.values(spent).reduce((sum, time) => sum + time, 0);
  return stages.map((stage) => ({ stage, share: all > 0 ? spent[stage] / all : 0 })).filter(({ share }) => share > 0);
}

/** "store 71 %, verdicts 20 %", the largest first. */
export const sharesText = (shares: StageShare[]): string =>
  [...shares]
    .sort((a, b) => b.share - a.share)
    .map(({ stage, share }) => `${stageName(stage)} ${percent(share)}`)
    .join(', ');
