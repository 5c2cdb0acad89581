// What the process holds, against what it may.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Diagnostics } from '../../datasource/resources';
import { t } from '../text';
import { bytes, count } from './costs';

export function Memory({ cache, memory }: Pick<Diagnostics, 'cache' | 'memory'>) {
  const style = useStyles2(memoryStyle);
  return (
    <div className={style.row}>
      <Held
        name={t('diagnostics.cache', 'Cache')}
        held={cache.bytes}
        limit={cache.limit}
        remark={t('diagnostics.cache-remark', '{{entries}} answers kept, {{evicted}} pushed out', {
          entries: count(cache.entries),
          evicted: count(cache.evicted),
        })}
      />
      {memory.engineLimit > 0 && (
        <Held
          name="DuckDB"
          held={memory.engine}
          limit={memory.engineLimit}
          remark={
            memory.spilled > 0
              ? t('diagnostics.spilled', '{{bytes}} in temporary files', { bytes: bytes(memory.spilled) })
              : t('diagnostics.not-spilled', 'nothing in temporary files')
          }
        />
      )}
      {memory.resident > 0 && (
        <Held
          name={t('diagnostics.resident', 'The whole process')}
          held={memory.resident}
          remark={t('diagnostics.resident-remark', 'as the system counts it')}
        />
      )}
    </div>
  );
}

function Held({ name, held, limit, remark }: { name: string; held: number; limit?: number; remark: string }) {
  const style = useStyles2(memoryStyle);
  return (
    <div className={style.held}>
      <div className={style.name}>{name}</div>
      <div className={style.value}>
        {bytes(held)}
        {limit !== undefined && <small> {t('diagnostics.of', 'of {{limit}}', { limit: bytes(limit) })}</small>}
      </div>
      {limit !== undefined && (
        <div
          className={style.track}
          role="meter"
          aria-label={name}
          aria-valuemin={0}
          aria-valuemax={limit}
          aria-valuenow={held}
          aria-valuetext={`${bytes(held)} / ${bytes(limit)}`}
        >
          <div style={{ width: `${Math.min(100, (100 * held) / limit)}%` }} />
        </div>
      )}
      <div className={style.name}>{remark}</div>
    </div>
  );
}

const memoryStyle = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2), marginBottom: theme.spacing(1) }),
  held: css({
    flex: '1 1 220px',
    maxWidth: 360,
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  name: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  value: css({
    fontSize: theme.typography.h3.fontSize,
    fontVariantNumeric: 'tabular-nums',
    small: { color: theme.colors.text.secondary, fontSize: theme.typography.body.fontSize },
  }),
  track: css({
    height: 6,
    margin: theme.spacing(1, 0),
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.background.secondary,
    overflow: 'hidden',
    div: { height: '100%', background: theme.colors.primary.main },
  }),
});
