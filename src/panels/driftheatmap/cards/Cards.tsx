// The card beside the pointer or the keyboard's place, pinned where there is something to do, and the menu of a selected stretch of time.
import React from 'react';
import { TimeZone } from '@grafana/data';
import { t } from '../../parts/text';
import { Tooltip } from '../../parts/Tooltip';
import { LookOf } from '../grid/looks';
import { View } from '../grid/view';
import { Interaction } from '../walk/useInteraction';
import { Choices } from './Choices';
import { PinnedCard } from './PinnedCard';
import { hasCard, PlaceCard } from './PlaceCard';
import { SelectionCard } from './SelectionCard';

export interface CardsProps {
  interaction: Interaction;
  view: View;
  lookOf: LookOf;
  timeZone: TimeZone;
}

export function Cards({ interaction, view, lookOf, timeZone }: CardsProps) {
  const { active, place, selected, leave, clear, zoom } = interaction;
  if (selected) {
    return selected.menu ? (
      <Tooltip x={selected.menu.point.x} y={selected.menu.point.y} pinned>
        <PinnedCard focused={selected.by === 'keys'} onClose={clear}>
          <SelectionCard selection={selected} timeZone={timeZone} />
          <Choices choices={selected.menu.choices} onDone={clear}>
            <ZoomButton onClick={() => zoom(selected)} />
          </Choices>
        </PinnedCard>
      </Tooltip>
    ) : null;
  }
  if (!active || !place) {
    return null;
  }
  const { pinned, point, by } = active;
  const card = <PlaceCard place={place} view={view} lookOf={lookOf} timeZone={timeZone} />;
  if (!pinned) {
    return hasCard(place) ? (
      <Tooltip x={point.x} y={point.y}>
        {card}
      </Tooltip>
    ) : null;
  }
  const { choices, zoom: stretch } = pinned;
  return (
    <Tooltip x={point.x} y={point.y} pinned>
      <PinnedCard focused={by === 'keys'} onClose={leave}>
        {card}
        {(choices.length > 0 || stretch) && (
          <Choices choices={choices} onDone={leave}>
            {stretch && <ZoomButton onClick={() => zoom(stretch)} />}
          </Choices>
        )}
      </PinnedCard>
    </Tooltip>
  );
}

function ZoomButton({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" onClick={onClick}>
      {t('action.zoom', 'Zoom to this time')}
    </button>
  );
}
