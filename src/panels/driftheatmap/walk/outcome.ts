// What choosing a place comes to: a group opens, the one thing that there is to do is done, or a card is pinned where there are several.
import { Stretch } from '../../parts/actions';
import { Choice } from '../choices';
import { View } from '../grid/view';
import { HeatRow } from '../shape/rows';
import { Place, stretchOf } from './spot';

/** What the panel knows to do with what it shows. */
export interface Possible {
  /** Data links of a row at one of its own cells. */
  links: (row: HeatRow, cell: number) => Choice[];
  /** Tideline's actions on a stretch of time, of a row's segment or of all. */
  actions: (stretch: Stretch, row: HeatRow | null) => Choice[];
  /** The dashboard's variables that a row sets; {} where there are none. */
  variables: (row: HeatRow) => Record<string, string>;
}

export interface Outcome {
  /** Key of a group to open or close. */
  toggle?: string;
  /** Variables to set. */
  set?: Record<string, string>;
  /** The one link to follow. */
  follow?: Choice;
  /** What a pinned card offers: choices, and a stretch to zoom to. */
  pin?: { choices: Choice[]; zoom: Stretch | null };
}

export function outcomeOf(place: Place, view: View, possible: Possible): Outcome {
  const stretch = stretchOf(place, view);
  if (place.on === 'mark') {
    const zoom = view.clusters[place.cluster].to === null ? null : stretch;
    return { pin: { choices: zoom ? possible.actions(zoom, null) : [], zoom } };
  }
  if (place.on !== 'line') {
    return stretch ? { pin: { choices: possible.actions(stretch, null), zoom: stretch } } : {};
  }
  const line = view.lines[place.line];
  if (line.kind === 'group') {
    return { toggle: line.key };
  }
  const { merged } = view.cellsOf(line);
  const own = place.cell < 0 ? newestCell(line.row) : merged ? merged.worst[place.cell] : place.cell;
  return rowOutcome(line.row, own, stretch, possible);
}

/** Of a row at one of its own cells; of its label where no stretch is given. Data links go before variables: who set them wants them. */
export function rowOutcome(row: HeatRow, cell: number, stretch: Stretch | null, possible: Possible): Outcome {
  const links = possible.links(row, cell);
  const actions = stretch ? possible.actions(stretch, row) : [];
  if (links.length === 1 && actions.length === 0) {
    return { follow: links[0] };
  }
  const outcome: Outcome = {};
  const variables = possible.variables(row);
  if (links.length === 0 && Object.keys(variables).length > 0) {
    outcome.set = variables;
  }
  if (links.length + actions.length > 0) {
    outcome.pin = { choices: [...links, ...actions], zoom: null };
  }
  return outcome;
}

function newestCell(row: HeatRow): number {
  return row.latest >= 0 ? row.latest : row.cells.from.length - 1;
}
