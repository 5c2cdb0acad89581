// What is said of one window of many: when, the verdict, its middle and its rows.
import React from 'react';
import { css } from '@emotion/css';
import { Field, GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Drift } from '../../../frames/drift';
import { Sample } from '../../../frames/samples';
import { Facts } from '../../parts/Facts';
import { formatCount, formatField, formatNumber, formatShare } from '../../parts/numbers';
import { t } from '../../parts/text';
import { effectText, Fact, formatSeverity, verdictLine } from '../../parts/verdict';

export interface WindowCardProps {
  name: string;
  sample: Sample;
  drift: Drift | null;
  reference: Sample | null;
  field: Field;
  /** Of all rows. */
  missing: number;
  beyond: number;
}

export function WindowCard({ name, sample, drift, reference, field, missing, beyond }: WindowCardProps) {
  const styles = useStyles2(getStyles);
  const list: Fact[] = [];
  const add = (key: string, label: string, value: string | null): void => {
    if (value !== null) {
      list.push({ key, label, value });
    }
  };
  add('severity', t('fact.severity', 'Severity'), drift?.severity != null ? formatSeverity(drift.severity) : null);
  add('effect', t('fact.effect', 'Effect'), drift && effectText(drift, true));
  add('mean', t('fact.mean', 'Mean'), meanText(sample, reference, field));
  add('sd', t('fact.sd', 'Standard deviation'), sample.sd === null ? null : formatField(field, sample.sd));
  add('rows', t('fact.rows', 'Rows'), formatCount(sample.rows));
  add('missing', t('fact.missing', 'Missing'), formatShare(missing));
  add('beyond', t('fact.beyond', 'Beyond the axis'), beyond > 0 ? formatShare(beyond) : null);
  return (
    <div>
      <div className={styles.title}>{drift ? `${name}: ${verdictLine(drift)}` : name}</div>
      <Facts list={list} />
    </div>
  );
}

function meanText(sample: Sample, reference: Sample | null, field: Field): string | null {
  if (sample.mean === null) {
    return null;
  }
  const shift =
    reference && reference !== sample && reference.mean !== null && reference.sd
      ? (sample.mean - reference.mean) / reference.sd
      : null;
  const mean = formatField(field, sample.mean);
  return shift === null ? mean : `${mean} (${shift > 0 ? '+' : ''}${formatNumber(shift, 2)} sd)`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ fontWeight: theme.typography.fontWeightMedium, marginBottom: 2 }),
});
