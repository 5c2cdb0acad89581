import type { QueryEditorProps } from '@grafana/data';
import React from 'react';
import type { DataSource } from '../DataSource';
import type { TidelineQuery } from '../query/query';
import type { Settings } from '../settings';
import { QueryEditor } from './query/QueryEditor';

type Props = QueryEditorProps<DataSource, TidelineQuery, Settings>;

/** What an annotation marks: the query editor for episodes alone. */
export function AnnotationEditor(props: Props) {
  return <QueryEditor {...props} query={{ ...props.query, queryType: 'episodes' }} only="episodes" />;
}
