import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import React, { useId, useState } from 'react';
import { readFields } from '../../../query/reads';
import { errorsAt } from '../explain/answer';
import type { PartProps } from '../fields/part';
import { Row, Rows } from '../layout';
import { AlphaField, BudgetFields, GateFields } from './CertaintyFields';
import { CountingFields } from './CountingFields';
import { PersistFields } from './PersistFields';
import { type OptionField, optionFields, optionsSummary } from './summary';

/** What an alert rule shows above the options already. */
const upFront: readonly OptionField[] = ['budget', 'persist'];

/** What has a sensible default and is rarely changed: folded away, with a word on what is not the default. */
export function Options(props: PartProps) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const [opened, setOpen] = useState(false);
  const { query, known, errors } = props;
  const read = readFields(query);
  const fields = optionFields.filter((field) => read.has(field) && !(known.alerting && upFront.includes(field)));
  if (fields.length === 0) {
    return null;
  }
  const summary = optionsSummary(query, fields);
  // A mistake is not folded away.
  const open = opened || errorsAt(errors, ...fields).length > 0;
  return (
    <div>
      <button
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'angle-down' : 'angle-right'} />
        <span>{t('datasource.query.options', 'Options')}</span>
        {summary.length > 0 && <span className={styles.summary}>{summary.join(', ')}</span>}
      </button>
      <div id={id} hidden={!open} className={styles.fields}>
        {open && (
          <Rows>
            {fields.includes('alpha') && (
              <Row>
                <AlphaField {...props} />
                {fields.includes('budget') && <BudgetFields {...props} />}
                <GateFields {...props} />
              </Row>
            )}
            <Row>
              {fields.includes('persist') && <PersistFields {...props} />}
              <CountingFields {...props} />
            </Row>
          </Rows>
        )}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.5, 0.5, 0.5, 0),
    border: 'none',
    background: 'none',
    color: theme.colors.text.primary,
    textAlign: 'left',
    ...theme.typography.bodySmall,
    fontWeight: theme.typography.fontWeightMedium,
    '&:hover': { color: theme.colors.text.maxContrast },
  }),
  summary: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  fields: css({ paddingTop: theme.spacing(0.5) }),
});
