// Every state of the gallery has a caption and its pictures, and docs/panels.md shows them all.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isUpToDate } from '../tools/pictures/document';
import { captions, chapters } from './gallery/captions';
import { scenes } from './gallery/scenes';

const docs = path.join(__dirname, '..', 'docs');
const names = Object.keys(scenes).sort();
const modes = ['dark', 'light'];
const files = names.flatMap((name) => modes.map((mode) => `${name}-${mode}.png`)).sort();
const pictures = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.png'))
    .sort();

test('every scene has one caption, and every caption a scene', () => {
  expect(chapters.flatMap((chapter) => Object.keys(chapter.captions)).sort()).toEqual(names);
});

test('captions are sentences, no two alike within a chapter', () => {
  for (const { captions: told } of chapters) {
    expect(Object.values(told).filter((caption) => !/^["“\p{L}].*[.]$/u.test(caption))).toEqual([]);
    expect(new Set(Object.values(told)).size).toBe(Object.keys(told).length);
  }
});

test('docs/panels.md is as `npm run pictures` writes it', () => {
  expect(isUpToDate()).toBe(true);
});

test('every state has its pictures, in the docs and to compare with, and no picture is left over', () => {
  expect(pictures(path.join(docs, 'img', 'panels'))).toEqual(files);
  expect(pictures(path.join(__dirname, 'gallery', 'baseline'))).toEqual(files);
});

test('pictures that pages of the docs show are there', () => {
  const pages = readdirSync(docs).filter((file) => file.endsWith('.md'));
  const shown = pages.flatMap((page) =>
    [...readFileSync(path.join(docs, page), 'utf8').matchAll(/(?:\]\(|src="|srcset=")(img\/[^")]+)/g)].map(
      ([, address]) => `${page}: ${address}`
    )
  );
  expect(shown.length).toBeGreaterThan(Object.keys(captions).length);
  expect(shown.filter((line) => !existsSync(path.join(docs, line.split(': ')[1])))).toEqual([]);
});
