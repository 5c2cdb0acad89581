// Text: Markdown, HTML or code.
import { css } from '@emotion/css';
import { PanelPlugin, type PanelProps, renderTextPanelMarkdown, textUtil } from '@grafana/data';
import React from 'react';

interface Options {
  mode?: 'markdown' | 'html' | 'code';
  content?: string;
}

function Text({ options: { mode = 'markdown', content = '' }, replaceVariables }: PanelProps<Options>) {
  if (mode === 'code') {
    return <pre className={scroll}>{replaceVariables(content)}</pre>;
  }
  const interpolated = replaceVariables(content, {}, mode === 'html' ? 'html' : 'text');
  const html =
    mode === 'html' ? textUtil.sanitizeTextPanelContent(interpolated) : renderTextPanelMarkdown(interpolated);
  return <div className={`markdown-html ${scroll}`} dangerouslySetInnerHTML={{ __html: html }} />;
}

const scroll = css({ height: '100%', overflow: 'auto' });

export const text = () => new PanelPlugin<Options>(Text);
