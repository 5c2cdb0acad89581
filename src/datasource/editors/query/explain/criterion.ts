// When a feature counts as drifted, in words: the gates of a verdict as the query sets them.
import { t } from '@grafana/i18n';
import type { Correction, TidelineQuery } from '../../../query/query';
import { defaults, movesByDeviations, readFields, valueOf } from '../../../query/reads';
import type { MethodInfo } from '../../../resources';
import { say } from '../../../text';
import { lengthInWords } from './words';

/** Numbers that speak of verdicts; the others are what verdicts are made of. */
const judged = ['severity', 'drifted', 'share', 'since', 'sinceAtLeast'];

/** "; drifted means …", or '' where nothing is judged. */
export function criterion(query: TidelineQuery, method: MethodInfo | undefined): string {
  const read = readFields(query);
  if (!read.has('method') || (read.has('value') && !judged.includes(valueOf(query) ?? ''))) {
    return '';
  }
  return (
    gates(query, method) +
    // A severity that has lasted is said to be one already.
    (read.has('persist') && valueOf(query) !== 'severity' && query.persist && query.persist.of > 1
      ? say('criterion.persist', ', in {{windows}} of the last {{of}} windows', query.persist)
      : '')
  );
}

function gates(query: TidelineQuery, method: MethodInfo | undefined): string {
  const { method: id = defaults.method, threshold, deviations = defaults.deviations } = query;
  if (id.includes('.')) {
    // Another library's definition: its rule alone decides.
    const library = method?.name ?? id;
    if (movesByDeviations(query) && deviations !== defaults.deviations) {
      return say(
        'criterion.library-deviations',
        '; drifted means what {{library}} itself calls drift, with its line {{deviations}} standard deviations above the mean of the reference’s windows',
        { library, deviations }
      );
    }
    return threshold === undefined
      ? say('criterion.library', '; drifted means what {{library}} itself calls drift', { library })
      : say(
          'criterion.library-threshold',
          '; drifted means what {{library}} itself calls drift, with its line at {{threshold}}',
          {
            library,
            threshold,
          }
        );
  }
  const test = () =>
    say('criterion.test', '{{change}} ({{certainty}})', { change: beyond(query), certainty: certainty(query) });
  switch (query.rule ?? defaults.rule) {
    case 'threshold':
      return say('criterion.threshold-only', '; drifted means {{effect}}, however unsure', {
        effect: effect(query, method),
      });
    case 'test':
      return say('criterion.test-only', '; drifted means {{test}}, however small', { test: test() });
    default:
      return say('criterion.both', '; drifted means {{test}} and {{effect}}', {
        test: test(),
        effect: effect(query, method),
      });
  }
}

const beyond = ({ noise = defaults.noise }: TidelineQuery): string =>
  noise === 'sampling'
    ? t('datasource.criterion.sampling', 'a change beyond sampling noise')
    : t('datasource.criterion.noise', 'a change beyond noise and ordinary variation');

function certainty({ alpha = defaults.alpha, budget, correction = defaults.correction }: TidelineQuery): string {
  if (budget) {
    const { alarms = 1 } = budget;
    const per = lengthInWords(budget.per ?? '30d');
    return alarms === 1
      ? say('criterion.budget-one', '1 false alarm in {{per}}', { per })
      : say('criterion.budget', '{{alarms}} false alarms in {{per}}', { alarms, per });
  }
  const chance = `${Number((alpha * 100).toPrecision(3))}\u00a0%`;
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
    return say('criterion.threshold', 'an effect of at least {{threshold}}', { threshold });
  }
  return method === undefined || method.threshold === null
    ? t('datasource.criterion.own-threshold', 'an effect of at least the model’s or the method’s own threshold')
    : say('criterion.default-threshold', 'an effect of at least {{threshold}} (or the model’s own threshold)', {
        threshold: method.threshold,
      });
}
