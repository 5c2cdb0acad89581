import { colorManipulator, createTheme } from '@grafana/data';
import { severityScale } from '../../parts/palette';
import { contrast } from './looks';

describe('numbers in cells', () => {
  it.each(['dark', 'light'] as const)('read on every severity in the %s theme', (mode) => {
    const color = severityScale(createTheme({ colors: { mode } }));
    for (let severity = 0; severity <= 10; severity += 0.05) {
      const fill = color(severity);
      expect(colorManipulator.getContrastRatio(contrast(fill), fill)).toBeGreaterThan(4.2);
    }
  });
});
