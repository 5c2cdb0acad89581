// The editors of the panel's options, in the order in which people look for them.
import { PanelPlugin } from '@grafana/data';
import { t } from '../parts/text';
import { defaultOptions, DistributionOptions } from './options';

// As Grafana hands it over. Its own name has other type parameters in Grafana 11.
type Builder = Parameters<Parameters<PanelPlugin<DistributionOptions>['setPanelOptions']>[0]>[0];

export function addOptions(builder: Builder): void {
  numericOptions(builder);
  categoricalOptions(builder);
  tileOptions(builder);
  shownOptions(builder);
}

function numericOptions(builder: Builder): void {
  const category = [t('distribution.option.numeric', 'Numeric features')];
  builder
    .addSelect({
      path: 'view',
      name: t('distribution.option.view', 'Drawn as'),
      description: t(
        'distribution.option.view-text',
        'Automatic: a histogram; steps of the ECDF for fewer than 30 values; a ridgeline for windows without a reference.'
      ),
      category,
      defaultValue: defaultOptions.view,
      settings: {
        options: [
          { value: 'auto', label: t('distribution.option.auto', 'Automatic') },
          {
            value: 'histogram',
            label: t('distribution.option.histogram', 'Histogram'),
            description: t('distribution.option.histogram-text', 'Shares of rows per bin'),
          },
          {
            value: 'density',
            label: t('distribution.option.density', 'Density'),
            description: t('distribution.option.density-text', 'The histogram, smoothed'),
          },
          {
            value: 'ecdf',
            label: t('distribution.option.ecdf', 'ECDF'),
            description: t('distribution.option.ecdf-text', 'Share of rows up to each value, with the largest gap'),
          },
          {
            value: 'difference',
            label: t('distribution.option.difference', 'Difference'),
            description: t(
              'distribution.option.difference-text',
              'Current minus reference per bin, with the noise band'
            ),
          },
          {
            value: 'qq',
            label: t('distribution.option.qq', 'Q–Q'),
            description: t('distribution.option.qq-text', 'Percentiles against the reference’s'),
          },
          {
            value: 'ridgeline',
            label: t('distribution.option.ridgeline', 'Ridgeline'),
            description: t('distribution.option.ridgeline-text', 'A curve for each window, the newest at the bottom'),
          },
        ],
      },
    })
    .addSelect({
      path: 'scale',
      name: t('distribution.option.scale', 'Value axis'),
      description: t(
        'distribution.option.scale-text',
        'Automatic: logarithmic where all values are above 0 and most would be pressed to one end. Symlog: logarithmic on both sides of 0.'
      ),
      category,
      defaultValue: defaultOptions.scale,
      settings: {
        options: [
          { value: 'auto', label: t('distribution.option.auto', 'Automatic') },
          { value: 'linear', label: t('distribution.option.linear', 'Linear') },
          { value: 'log', label: t('distribution.option.log', 'Logarithmic') },
          { value: 'symlog', label: t('distribution.option.symlog', 'Symlog') },
        ],
      },
    })
    .addSelect({
      path: 'bins',
      name: t('distribution.option.bins', 'Bins'),
      category,
      defaultValue: defaultOptions.bins,
      settings: {
        options: [
          {
            value: 'auto',
            label: t('distribution.option.auto', 'Automatic'),
            description: t('distribution.option.bins-auto', 'As many as width and rows carry'),
          },
          { value: 'count', label: t('distribution.option.bins-count', 'By number') },
          { value: 'width', label: t('distribution.option.bins-width', 'By width') },
          {
            value: 'quantiles',
            label: t('distribution.option.bins-quantiles', 'By the reference’s quantiles'),
            description: t('distribution.option.bins-quantiles-text', 'Each bin holds the same share of the reference'),
          },
        ],
      },
    })
    .addNumberInput({
      path: 'binCount',
      name: t('distribution.option.bin-count', 'Number of bins'),
      category,
      defaultValue: defaultOptions.binCount,
      settings: { min: 1, max: 200, integer: true },
      showIf: ({ bins }) => bins === 'count' || bins === 'quantiles',
    })
    .addNumberInput({
      path: 'binWidth',
      name: t('distribution.option.bin-width', 'Width of a bin'),
      description: t('distribution.option.bin-width-text', 'In the feature’s unit. 0: automatic.'),
      category,
      defaultValue: defaultOptions.binWidth,
      settings: { min: 0 },
      showIf: ({ bins }) => bins === 'width',
    })
    .addBooleanSwitch({
      path: 'cutTails',
      name: t('distribution.option.tails', 'Far values beside the plot'),
      description: t(
        'distribution.option.tails-text',
        'Up to half a per cent at either end is drawn as a bar at the side where it would press the rest together.'
      ),
      category,
      defaultValue: defaultOptions.cutTails,
    });
}

