// Which answers a panel can draw, as a table: so that a query that its panel cannot draw is told so, with a button that asks for what it can.
import { t } from '@grafana/i18n';
import type { TidelineQuery } from '../../../query/query';
import { formatOf } from '../../../query/reads';
import { say } from '../../../text';
import type { Hint } from './hint';

/** The kinds of answers, as a panel tells them apart. */
type Answer = 'verdicts' | 'series' | 'numbers' | 'distribution' | 'table';

interface Panel {
  name: () => string;
  /** What it draws, the best first. */
  draws: readonly [Answer, ...Answer[]];
}

const panels: Record<string, Panel> = {
  'tideline-driftheatmap-panel': {
    name: () => t('datasource.panel.heatmap', 'Drift heatmap'),
    draws: ['verdicts', 'series'],
  },
  'tideline-distribution-panel': {
    name: () => t('datasource.panel.distribution', 'Distribution'),
    draws: ['distribution', 'table'],
  },
  // Not a panel: Explore draws each kind of answer by itself, but of numbers it does not show whose they are.
  explore: {
    name: () => t('datasource.panel.explore', 'Explore'),
    draws: ['series', 'verdicts', 'table', 'distribution'],
  },
  timeseries: { name: () => t('datasource.panel.timeseries', 'Time series'), draws: ['series'] },
  'state-timeline': { name: () => t('datasource.panel.state-timeline', 'State timeline'), draws: ['series'] },
  'status-history': { name: () => t('datasource.panel.status-history', 'Status history'), draws: ['series'] },
  heatmap: { name: () => t('datasource.panel.core-heatmap', 'Heatmap'), draws: ['series'] },
  stat: { name: () => t('datasource.panel.stat', 'Stat'), draws: ['numbers', 'series'] },
  gauge: { name: () => t('datasource.panel.gauge', 'Gauge'), draws: ['numbers', 'series'] },
  bargauge: { name: () => t('datasource.panel.bargauge', 'Bar gauge'), draws: ['numbers', 'series'] },
  piechart: { name: () => t('datasource.panel.piechart', 'Pie chart'), draws: ['numbers', 'series'] },
};

function answerOf(query: TidelineQuery): Answer {
  if (query.queryType === 'distribution') {
    return 'distribution';
  }
  if (query.queryType !== 'drift' && query.queryType !== 'summary') {
    return 'table';
  }
  const format = formatOf(query);
  return format === 'timeseries'
    ? 'series'
    : format === 'numeric'
      ? 'numbers'
      : query.queryType === 'drift'
        ? 'verdicts'
        : 'table';
}

/** What a query has to ask for an answer of each kind, and what the button says. */
function asking(answer: Answer, { queryType }: TidelineQuery): { label: string; change: Partial<TidelineQuery> } {
  const numbers = queryType === 'summary' ? queryType : 'drift';
  switch (answer) {
    case 'verdicts':
      return {
        label: t('datasource.panel.ask-verdicts', 'Ask for the verdicts'),
        change: { queryType: 'drift', format: 'table' },
      };
    case 'distribution':
      return {
        label: t('datasource.panel.ask-distribution', 'Ask for distributions'),
        change: { queryType: 'distribution' },
      };
    case 'numbers':
      return {
        label: t('datasource.panel.ask-numbers', 'Ask for numbers'),
        change: { queryType: numbers, format: 'numeric' },
      };
    default:
      return {
        label: t('datasource.panel.ask-series', 'Ask for time series'),
        change: { queryType: numbers, format: 'timeseries' },
      };
  }
}

/** Advice where the panel cannot draw the answer, or draws less of it than it could. Of a panel that is not in the table nothing is said. */
export function panelHints(query: TidelineQuery, pluginId: string | undefined): Hint[] {
  const panel = pluginId === undefined ? undefined : panels[pluginId];
  const answer = answerOf(query);
  if (panel === undefined || panel.draws[0] === answer) {
    return [];
  }
  const [best] = panel.draws;
  if (!panel.draws.includes(answer)) {
    return [
      {
        id: 'panel',
        severity: 'warning',
        text: say('panel.cannot', '“{{panel}}” cannot draw this answer as it should be: it draws {{best}}.', {
          panel: panel.name(),
          best: inWords(best),
        }),
        mend: asking(best, query),
      },
    ];
  }
  return best !== 'verdicts'
    ? []
    : [
        {
          id: 'panel',
          severity: 'info',
          text: say(
            'panel.better',
            '“{{panel}}” also shows causes, rows and what is uncertain when it gets the verdicts whole.',
            {
              panel: panel.name(),
            }
          ),
          mend: asking(best, query),
        },
      ];
}

function inWords(answer: Answer): string {
  const words: Record<Answer, string> = {
    verdicts: t('datasource.panel.verdicts', 'drift as a table'),
    series: t('datasource.panel.series', 'time series'),
    numbers: t('datasource.panel.numbers', 'numbers'),
    distribution: t('datasource.panel.distributions', 'distributions'),
    table: t('datasource.panel.tables', 'tables'),
  };
  return words[answer];
}
