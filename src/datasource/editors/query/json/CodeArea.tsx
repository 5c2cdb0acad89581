// A text of code: Grafana's own editor where it comes, and a plain text area where it does not.
import { t } from '@grafana/i18n';
import { CodeEditor, ErrorBoundary, TextArea } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { Small } from '../layout';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** The text is left. */
  onBlur: (value: string) => void;
}

/** Monaco is fetched when it is first shown. A server that does not have it never says so; after this long, ms, it is not waited for any more. */
const patience = 4000;

/** Height of a line of Monaco, px, and how many lines are shown at least and at most. */
const lineHeight = 18;
const fewestLines = 8;
const mostLines = 30;

export function CodeArea(props: Props) {
  const [state, setState] = useState<'waiting' | 'there' | 'missing'>('waiting');
  useEffect(() => {
    if (state === 'waiting') {
      const timer = setTimeout(() => setState('missing'), patience);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [state]);

  const { label, value, onChange, onBlur } = props;
  const lines = Math.min(mostLines, Math.max(fewestLines, value.split('\n').length + 1));
  if (state === 'missing') {
    return <PlainArea {...props} lines={lines} />;
  }
  return (
    <ErrorBoundary>
      {({ error }) =>
        error ? (
          <PlainArea {...props} lines={lines} />
        ) : (
          <div>
            <CodeEditor
              language="json"
              value={value}
              height={lines * lineHeight}
              showMiniMap={false}
              showLineNumbers
              onChange={onChange}
              onBlur={onBlur}
              onSave={onBlur}
              onEditorDidMount={(editor) => {
                editor.updateOptions({ ariaLabel: label });
                setState('there');
              }}
              monacoOptions={{
                folding: false,
                lineNumbersMinChars: 3,
                scrollBeyondLastLine: false,
                // All it would suggest is "$schema", which takes the Tab key.
                quickSuggestions: false,
                suggestOnTriggerCharacters: false,
              }}
            />
            {state === 'there' && (
              <Small>
                {t(
                  'datasource.json.tab',
                  'The text is read when it is left. Tab indents; after Ctrl+M it goes on to the next control.'
                )}
              </Small>
            )}
          </div>
        )
      }
    </ErrorBoundary>
  );
}

function PlainArea({ label, value, lines, onChange, onBlur }: Props & { lines: number }) {
  return (
    <TextArea
      aria-label={label}
      value={value}
      rows={lines}
      spellCheck={false}
      style={{ fontFamily: 'monospace' }}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={(event) => onBlur(event.currentTarget.value)}
    />
  );
}
