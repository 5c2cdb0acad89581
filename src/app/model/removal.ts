// Taking an entry out of a model's settings: at once, as it can be undone; or as lines for the file that the settings come from.
import { useState } from 'react';
import { asSetting } from '../../datasource/settings';
import type { Change } from '../change/useChange';
import { listsOf, put, withExcluded, withReferences } from '../settings/edit';
import { linesOf } from '../settings/yaml';
import { t } from '../text';

export interface Removal {
  /** Of a provisioning file, without the entry; null where nothing is being taken out of one. */
  lines: string | null;
  /** Takes out the entry at a position; `text` names it. */
  reference: (entry: number, text: string) => void;
  excluded: (entry: number, text: string) => void;
  dismiss: () => void;
}

export function useRemoval({ stored, apply }: Change, model: string): Removal {
  const [lines, setLines] = useState<string | null>(null);
  return {
    lines,
    dismiss: () => setLines(null),
    reference: (entry, text) => {
      if (stored === null) {
        return;
      }
      const left = put(listsOf(stored.jsonData, model).references, entry, undefined);
      if (stored.readOnly) {
        setLines(linesOf('reference', asSetting(left)));
        return;
      }
      void apply(
        withReferences(stored.jsonData, model, left),
        t('removal.reference', '{{model}} is no longer compared with {{reference}}', { model, reference: text })
      );
    },
    excluded: (entry, text) => {
      if (stored === null) {
        return;
      }
      const left = put(listsOf(stored.jsonData, model).excluded, entry, undefined);
      if (stored.readOnly) {
        setLines(linesOf('exclude', left.length === 0 ? undefined : left));
        return;
      }
      void apply(
        withExcluded(stored.jsonData, model, left),
        t('removal.excluded', '{{period}} is no longer left out of the references of {{model}}', {
          model,
          period: text,
        })
      );
    },
  };
}
