// What the steps are called, and which number they have on the page.
import { t } from '@grafana/i18n';
import { modelSteps, type ModelStep } from './steps';

export function stepTitle(step: 'store' | ModelStep): string {
  switch (step) {
    case 'store':
      return t('datasource.step.store', 'Store');
    case 'log':
      return t('datasource.step.log', 'Log');
    case 'columns':
      return t('datasource.step.columns', 'Columns');
    case 'reference':
      return t('datasource.step.reference', 'Reference');
    case 'check':
      return t('datasource.step.check', 'Check');
  }
}

/** The store is the first, and shared by all models. */
export const stepNumber = (step: ModelStep): number => modelSteps.indexOf(step) + 2;
