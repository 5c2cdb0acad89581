// How logs are laid out, as far as files tell: what the list of files can be narrowed to.
import type { FileInfo } from '../../../resources';

export const layouts = ['all', 'table', 'objects'] as const;
export type Layout = (typeof layouts)[number];

export const inLayout = (layout: Layout, { objects = false }: FileInfo): boolean =>
  layout === 'all' || (layout === 'objects') === objects;

/** A folder of one JSON file a prediction is one log, and so are the tables of all runs: their single files are not worth a line each. */
export function worthShowing(files: FileInfo[]): FileInfo[] {
  const taken = files
    .filter(({ kind, objects, tables, count = 0 }) => kind === 'glob' && count > 1 && (objects || tables))
    .map(({ path }) => matching(path));
  return files.filter(({ kind, path }) => kind !== 'json' || !taken.some((pattern) => pattern.test(path)));
}

/** What a pattern as it is offered takes: ** any folders, * a name or a part of it, [*] a star. */
function matching(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*\/|\[\\?.\]|\*)/).map((part) => {
    switch (part) {
      case '**/':
        return '(?:.*/)?';
      case '*':
        return '[^/]*';
      default:
        return (/^\[.+\]$/.test(part) ? part.slice(-2, -1) : part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    }
  });
  return new RegExp(`^${parts.join('')}$`);
}
