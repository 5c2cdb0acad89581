// Every text that a panel shows goes through t: a key, the English text, and the values to put into its {{placeholders}}. React escapes what it
// draws, so values are put in as they are.
import { t as translate } from '@grafana/i18n';

export type TextValues = Record<string, string | number>;

export function t(key: string, text: string, values: TextValues = {}): string {
  return translate(`panels.${key}`, text, { ...values, interpolation: { escapeValue: false } });
}
