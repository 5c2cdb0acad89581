import { t } from '@grafana/i18n';
import React from 'react';
import { readFields } from '../../../query/reads';
import type { PartProps } from '../fields/part';
import { Row, Small } from '../layout';
import { BudgetFields } from '../options/CertaintyFields';
import { PersistFields } from '../options/PersistFields';
import { thresholdAdvice } from './rules';

/** What an alert rule is made of, before anything else: how long drift must last, how many false alarms there may be, and the threshold to set. */
export function RuleFields(props: PartProps) {
  const { query, known } = props;
  const read = readFields(query);
  const method = known.methods.find(({ id }) => id === (query.method ?? 'auto'));
  return (
    <div role="group" aria-label={t('datasource.rule.fields', 'For the alert rule')}>
      <Row>
        {read.has('persist') && <PersistFields {...props} />}
        {read.has('budget') && <BudgetFields {...props} />}
      </Row>
      <Small>{thresholdAdvice(query, method)}</Small>
    </div>
  );
}
