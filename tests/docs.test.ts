/** @jest-environment node */
// Links of the docs lead to files and headings that there are. What their examples say is read in pkg/query/docs_test.go.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..');
const pages = [
  'README.md',
  'CHANGELOG.md',
  'demo/README.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** Without blocks of code, in which a bracket is a bracket and a hash a remark. */
const proseOf = (page: string) => readFileSync(path.join(root, page), 'utf8').replaceAll(/^```[^]*?^```$/gm, '');

/** What GitHub calls a heading in addresses. */
const anchorOf = (heading: string) =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page: string) => {
  const prose = proseOf(page);
  const headings = [...prose.matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1]));
  return [...headings, ...[...prose.matchAll(/\bid="([^"]+)"/g)].map((match) => match[1])];
};

const linksOf = (page: string) =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g)]
    .map((match) => match[1] ?? match[2])
    .filter((link) => !/^https?:/.test(link));

test.each(pages)('%s links to what there is', (page) => {
  const lost = linksOf(page).filter((link) => {
    const [file, anchor] = link.split('#');
    const target = file === '' ? page : path.join(path.dirname(page), file);
    return !existsSync(path.join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
  });
  expect(lost).toEqual([]);
});

test('links were found, and a heading is called as GitHub calls it', () => {
  expect(linksOf('docs/README.md').length).toBeGreaterThan(15);
  expect(anchorOf('Partitions by day')).toBe('partitions-by-day');
  expect(anchorOf('What Tideline does *not* do, yet: `x`')).toBe('what-tideline-does-not-do-yet-x');
});
