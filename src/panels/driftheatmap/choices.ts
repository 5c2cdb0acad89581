// What there is to do with a cell, a row or a stretch of time: the data links of its fields, and Tideline's own actions on what it was read from.
import { DataFrame, LinkModel, PanelData } from '@grafana/data';
import { excludeAddress, newNormalAddress, RowFilter, rowsAddress, sourceOf, Stretch } from '../parts/actions';
import { t } from '../parts/text';
import { linksOf } from './follow';
import { HeatRow, originOf } from './shape/rows';

export interface Choice {
  title: string;
  href: string;
  target?: '_blank';
  /** The data link that it is of, for those that do something of their own when clicked. */
  link?: LinkModel;
}

export function linkChoices(row: HeatRow, cell: number): Choice[] {
  if (cell < 0 || cell >= row.frameRows.length) {
    return [];
  }
  return linksOf(originOf(row, cell)).map((link) => ({
    title: link.title || link.href,
    href: link.href,
    target: link.target === '_blank' ? ('_blank' as const) : undefined,
    link,
  }));
}

/** Rows behind the stretch (of a row's segment where one is given), and what to make of it: a reference, or a period that references leave out. */
export function actionChoices(
  data: Pick<PanelData, 'request'>,
  frame: DataFrame,
  stretch: Stretch,
  row: HeatRow | null
): Choice[] {
  const source = sourceOf(data, frame);
  if (!source) {
    return [];
  }
  const actions: Array<[string, string | null]> = [
    [t('action.rows', 'Rows behind it'), rowsAddress(source, row ? segmentFilters(row) : [], stretch)],
    [t('action.reference', 'Use as reference from now on'), newNormalAddress(source, stretch)],
    [t('action.exclude', 'Leave out of the reference'), excludeAddress(source, stretch)],
  ];
  return actions.flatMap(([title, href]) => (href === null ? [] : [{ title, href }]));
}

/** How frames write a segment of rows without a value. */
const missingSegment = '(null)';

function segmentFilters({ segment }: HeatRow): RowFilter[] {
  return Object.entries(segment).map(([column, value]) =>
    value === missingSegment ? { column, operator: 'is null', value: [] } : { column, operator: '=', value: [value] }
  );
}
