// What only a query about services has.
import { t } from '@grafana/i18n';
import React from 'react';
import { NumberField } from './NumberField';
import type { PartProps } from './part';

/** The duration within which users are satisfied. */
export function ApdexField(part: PartProps) {
  const { apdex } = part.known.service ?? {};
  return (
    <NumberField
      {...part}
      name="threshold"
      label={t('datasource.query.apdex', 'Apdex, s')}
      help={t(
        'datasource.query.apdex-what',
        'Within so many seconds users are satisfied, within four times as many half. Empty: what the settings say.'
      )}
      step="any"
      min={0}
      placeholder={apdex ? String(apdex) : undefined}
    />
  );
}

/** How many services, operations or exceptions are shown. */
export function BusiestField(part: PartProps) {
  return (
    <NumberField
      {...part}
      name="limit"
      label={t('datasource.query.busiest', 'Busiest')}
      help={t(
        'datasource.query.busiest-what',
        'How many services, operations or exceptions are shown: those with the most rows.'
      )}
      min={1}
      max={10_000}
      placeholder="100"
    />
  );
}
