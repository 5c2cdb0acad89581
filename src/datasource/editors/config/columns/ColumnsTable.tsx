import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Checkbox, Select, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Column } from '../../../resources';
import { type Kind, kinds, type Model } from '../../../settings';
import { say } from '../../../text';
import { featureOf, isSegment, type Role, roleOf, rolesFor, withKind, withRole, withSegment } from './roles';

interface Props {
  model: Model;
  columns: Column[];
  disabled: boolean;
  onChange: (model: Model) => void;
}

/** The columns of the log: which part each plays, and a few of its values to tell by. */
export function ColumnsTable({ model, columns, disabled, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const names = roleNames();
  return (
    <div className={styles.scroll}>
      <table
        className={styles.table}
        aria-label={t('datasource.columns.label', 'Columns of {{name}}', { name: model.name })}
      >
        <thead>
          <tr>
            <th scope="col">{t('datasource.columns.column', 'Column and values')}</th>
            <th scope="col">{t('datasource.columns.role', 'Role')}</th>
            <th scope="col">{t('datasource.columns.kind', 'Kind')}</th>
            <th scope="col">{t('datasource.columns.segment', 'Segment')}</th>
            <th scope="col">{t('datasource.columns.why', 'Why')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => {
            const feature = featureOf(model, column.name);
            return (
              <tr key={column.name}>
                <th scope="row">
                  {column.name}
                  <div className={styles.quiet}>{column.samples.slice(0, 3).map(shorten).join(', ')}</div>
                </th>
                <td>
                  <Select<Role>
                    aria-label={t('datasource.columns.role-of', 'Role of {{column}}', { column: column.name })}
                    width={23}
                    disabled={disabled}
                    options={rolesFor(column, roleOf(model, column.name)).map((role) => ({
                      value: role,
                      label: names[role],
                    }))}
                    value={roleOf(model, column.name)}
                    onChange={({ value }) => value && onChange(withRole(model, column, value))}
                  />
                </td>
                <td>
                  {feature && (
                    <Select<Kind>
                      aria-label={t('datasource.columns.kind-of', 'Kind of {{column}}', { column: column.name })}
                      width={16}
                      disabled={disabled}
                      options={kinds.map((kind) => ({ value: kind, label: kind }))}
                      value={feature.kind ?? column.kind}
                      onChange={({ value }) => value && onChange(withKind(model, column.name, value))}
                    />
                  )}
                </td>
                <td>
                  <Checkbox
                    aria-label={t('datasource.columns.segment-by', 'Segment by {{column}}', { column: column.name })}
                    disabled={disabled}
                    value={isSegment(model, column.name)}
                    onChange={(event) => onChange(withSegment(model, column.name, event.currentTarget.checked))}
                  />
                </td>
                <td className={styles.why}>{reason(column, roleOf(model, column.name), feature !== undefined)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Why the role was guessed; where it is another one, a person has said so. And of roles that seem to be watched and are not, what would be. */
function reason({ type, role, why = '' }: Column, has: Role, isFeature: boolean): string {
  const reason = role === undefined || role === has ? why || type : t('datasource.columns.chosen', 'chosen by hand');
  return !isFeature && notCompared.includes(has)
    ? say('columns.not-compared', '{{reason}}; not compared: make it a feature to see whether it drifts', { reason })
    : reason;
}

const notCompared: readonly Role[] = ['score', 'probability'];

/** A value short enough to tell by: fractions to four digits, texts to forty characters. Whole numbers stay themselves. */
const shorten = (sample: string): string =>
  /^-?\d+\.\d+(e[-+]?\d+)?$/i.test(sample)
    ? String(Number(Number(sample).toPrecision(4)))
    : sample.length > 40
      ? `${sample.slice(0, 39)}…`
      : sample;

const roleNames = (): Record<Role, string> => ({
  time: t('datasource.role.time', 'Time'),
  id: t('datasource.role.id', 'Request id'),
  label: t('datasource.role.label', 'Prediction: a class'),
  value: t('datasource.role.value', 'Prediction: a number'),
  score: t('datasource.role.score', 'Score or confidence'),
  probability: t('datasource.role.probability', 'Probability of a class'),
  target: t('datasource.role.target', 'Target (the truth)'),
  feature: t('datasource.role.feature', 'Feature'),
  ignored: t('datasource.role.ignored', 'Not used'),
});

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto', marginBottom: theme.spacing(2) }),
  table: css({
    width: '100%',
    'th, td': { padding: theme.spacing(0.5, 1, 0.5, 0), textAlign: 'left', whiteSpace: 'nowrap' },
    'thead th': { borderBottom: `1px solid ${theme.colors.border.medium}` },
    'tbody th': { fontWeight: theme.typography.fontWeightMedium, maxWidth: 280 },
    'tbody tr': { borderBottom: `1px solid ${theme.colors.border.weak}` },
  }),
  quiet: css({
    color: theme.colors.text.secondary,
    fontWeight: theme.typography.fontWeightRegular,
    fontSize: theme.typography.bodySmall.fontSize,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
  why: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'normal !important' as 'normal',
    minWidth: 120,
  }),
});
