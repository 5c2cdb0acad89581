// The last step of a page that changes settings: apply them; or the lines for the file that they come from; or who can.
import { locationUtil } from '@grafana/data';
import { Alert, Button, ClipboardButton, Collapse, Stack, Text } from '@grafana/ui';
import React, { useState } from 'react';
import type { Settings } from '../../datasource/settings';
import { fileOf } from '../settings/yaml';
import { t } from '../text';
import { ChangeNote } from './ChangeNote';
import type { Change } from './useChange';
import { YamlBlock } from './YamlBlock';

interface Props {
  change: Change;
  model: string;
  source: string;
  /** The settings as they would be; null as long as the form is not right. */
  next: Settings | null;
  /** Of this page with what is chosen on it. */
  address: string;
  /** The model's key that changes, as lines of a provisioning file. */
  lines: string;
  keyName: string;
  /** Says what was done, once it is. */
  what: string;
  links: React.ReactNode;
}

export function ApplyStep({ change, model, source, next, address, lines, keyName, what, links }: Props) {
  const [open, setOpen] = useState(false);
  const { outcome, stored, apply } = change;
  if (stored === null) {
    return <WhoCan source={source} address={address} />;
  }
  if (stored.readOnly) {
    return (
      <Stack direction="column" gap={1}>
        <Alert
          severity="info"
          title={t('apply.read-only', 'Data source “{{source}}” comes from a provisioning file, and is changed there', {
            source,
          })}
        >
          {t(
            'apply.read-only-how',
            'In the file, put these lines into model “{{model}}” in the place of its {{key}}, if it has one. Grafana reads the file when it starts, or when it is told to.',
            { model, key: `“${keyName}”` }
          )}
        </Alert>
        {next !== null && <YamlBlock label={t('apply.lines', 'Lines for the provisioning file')} text={lines} />}
      </Stack>
    );
  }
  const applied = outcome.state === 'applied';
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      {!applied && (
        <>
          <Text element="p" color="secondary">
            {t(
              'apply.means',
              'This changes data source “{{source}}”: dashboards and alert rules of {{model}} follow with their next refresh. It can be undone.',
              { source, model }
            )}
          </Text>
          <Button
            icon={outcome.state === 'busy' ? 'fa fa-spinner' : 'check'}
            disabled={next === null || outcome.state === 'busy'}
            onClick={() => next !== null && void apply(next, what)}
          >
            {t('apply.apply', 'Apply')}
          </Button>
        </>
      )}
      <div style={{ width: '100%', maxWidth: 900 }} aria-live="polite">
        <ChangeNote change={change}>{links}</ChangeNote>
      </div>
      {next !== null && (
        <Collapse
          label={t('apply.file', 'The same as lines of a provisioning file')}
          isOpen={open}
          collapsible
          onToggle={() => setOpen(!open)}
        >
          <Stack direction="column" gap={2}>
            <YamlBlock label={t('apply.lines', 'Lines for the provisioning file')} text={lines} />
            <Text element="p" color="secondary">
              {t(
                'apply.whole',
                'The whole data source. Where it is provisioned and editable, the file holds again when Grafana starts.'
              )}
            </Text>
            <YamlBlock label={t('apply.whole-label', 'The whole provisioning file')} text={fileOf(stored, next)} />
          </Stack>
        </Collapse>
      )}
    </Stack>
  );
}

function WhoCan({ source, address }: { source: string; address: string }) {
  return (
    <Alert
      severity="info"
      title={t('apply.who', 'Administrators of this organisation can apply it: it changes data source “{{source}}”', {
        source,
      })}
    >
      <Stack direction="row" gap={2} alignItems="center" wrap="wrap">
        <span>
          {t('apply.who-how', 'Send one of them the address of this page: it opens with what you have chosen.')}
        </span>
        <ClipboardButton
          variant="secondary"
          size="sm"
          icon="link"
          getText={() => new URL(locationUtil.assureBaseUrl(address), document.baseURI).href}
        >
          {t('apply.copy-address', 'Copy the address')}
        </ClipboardButton>
      </Stack>
    </Alert>
  );
}
