// References that move with the window, in words: "the 28 windows before", "the same time of the 4 weeks before".
import { t } from '@grafana/i18n';
import type { Reference } from '../../../settings';
import { say } from '../../../text';
import { lengthInWords, quantity, singleUnit } from '../../query/explain/words';
import { windowsText } from '../words';

/** What the backend takes where nothing is said (pkg/model). */
export const movingDefaults = { trailing: 7, periods: 4, period: '7d' };

export function movingInWords({ mode, windows, period, skipDrifted }: Reference): string {
  const words =
    mode === 'trailing'
      ? say('moving.trailing', 'the {{windows}} before', { windows: windowsText(windows ?? movingDefaults.trailing) })
      : mode === 'season'
        ? say('moving.season', 'the same time of the {{periods}} before', { periods: periods(period, windows) })
        : t('datasource.moving.previous', 'the window before');
  return skipDrifted ? say('moving.skipping', '{{words}}, without drifted ones', { words }) : words;
}

function periods(period = movingDefaults.period, count = movingDefaults.periods): string {
  const unit = singleUnit(period);
  return unit
    ? quantity(count, unit)
    : say('moving.periods', '{{count}} periods of {{length}}', { count, length: lengthInWords(period) });
}
