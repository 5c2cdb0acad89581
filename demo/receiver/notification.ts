// What a webhook of Grafana or of Prometheus' Alertmanager says, in the words of this demo: which model, which features, since when, by how much. It is what a
// pipeline that retrains would be started with.

export interface Notification {
  status: 'firing' | 'resolved';
  /** The model that it is about; null where it is about the service. */
  model: string | null;
  alerts: Alert[];
  /** The message for people, as the notification template writes it. */
  message: string;
}

/** One alert: of a feature, or of a model or service as a whole. */
export interface Alert {
  status: 'firing' | 'resolved';
  rule: string;
  feature: string | null;
  summary: string;
  /** When the drift began, or else when the alert did; ISO 8601. */
  since: string;
  /** The numbers that the rule looked at, by the names of its queries: severity, effect, … */
  values: Record<string, number>;
  link: string | null;
}

interface WebhookAlert {
  status?: unknown;
  labels?: Record<string, string> | null;
  annotations?: Record<string, string> | null;
  startsAt?: string | null;
  values?: Record<string, number> | null;
  generatorURL?: string;
}

/** Reads the body of a webhook; throws, and says what is missing, where it is none. */
export function readWebhook(body: unknown): Notification {
  const { status, alerts, commonLabels, message } = (body ?? {}) as Record<string, unknown>;
  if ((status !== 'firing' && status !== 'resolved') || !Array.isArray(alerts)) {
    throw new Error('the body is no notification: it needs a status (firing or resolved) and alerts');
  }
  return {
    status,
    model: (commonLabels as Record<string, string> | undefined)?.model ?? null,
    alerts: alerts.filter((alert) => typeof alert === 'object' && alert !== null).map(readAlert), // one that is none loses no other
    message: typeof message === 'string' ? message.trim() : '',
  };
}

function readAlert({ status, labels, annotations, startsAt, values, generatorURL }: WebhookAlert): Alert {
  const { since, atleast: _atLeast, ...measured } = values ?? {}; // of these the time is made
  return {
    status: status === 'resolved' ? 'resolved' : 'firing',
    rule: labels?.rulename ?? labels?.alertname ?? 'an alert',
    feature: labels?.feature ?? null,
    summary: annotations?.summary ?? '',
    since: moment(since) ?? startsAt ?? '',
    values: Object.fromEntries(Object.entries(measured).map(([name, value]) => [name, rounded(value)])),
    link: annotations?.link ?? generatorURL ?? null,
  };
}

/** A number of milliseconds as ISO 8601; undefined where it is none, or beyond what a date can be. */
function moment(milliseconds: unknown): string | undefined {
  const date = new Date(typeof milliseconds === 'number' ? milliseconds : NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Orders times by when they are, however they are written; what is no time comes last. */
function earlier(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => Date.parse(text)).map((time) => (Number.isNaN(time) ? Infinity : time));
  return x === y ? 0 : x - y;
}

/** To three decimals: more of them is noise that nobody reads. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export interface Retraining {
  retrain: string;
  /** The earliest time at which one of the features had moved; where only their share is told, when the alert began. */
  since: string;
  /** The share of the features that have drifted, where a rule asked for it. */
  share?: number;
  /** The most severe first; none where only their share is told. */
  features: Array<{ feature: string; severity?: number; effect?: number }>;
}

/** What would start a retraining: a model of which features have drifted. Undefined for all else, such as a log that has stopped. */
export function retraining({ status, model, alerts }: Notification): Retraining | undefined {
  const firing = alerts.filter((alert) => alert.status === 'firing');
  const drifted = firing.filter(({ feature, values }) => feature !== null && 'severity' in values);
  const many = firing.find(({ feature, values }) => feature === null && 'share' in values);
  if (status !== 'firing' || model === null || (drifted.length === 0 && many === undefined)) {
    return undefined;
  }
  const begun = drifted.length > 0 ? drifted : [many!];
  return {
    retrain: model,
    since: begun.map(({ since }) => since).sort(earlier)[0],
    ...(many && { share: many.values.share }),
    features: drifted
      .map(({ feature, values: { severity, effect } }) => ({ feature: feature!, severity, effect }))
      .sort((a, b) => b.severity! - a.severity!),
  };
}
