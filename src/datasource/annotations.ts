// Annotations: the stretches of time in which something was drifted, was left out of references, or had another version, as the backend's `episodes` query
// finds them. Their editor is the query's own, for that one type.
import type { AnnotationSupport } from '@grafana/data';
import { AnnotationEditor } from './editors/AnnotationEditor';
import { currentVersion, type TidelineQuery } from './query/query';

export const episodes: AnnotationSupport<TidelineQuery> = {
  QueryEditor: AnnotationEditor,
  getDefaultQuery: () => ({ version: currentVersion, queryType: 'episodes' }),
  prepareQuery: ({ target }) => target && { ...target, queryType: 'episodes' },
};
