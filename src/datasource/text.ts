// Texts with values in them: a key, the English text, and what stands in its {{placeholders}}. React escapes what it draws, so values are put in as they
// are: a device that is called "a & b" stays itself. Texts without values go through @grafana/i18n as they are.
import { t } from '@grafana/i18n';

export function say(key: string, text: string, values: Record<string, string | number>): string {
  return t(`datasource.${key}`, text, { ...values, interpolation: { escapeValue: false } });
}
