// The verdict in words, and the facts behind it as label and value. Both panels say it the same way.
import { Cause, Drift, Outcome } from '../../frames/drift';
import { formatCount, formatNumber, formatP, formatShare } from './numbers';
import { t } from './text';

export function outcomeWord(outcome: Outcome): string {
  switch (outcome) {
    case 'drifted':
      return t('verdict.drifted', 'Drifted');
    case 'fine':
      return t('verdict.fine', 'No drift');
    case 'not_enough':
      return t('verdict.not-enough', 'Not enough data');
    case 'no_reference':
      return t('verdict.no-reference', 'No reference');
    case 'error':
      return t('verdict.error', 'Error');
  }
}

export function causeWord(cause: Cause): string {
  switch (cause) {
    case 'distribution':
      return t('cause.distribution', 'the distribution changed');
    case 'missing':
      return t('cause.missing', 'missing values changed');
    case 'new values':
      return t('cause.new-values', 'new values appeared');
  }
}

/** One line: "Drifted: the distribution changed", "Not enough data". */
export function verdictLine(drift: Drift): string {
  const word = outcomeWord(drift.outcome);
  if (drift.outcome === 'drifted' && drift.cause !== '') {
    return t('verdict.with-cause', '{{verdict}}: {{cause}}', { verdict: word, cause: causeWord(drift.cause) });
  }
  return word;
}

const methodNames: Record<string, string> = {
  auto: 'automatic',
  ks: 'Kolmogorov–Smirnov',
  wasserstein: 'Wasserstein',
  ad: 'Anderson–Darling',
  cvm: 'Cramér–von Mises',
  psi: 'PSI',
  js: 'Jensen–Shannon',
  kl: 'Kullback–Leibler',
  hellinger: 'Hellinger',
  tv: 'total variation',
  chi2: 'χ²',
  z: 'two proportions (z)',
};

/** Short names of Tideline's own methods; a peer's method keeps the peer's spelling. */
export function methodName(id: string): string {
  return methodNames[id] ?? id;
}

/**
 * The unit of statistic and noise: standard deviations of the reference for Wasserstein, which is also what `auto` measures numeric features by. The
 * other methods have no unit. `numeric` is undefined where the kind is not known.
 */
export function statisticUnit(drift: Drift, numeric?: boolean): string {
  return drift.method === 'wasserstein' || (drift.method === 'auto' && numeric === true) ? ' sd' : '';
}

/** The unit of effect and threshold: that of the statistic, except that changes of missing and new values are of shares. */
export function effectUnit(drift: Drift, numeric?: boolean): string {
  return drift.cause === 'missing' || drift.cause === 'new values' ? '' : statisticUnit(drift, numeric);
}

export interface Fact {
  key: string;
  label: string;
  value: string;
}

/** What is known of a row, in the order in which people ask; unknown facts are left out. `numeric` is undefined where the kind is not known. */
export function facts(drift: Drift, numeric?: boolean): Fact[] {
  const unit = effectUnit(drift, numeric);
  const list: Fact[] = [];
  const add = (key: string, label: string, value: string | null): void => {
    if (value !== null && value !== '') {
      list.push({ key, label, value });
    }
  };
  const number = (value: number | null, after = ''): string | null =>
    value === null ? null : formatNumber(value) + after;

  add('severity', t('fact.severity', 'Severity'), severityText(drift.severity));
  add('effect', t('fact.effect', 'Effect'), effectText(drift, numeric));
  add('threshold', t('fact.threshold', 'Threshold'), number(drift.threshold, unit));
  add('statistic', t('fact.statistic', 'Statistic'), statisticText(drift, numeric));
  add('noise', t('fact.noise', 'Noise'), noiseText(drift, numeric));
  add('p', t('fact.p', 'p'), pText(drift));
  add('rows', t('fact.rows', 'Rows'), rowsText(drift));
  add('missing', t('fact.missing', 'Missing'), drift.nullShare === null ? null : formatShare(drift.nullShare));
  add('new', t('fact.new', 'New values'), drift.newShare ? formatShare(drift.newShare) : null);
  add('method', t('fact.method', 'Method'), methodName(drift.method));
  return list;
}

function severityText(severity: number | null): string | null {
  if (severity === null) {
    return null;
  }
  return t('fact.severity-of', '{{severity}} (line at 1)', { severity: formatSeverity(severity) });
}

// Rounding must not carry a severity over its line: 0.996 is not "1".
export function formatSeverity(severity: number): string {
  const text = formatNumber(severity, severity >= 1 ? 2 : 3);
  return severity < 1 && Number(text) >= 1 ? '0.99' : text;
}

/** "0.31 (0.27 – 0.35)"; null when there is no effect. */
export function effectText(drift: Drift, numeric?: boolean): string | null {
  if (drift.effect === null) {
    return null;
  }
  const effect = formatNumber(drift.effect);
  const unit = effectUnit(drift, numeric);
  if (drift.effectLow === null || drift.effectHigh === null) {
    return effect + unit;
  }
  return `${effect}${unit} (${formatNumber(drift.effectLow, 2)} – ${formatNumber(drift.effectHigh, 2)})`;
}

function statisticText(drift: Drift, numeric?: boolean): string | null {
  if (drift.statistic === null) {
    return null;
  }
  const statistic = formatNumber(drift.statistic) + statisticUnit(drift, numeric);
  if (!drift.errorBound) {
    return statistic;
  }
  return t('fact.within', '{{statistic}}, exact to {{bound}}', { statistic, bound: formatNumber(drift.errorBound, 1) });
}

/** "0.05 (in 28 reference windows)"; null when nothing is known of the noise. */
export function noiseText(drift: Drift, numeric?: boolean): string | null {
  const basis = noiseBasisText(drift.noiseBasis);
  if (drift.noise === null) {
    return basis === '' ? null : basis;
  }
  const noise = formatNumber(drift.noise, 2) + statisticUnit(drift, numeric);
  return basis === '' ? noise : `${noise} (${basis})`;
}

/** What frames say for machines, in words: "between windows, R=28", "sampling only". A basis that is not ours is said as it is. */
function noiseBasisText(basis: string): string {
  const windows = /^between windows, R=(\d+)$/.exec(basis)?.[1];
  if (windows !== undefined) {
    return t('noise.windows', 'in {{windows}} reference windows', { windows });
  }
  return basis === 'sampling only' ? t('noise.rows', 'from the number of rows alone') : basis;
}

function pText(drift: Drift): string | null {
  if (drift.p === null && drift.q === null) {
    return null;
  }
  const values = t('fact.p-and-q', '{{p}}, corrected q {{q}}', { p: formatP(drift.p), q: formatP(drift.q) });
  switch (drift.pBasis) {
    case '':
    case 'law':
      return values;
    case 'between windows':
      return t('fact.p-windows', '{{values}} (by how reference windows differ)', { values });
    default:
      return `${values} (${drift.pBasis})`;
  }
}

function rowsText(drift: Drift): string | null {
  if (drift.currentRows === null && drift.referenceRows === null) {
    return null;
  }
  return t('fact.rows-of', '{{current}} vs {{reference}} reference', {
    current: formatCount(drift.currentRows),
    reference: formatCount(drift.referenceRows),
  });
}
