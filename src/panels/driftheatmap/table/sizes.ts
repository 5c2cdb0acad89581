// Sizes of the table's parts, px.
export const headHeight = 26;
export const lineHeight = 28;
export const scrollbarWidth = 12;
export const sparkSize = { width: 112, height: 20 };
