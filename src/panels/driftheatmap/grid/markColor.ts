// The colour of a mark: its annotation's own; where it says none, one for each kind.
import { GrafanaTheme2 } from '@grafana/data';
import { outcomeColor } from '../../parts/palette';
import { Mark } from '../shape/annotations';

export function markColor(theme: GrafanaTheme2, { kind, color }: Pick<Mark, 'kind' | 'color'>): string {
  if (color !== '') {
    return theme.visualization.getColorByName(color);
  }
  switch (kind) {
    case 'drift':
      return outcomeColor(theme, 'drifted');
    case 'excluded':
      return theme.colors.text.secondary;
    case 'version':
      return theme.visualization.getColorByName('purple');
    case 'reference':
      return theme.visualization.getColorByName('green');
    case 'other':
      return theme.visualization.getColorByName('blue');
  }
}
