// Every text that a panel shows goes through t: a key, the English text, and the values to put into its {{placeholders}}.

export type TextValues = Record<string, string | number>;

export function t(_key: string, text: string, values: TextValues = {}): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
