// The query as JSON: read when the text is left, and sent only when nothing is wrong in it.
import { t } from '@grafana/i18n';
import React, { useEffect, useState } from 'react';
import type { TidelineQuery } from '../../../query/query';
import { say } from '../../../text';
import { Remark } from '../Remark';
import { CodeArea } from './CodeArea';
import { type Problem, read, write } from './draft';

interface Props {
  query: TidelineQuery;
  onChange: (query: TidelineQuery) => void;
  /** Tells whether there is a text that is not sent because something is wrong in it. */
  onUnsent: (unsent: boolean) => void;
}

export function JsonEditor({ query, onChange, onUnsent }: Props) {
  const written = write(query);
  const [edit, setEdit] = useState<{ text: string; of: string; problems: Problem[] }>();
  // An edit is of the query that it began with: when that is changed from outside, it is out of date.
  const current = edit?.of === written ? edit : undefined;
  const problems = current?.problems ?? [];
  const unsent = problems.some(({ remark }) => !remark);
  useEffect(() => {
    onUnsent(unsent);
    return () => onUnsent(false);
  }, [unsent, onUnsent]);

  const finish = (text: string) => {
    if (text === written) {
      setEdit(undefined);
      return;
    }
    const draft = read(text, query);
    const sent = draft.query;
    setEdit({ text: sent ? write(sent) : text, of: sent ? write(sent) : written, problems: draft.problems });
    if (sent && write(sent) !== written) {
      onChange(sent);
    }
  };
  return (
    <>
      <CodeArea
        label={t('datasource.json.label', 'The query as JSON')}
        value={current?.text ?? written}
        onChange={(text) => setEdit({ text, of: written, problems: current?.problems ?? [] })}
        onBlur={finish}
      />
      {problems.map(({ line, text, remark }) => (
        <Remark
          key={`${line} ${text}`}
          severity={remark ? 'warning' : 'error'}
          text={line === undefined ? text : say('json.line', 'Line {{line}}: {{text}}', { line, text })}
        />
      ))}
      {unsent && (
        <Remark
          severity="info"
          text={t('datasource.json.unsent', 'The query is still the one from before: this text was not sent.')}
          action={{ label: t('datasource.json.discard', 'Take the changes back'), run: () => setEdit(undefined) }}
        />
      )}
    </>
  );
}
