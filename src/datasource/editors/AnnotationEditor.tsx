import type { QueryEditorProps } from '@grafana/data';
import React from 'react';
import type { DataSource } from '../DataSource';
import type { TidelineQuery } from '../query/query';
import type { Settings } from '../settings';
import { QueryEditor } from './query/QueryEditor';

type Props = QueryEditorProps<DataSource, TidelineQuery, Settings>;

/** What an annotation marks: the query editor for episodes alone. */
export function AnnotationEditor(props: Props) {
  return <QueryEditor {...props} query={{ ...ofTideline(props.query), queryType: 'episodes' }} only="episodes" />;
}

/** Grafana begins an annotation with a target for its own annotations, which says nothing to Tideline. */
function ofTideline(query: TidelineQuery): TidelineQuery {
  const { type, tags, matchAny, limit: _limit, ...own } = query as TidelineQuery & Record<string, unknown>;
  return type === 'dashboard' || type === 'tags' || tags !== undefined || matchAny !== undefined ? own : query;
}
