// The periods that are left out of a model's references.
import { Button, LinkButton, Stack, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { ModelInfo } from '../../datasource/resources';
import { modelPage } from '../links';
import { showInstant } from '../../datasource/time/instants';
import { t } from '../text';
import { tableStyle } from './tableStyle';

interface Props {
  uid: string;
  info: ModelInfo;
  mayChange: boolean;
  onRemove: (entry: number, text: string) => void;
}

export function ExcludedTable({ uid, info: { name, timezone, excluded = [] }, mayChange, onRemove }: Props) {
  const style = useStyles2(tableStyle);
  if (excluded.length === 0) {
    return (
      <p>
        {t('excluded.none', 'Nothing. An outage or a broken sensor in a reference makes verdicts blind: leave it out.')}
      </p>
    );
  }
  const show = (text: string) => showInstant(Date.parse(text), timezone);
  return (
    <table className={style}>
      <thead>
        <tr>
          <th scope="col">{t('excluded.period', 'Period')}</th>
          <th scope="col">{t('references.why', 'Why')}</th>
          {mayChange && <th scope="col">{t('references.change', 'Change')}</th>}
        </tr>
      </thead>
      <tbody>
        {excluded.map(({ from, to, why }, entry) => {
          const period = `${show(from)} – ${show(to)}`;
          return (
            <tr key={entry}>
              <th scope="row">{period}</th>
              <td>{why}</td>
              {mayChange && (
                <td>
                  <Stack direction="row" gap={1}>
                    <LinkButton
                      size="sm"
                      variant="secondary"
                      icon="pen"
                      href={modelPage('exclude', uid, name, { entry })}
                      aria-label={t('references.change-of', 'Change {{reference}}', { reference: period })}
                    >
                      {t('references.change', 'Change')}
                    </LinkButton>
                    <Button
                      size="sm"
                      variant="secondary"
                      icon="trash-alt"
                      onClick={() => onRemove(entry, period)}
                      aria-label={t('references.remove-of', 'Remove {{reference}}', { reference: period })}
                    >
                      {t('references.remove', 'Remove')}
                    </Button>
                  </Stack>
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
