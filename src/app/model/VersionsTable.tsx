// The versions of a model that arrived in the time that is shown, the newest first.
import { LinkButton, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { ModelInfo } from '../../datasource/resources';
import { modelPage } from '../links';
import { showInstant } from '../../datasource/time/instants';
import { t } from '../text';
import { tableStyle } from './tableStyle';
import type { Mark } from './timeline';

/** Rows of the table; older versions are on the timeline. */
const mostVersions = 20;

export function VersionsTable({ uid, info, versions }: { uid: string; info: ModelInfo; versions: Mark[] }) {
  const style = useStyles2(tableStyle);
  const { name, timezone, references = [], version: column = '' } = info;
  if (versions.length === 0) {
    return <p>{t('versions.none', 'No value of {{column}} was first seen in this time.', { column })}</p>;
  }
  const newest = [...versions].reverse().slice(0, mostVersions);
  return (
    <table className={style}>
      <thead>
        <tr>
          <th scope="col">{t('versions.version', 'Version')}</th>
          <th scope="col">{t('versions.first', 'First seen')}</th>
          <th scope="col">{t('versions.how', 'How')}</th>
          <th scope="col">{t('versions.reference', 'Reference of its own')}</th>
        </tr>
      </thead>
      <tbody>
        {newest.map(({ title, from, text }) => {
          const own = references.filter(({ version }) => version === title);
          return (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td>{showInstant(from, timezone)}</td>
              <td>{text}</td>
              <td>
                {own.length > 0 ? (
                  own.map((reference) => reference.text).join(', ')
                ) : (
                  <LinkButton
                    size="sm"
                    fill="text"
                    icon="plus"
                    href={modelPage('reference', uid, name, { version: title })}
                    aria-label={t('versions.add-of', 'Add one for version {{version}}', { version: title })}
                  >
                    {t('versions.add', 'Add one')}
                  </LinkButton>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
