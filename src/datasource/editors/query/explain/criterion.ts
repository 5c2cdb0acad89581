// When a feature counts as drifted, in words: the gates of a verdict as the query sets them.
import { t } from '@grafana/i18n';
import type { Correction, TidelineQuery } from '../../../query';
import { defaults, readFields, valueOf } from '../../../reads';
import type { MethodInfo } from '../../../resources';
import { say } from '../../../text';
import { lengthInWords } from './words';

/** Numbers that speak of verdicts; the others are what verdicts are made of. */
const judged = ['severity', 'drifted', 'share', 'since'];

/** "; a feature counts as drifted when …", or '' where nothing is judged. */
export function criterion(query: TidelineQuery, method: MethodInfo | undefined): string {
  const read = readFields(query);
  if (!read.has('threshold') || (read.has('value') && !judged.includes(valueOf(query) ?? ''))) {
    return '';
  }
  const { rule = defaults.rule } = query;
  const gates = [
    ...(rule === 'threshold' ? [] : [`${test(query)} (${certainty(query)})`]),
    ...(rule === 'test' ? [] : [effect(query, method)]),
  ];
  return (
    say('criterion.drifted', '; a feature counts as drifted when {{gates}}', {
      gates: gates.join(` ${t('datasource.words.and-also', 'and')} `),
    }) +
    (read.has('persist') && query.persist && query.persist.of > 1
      ? say('criterion.persist', ', in {{windows}} of the last {{of}} windows', query.persist)
      : '')
  );
}

const test = ({ noise = defaults.noise }: TidelineQuery): string =>
  noise === 'sampling'
    ? t('datasource.criterion.sampling', 'its change is more than sampling explains')
    : t(
        'datasource.criterion.noise',
        'its change is more than sampling and the usual differences between windows explain'
      );

function certainty({ alpha = defaults.alpha, budget, correction = defaults.correction }: TidelineQuery): string {
  if (budget) {
    const { alarms } = budget;
    const per = lengthInWords(budget.per ?? '30d');
    return alarms === 1
      ? say('criterion.budget-one', '1 false alarm in {{per}}', { per })
      : say('criterion.budget', '{{alarms}} false alarms in {{per}}', { alarms, per });
  }
  const chance = `${Number((alpha * 100).toPrecision(3))} %`;
  const corrected: Record<Correction, string> = {
    bh: say('criterion.bh', '{{chance}} chance of any false call in a window', { chance }),
    by: say('criterion.by', '{{chance}} chance of any false call in a window, Benjamini–Yekutieli', { chance }),
    holm: say('criterion.holm', '{{chance}} chance of any false call in a window, Holm', { chance }),
    bonferroni: say('criterion.bonferroni', '{{chance}} chance of any false call in a window, Bonferroni', { chance }),
    none: say('criterion.none', '{{chance}} chance of a false call for each feature by itself', { chance }),
  };
  return corrected[correction] ?? corrected.bh;
}

function effect({ threshold }: TidelineQuery, method: MethodInfo | undefined): string {
  if (threshold !== undefined) {
    return say('criterion.threshold', 'its effect is at least {{threshold}}', { threshold });
  }
  return method === undefined
    ? t('datasource.criterion.own-threshold', 'its effect is at least the model’s or the method’s own threshold')
    : say('criterion.default-threshold', 'its effect is at least {{threshold}} (or what the model’s settings say)', {
        threshold: method.threshold,
      });
}
