// By which methods a heatmap's verdicts were made, in words.
import { customMeta } from '../../../frames/fields';
import { methodName } from '../../parts/verdict';
import { t } from '../../parts/text';
import { Heatmap } from '../shape/heatmap';

/** "Kolmogorov–Smirnov, PSI"; '' where the source does not say. */
export function methodsOf({ all }: Heatmap): string {
  const ids = new Set(all.flatMap(({ series }) => series.map(({ frame }) => customMeta(frame).method)));
  return [...ids]
    .filter((id) => typeof id === 'string' && id !== '')
    .map((id) => methodName(String(id)))
    .join(', ');
}

/** What a severity is, and by which method. */
export function severityTitle(heatmap: Heatmap): string {
  const methods = methodsOf(heatmap);
  const meaning = t('legend.severity-title', 'Severity: from 1 on, a feature has drifted');
  return methods === '' ? meaning : `${meaning}. ${t('legend.method-title', 'Method: {{methods}}', { methods })}`;
}

/** A line for the legend where verdicts are not by Tideline's own choice of methods, which needs no mention; else null. */
export function methodLine(heatmap: Heatmap): string | null {
  const methods = methodsOf(heatmap);
  return heatmap.measure === 'value' || methods === '' || methods === methodName('auto')
    ? null
    : t('legend.method', 'by {{methods}}', { methods });
}
