// Which of the two samples are drawn: the legend hides and shows them.

export interface Sides {
  reference: boolean;
  current: boolean;
}

export const bothSides: Sides = { reference: true, current: true };
