// The heatmap as a table for screen readers: a line for each of the first rows with its latest verdict, its worst severity and when it first drifted. The
// table view has all rows.
import React from 'react';
import { TimeZone } from '@grafana/data';
import { absent } from '../../parts/numbers';
import { t } from '../../parts/text';
import { visuallyHidden } from '../../parts/visuallyHidden';
import { formatWindow } from '../../parts/windows';
import { Heatmap } from '../shape/heatmap';
import { HeatRow } from '../shape/rows';
import { rowName } from '../words/readOut';
import { valueText, verdictText } from '../words/values';
import { latestDrift } from './latest';
import { latestTitle, nameTitle, tableCaption, worstTitle } from './titles';

// More would be neither listened to nor quick to make.
const listed = 50;

export const SummaryTable = React.memo(function SummaryTable({
  heatmap,
  timeZone,
}: {
  heatmap: Heatmap;
  timeZone: TimeZone;
}) {
  const { rows, judged } = heatmap;
  return (
    <div className={visuallyHidden}>
      <table>
        <caption>
          {rows.length > listed
            ? t('table.caption-first', '{{caption}}, the first {{listed}} of {{rows}} rows', {
                caption: tableCaption(heatmap),
                listed,
                rows: rows.length,
              })
            : tableCaption(heatmap)}
        </caption>
        <thead>
          <tr>
            <th scope="col">{nameTitle(heatmap)}</th>
            {judged && <th scope="col">{t('table.latest', 'Latest verdict')}</th>}
            <th scope="col">{latestTitle(heatmap)}</th>
            <th scope="col">{worstTitle(heatmap)}</th>
            {judged && <th scope="col">{t('table.first', 'First drifted')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, listed).map((row) => (
            <Line key={row.key} row={row} judged={judged} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
    </div>
  );
});

function Line({ row, judged, timeZone }: { row: HeatRow; judged: boolean; timeZone: TimeZone }) {
  const drift = latestDrift(row);
  const { from, to, severity } = row.cells;
  return (
    <tr>
      <th scope="row">{rowName(row)}</th>
      {judged && <td>{drift ? verdictText(row, drift) : absent}</td>}
      <td>{row.latest < 0 ? absent : valueText(row, severity[row.latest])}</td>
      <td>{row.worstCell < 0 ? absent : valueText(row, row.worst)}</td>
      {judged && (
        <td>
          {row.firstDrift < 0
            ? t('table.never', 'never')
            : formatWindow(from[row.firstDrift], to[row.firstDrift], timeZone)}
        </td>
      )}
    </tr>
  );
}
