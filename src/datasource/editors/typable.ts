import { say } from '../text';

/**
 * For a Select that takes what is typed as well. Grafana's own label of such a choice is an element, which a screen reader is told as "[object Object]".
 */
export const typable = {
  allowCustomValue: true,
  formatCreateLabel: (text: string) => say('select.typed', 'Use “{{text}}”', { text }),
} as const;
