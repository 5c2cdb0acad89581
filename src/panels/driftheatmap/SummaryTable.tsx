// The heatmap as a table for screen readers: a line per row with its latest verdict, its worst severity and when it first drifted.
import React from 'react';
import { TimeZone } from '@grafana/data';
import { absent } from '../parts/numbers';
import { t } from '../parts/text';
import { formatSeverity, verdictLine } from '../parts/verdict';
import { visuallyHidden } from '../parts/visuallyHidden';
import { formatWindow } from '../parts/windows';
import { Heatmap, HeatRow } from './data';
import { rowName } from './readOut';

export const SummaryTable = React.memo(function SummaryTable({
  heatmap,
  timeZone,
}: {
  heatmap: Heatmap;
  timeZone: TimeZone;
}) {
  return (
    <div className={visuallyHidden}>
      <table>
        <caption>{t('table.caption', 'Drift by feature')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.feature', 'Feature')}</th>
            <th scope="col">{t('table.latest', 'Latest verdict')}</th>
            <th scope="col">{t('table.severity', 'Latest severity')}</th>
            <th scope="col">{t('table.worst', 'Worst severity')}</th>
            <th scope="col">{t('table.first', 'First drifted')}</th>
          </tr>
        </thead>
        <tbody>
          {heatmap.rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{rowName(row)}</th>
              <td>{row.latest ? verdictLine(row.latest.drift) : verdictLine(row.cells[row.cells.length - 1].drift)}</td>
              <td>{row.latest?.drift.severity != null ? formatSeverity(row.latest.drift.severity) : absent}</td>
              <td>{row.latest ? formatSeverity(row.worst) : absent}</td>
              <td>{firstDrift(row, timeZone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});

function firstDrift(row: HeatRow, timeZone: TimeZone): string {
  const cell = row.cells.find(({ from }) => from === row.firstDrift);
  return cell ? formatWindow(cell.from, cell.drift.windowEnd ?? cell.to, timeZone) : t('table.never', 'never');
}
