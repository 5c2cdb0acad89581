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
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  startsAt?: string;
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
    alerts: alerts.map(readAlert),
    message: typeof message === 'string' ? message.trim() : '',
  };
}

function readAlert({
  status,
  labels = {},
  annotations = {},
  startsAt = '',
  values,
  generatorURL,
}: WebhookAlert): Alert {
  const { since, began: _began, ...measured } = values ?? {}; // of these two the time is made
  return {
    status: status === 'resolved' ? 'resolved' : 'firing',
    rule: labels.rulename ?? labels.alertname ?? 'an alert',
    feature: labels.feature ?? null,
    summary: annotations.summary ?? '',
    since: typeof since === 'number' ? new Date(since).toISOString() : startsAt,
    values: measured,
    link: annotations.link ?? generatorURL ?? null,
  };
}

export interface Retraining {
  retrain: string;
  /** The earliest time at which one of the features had moved. */
  since: string;
  features: Array<{ feature: string; severity?: number; effect?: number }>;
}

/** What would start a retraining: a model of which features have drifted. Undefined for all else, such as a log that has stopped. */
export function retraining({ status, model, alerts }: Notification): Retraining | undefined {
  const drifted = alerts.filter(
    (alert) => alert.status === 'firing' && alert.feature !== null && 'severity' in alert.values
  );
  if (status !== 'firing' || model === null || drifted.length === 0) {
    return undefined;
  }
  return {
    retrain: model,
    since: drifted.map(({ since }) => since).sort()[0],
    features: drifted
      .map(({ feature, values: { severity, effect } }) => ({ feature: feature!, severity, effect }))
      .sort((a, b) => b.severity! - a.severity!),
  };
}
