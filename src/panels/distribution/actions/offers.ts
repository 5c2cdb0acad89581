// What a person may do with a selection: keep only its rows on the dashboard, look at them, copy it, follow the field's links, and decide about the window.
import { Field, LinkModel } from '@grafana/data';
import { excludeAddress, newNormalAddress, RowFilter, rowsAddress, Source, Stretch } from '../../parts/actions';
import { t } from '../../parts/text';
import { adHoc, AdHocCondition, conditionText } from './conditions';

export type Offer =
  | { key: string; label: string; title?: string; kind: 'run'; run: () => void }
  | { key: string; label: string; title?: string; kind: 'address'; href: string }
  | { key: string; label: string; title?: string; kind: 'link'; link: LinkModel }
  | { key: string; label: string; title?: string; kind: 'copy'; text: string };

export interface Selected {
  source: Source | null;
  /** Adds conditions to the dashboard; null where there is no dashboard to add them to. */
  addFilters: ((conditions: AdHocCondition[]) => void) | null;
  conditions: RowFilter[] | null;
  except: AdHocCondition[] | null;
  /** What *Copy* copies; '' for nothing. */
  copied: string;
  links: LinkModel[];
  /** The chosen window; null where the source does not say when it was. */
  window: Stretch | null;
}

export function offersFor({ source, addFilters, conditions, except, copied, links, window }: Selected): Offer[] {
  const offers: Offer[] = links.map((link, i) => ({ key: `link ${i}`, label: link.title, kind: 'link', link }));
  const only = adHoc(conditions);
  if (source && addFilters && only) {
    offers.push({
      key: 'only',
      label: t('offer.only', 'Only these rows'),
      title: t('offer.only-title', 'Adds filters to the dashboard: {{conditions}}', {
        conditions: conditionText(only),
      }),
      kind: 'run',
      run: () => addFilters(only),
    });
  }
  if (source && addFilters && except) {
    offers.push({
      key: 'except',
      label: t('offer.except', 'All rows but these'),
      title: t('offer.only-title', 'Adds filters to the dashboard: {{conditions}}', {
        conditions: conditionText(except),
      }),
      kind: 'run',
      run: () => addFilters(except),
    });
  }
  const rows = source && window && conditions ? rowsAddress(source, conditions, window) : null;
  if (rows !== null) {
    const title = t('offer.rows-title', 'Explore, in a new tab: this window’s rows that are selected');
    offers.push({ key: 'rows', label: t('offer.rows', 'Open the rows'), title, kind: 'address', href: rows });
  }
  if (copied !== '') {
    offers.push({ key: 'copy', label: t('offer.copy', 'Copy {{text}}', { text: copied }), kind: 'copy', text: copied });
  }
  return [...offers, ...windowOffers(source, window)];
}

/** What may be decided about a window by itself. */
export function windowOffers(source: Source | null, window: Stretch | null): Offer[] {
  if (!source || !window) {
    return [];
  }
  const offers: Offer[] = [];
  const normal = newNormalAddress(source, window);
  if (normal !== null) {
    const label = t('offer.normal', 'Use this window as reference from now on');
    offers.push({ key: 'normal', label, kind: 'address', href: normal });
  }
  const out = excludeAddress(source, window);
  if (out !== null) {
    offers.push({ key: 'exclude', label: t('offer.exclude', 'Leave this window out'), kind: 'address', href: out });
  }
  return offers;
}

/** Links of the fields that a bar was drawn from. A link of all fields is the sample's, which comes first and knows its labels: another field's would lead elsewhere. */
export function linksOf(fields: Array<Field | null>, row: number): LinkModel[] {
  return fields.reduce<LinkModel[]>((links, field) => {
    const own = field?.getLinks?.({ valueRowIndex: row }) ?? [];
    return [...links, ...own.filter(({ title }) => links.every((other) => other.title !== title))];
  }, []);
}
