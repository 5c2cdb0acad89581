// Annotations: the stretches of time in which something was drifted, as the backend's `episodes` query finds them.
import type { AnnotationSupport } from '@grafana/data';
import { defaultQuery, type TidelineQuery } from './query';

export const episodes: AnnotationSupport<TidelineQuery> = {
  getDefaultQuery: () => ({ ...defaultQuery(), queryType: 'episodes' }),
  prepareQuery: ({ target }) => target && { ...target, queryType: 'episodes' },
};
