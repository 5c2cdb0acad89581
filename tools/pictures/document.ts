// docs/panels.md: every state of the panels and the editors with its picture and one sentence, in the reader's theme.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chapters } from '../../tests/gallery/captions';
import type { Chapter } from '../../tests/gallery/captions/chapter';
import { root } from '../step';

const file = path.join(root, 'docs', 'panels.md');

const head = `# Every state of the panels and editors

Drawn by the panels themselves from data made for it, in the dark or the light theme as your browser asks. \`npm run pictures\` takes them anew, and the
browser tests compare every state with how it looked when somebody last did. This page is written by that command, too: captions are in \`tests/gallery/captions\`.
`;

export function writeDocument(): void {
  writeFileSync(file, documentText());
}

/** Whether the page is as it would be written now. */
export const isUpToDate = (): boolean => readFileSync(file, 'utf8') === documentText();

function documentText(): string {
  const contents = chapters.map(({ title }) => `[${title}](#${anchor(title)})`).join(' · ');
  return `${head}\n${contents}\n${chapters.map(chapterText).join('')}`;
}

/** How GitHub names a heading in an address. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

function chapterText({ title, intro, captions }: Chapter): string {
  const states = Object.entries(captions).map(([scene, caption]) => `\n${caption}\n\n${pictureText(scene)}\n`);
  return `\n## ${title}\n\n${intro}\n${states.join('')}`;
}

/** In the reader's theme where the page can tell it, else the light one. */
function pictureText(scene: string): string {
  const address = (mode: string): string => `img/panels/${scene}-${mode}.png`;
  return `<picture><source media="(prefers-color-scheme: dark)" srcset="${address('dark')}"><img alt="${scene}" src="${address('light')}"></picture>`;
}
