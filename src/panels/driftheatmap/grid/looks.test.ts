import { colorManipulator, createTheme } from '@grafana/data';
import { severityScale } from '../../parts/palette';
import { DriftSeries, packState } from '../../../frames/driftSeries';
import { contrast, looks } from './looks';

describe('numbers in cells', () => {
  it.each(['dark', 'light'] as const)('read on every severity in the %s theme', (mode) => {
    const color = severityScale(createTheme({ colors: { mode } }));
    for (let severity = 0; severity <= 10; severity += 0.05) {
      const fill = color(severity);
      expect(colorManipulator.getContrastRatio(contrast(fill), fill)).toBeGreaterThan(4.2);
    }
  });

  it.each(['dark', 'light'] as const)(
    'read on open windows, through which the ground is seen, in the %s theme',
    (mode) => {
      const theme = createTheme({ colors: { mode } });
      const color = severityScale(theme);
      const lookOf = looks(theme, (_, severity) => color(severity));
      const ground = colorManipulator.decomposeColor(theme.colors.background.primary).values;
      for (let severity = 0; severity <= 10; severity += 0.05) {
        const outcome = severity >= 1 ? 'drifted' : 'fine';
        const state = packState({ outcome, cause: '', inReference: false, partial: true });
        const { ink, fill, opacity } = lookOf({} as DriftSeries, state, severity);
        expect(opacity).toBeLessThan(1);
        const own: number[] = colorManipulator.decomposeColor(fill!).values;
        const seen = own.slice(0, 3).map((value, i) => value * opacity + ground[i] * (1 - opacity));
        expect(colorManipulator.getContrastRatio(ink, `rgb(${seen.map(Math.round).join(', ')})`)).toBeGreaterThan(4.2);
      }
    }
  );
});
