/** The width of the labels at the left edge, in units of 8 px, so that the fields below each other line up. */
export const labelWidth = 16;