function categoricalOptions(builder: Builder): void {
  const category = [t('distribution.option.categorical', 'Categorical features')];
  builder
    .addSelect({
      path: 'categoryView',
      name: t('distribution.option.view', 'Drawn as'),
      category,
      defaultValue: defaultOptions.categoryView,
      settings: {
        options: [
          {
            value: 'auto',
            label: t('distribution.option.auto', 'Automatic'),
            description: t(
              'distribution.option.category-auto',
              'Bars; shares over time for windows without a reference'
            ),
          },
          { value: 'bars', label: t('distribution.option.bars', 'Bars') },
          {
            value: 'difference',
            label: t('distribution.option.difference', 'Difference'),
            description: t('distribution.option.category-difference', 'Current minus reference, with the noise band'),
          },
          {
            value: 'stacked',
            label: t('distribution.option.stacked', 'Shares over time'),
            description: t('distribution.option.stacked-text', 'A column for each window, the reference’s first'),
          },
        ],
      },
    })
    .addSelect({
      path: 'categoryOrder',
      name: t('distribution.option.order', 'Order of categories'),
      category,
      defaultValue: defaultOptions.categoryOrder,
      settings: {
        options: [
          { value: 'change', label: t('distribution.option.order-change', 'Largest change') },
          { value: 'share', label: t('distribution.option.order-share', 'Largest share') },
          { value: 'name', label: t('distribution.option.order-name', 'Name') },
        ],
      },
      showIf: ({ categoryView }) => categoryView !== 'stacked',
    })
    .addNumberInput({
      path: 'maxCategories',
      name: t('distribution.option.max-categories', 'Categories at most'),
      description: t(
        'distribution.option.max-categories-text',
        'The others are joined. 0: as many as there is room for.'
      ),
      category,
      defaultValue: defaultOptions.maxCategories,
      settings: { min: 0, integer: true },
    });
}

function tileOptions(builder: Builder): void {
  const category = [t('distribution.option.tiles', 'Several features or segments')];
  builder
    .addRadio({
      path: 'tileOrder',
      name: t('distribution.option.tile-order', 'Order'),
      category,
      defaultValue: defaultOptions.tileOrder,
      settings: {
        options: [
          { value: 'severity', label: t('distribution.option.tile-severity', 'Worst first') },
          { value: 'given', label: t('distribution.option.tile-given', 'As answered') },
        ],
      },
    })
    .addBooleanSwitch({
      path: 'sharedAxes',
      name: t('distribution.option.shared', 'Same axes for segments'),
      description: t('distribution.option.shared-text', 'Segments of one feature can then be compared by eye.'),
      category,
      defaultValue: defaultOptions.sharedAxes,
    });
}

function shownOptions(builder: Builder): void {
  const category = [t('distribution.option.shown', 'Around the plot')];
  builder
    .addBooleanSwitch({
      path: 'showVerdict',
      name: t('distribution.option.verdict', 'Verdict in words'),
      category,
      defaultValue: defaultOptions.showVerdict,
    })
    .addBooleanSwitch({
      path: 'showContribution',
      name: t('distribution.option.contribution', 'Where the distance comes from'),
      description: t(
        'distribution.option.contribution-text',
        'A strip below the axis, and a line in the card: the part that each value has in the distance of the method that judged.'
      ),
      category,
      defaultValue: defaultOptions.showContribution,
    })
    .addBooleanSwitch({
      path: 'showLegend',
      name: t('distribution.option.legend', 'Legend'),
      category,
      defaultValue: defaultOptions.showLegend,
    });
}
