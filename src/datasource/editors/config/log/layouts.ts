// How logs are laid out, as far as files tell: what the list of files can be narrowed to.
import type { FileInfo } from '../../../resources';

export const layouts = ['all', 'table', 'objects'] as const;
export type Layout = (typeof layouts)[number];

export const inLayout = (layout: Layout, { objects = false }: FileInfo): boolean =>
  layout === 'all' || (layout === 'objects') === objects;

/** A folder of one JSON file a prediction is one log: its single files are not worth a line each. */
export function worthShowing(files: FileInfo[]): FileInfo[] {
  const folders = files.filter(({ objects }) => objects).map(({ path }) => path.replace(/\*[^/]*$/, ''));
  return files.filter(
    ({ kind, path }) =>
      kind !== 'json' || !folders.some((folder) => path.startsWith(folder) && !path.slice(folder.length).includes('/'))
  );
}
