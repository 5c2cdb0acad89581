// Every text that the app's pages show goes through t: a key, the English text, and the values to put into its {{placeholders}}. React escapes what it
// draws, so values are put in as they are.
import { t as translate } from '@grafana/i18n';

export type TextValues = Record<string, string | number>;

export function t(key: string, text: string, values: TextValues = {}): string {
  return translate(`app.${key}`, text, { ...values, interpolation: { escapeValue: false } });
}

/** "1 window", "6 windows". */
export function windowsText(n: number): string {
  return n === 1 ? t('text.window', '1 window') : t('text.windows', '{{n}} windows', { n });
}
