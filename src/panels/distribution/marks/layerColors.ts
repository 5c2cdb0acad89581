// Colours of categories that are laid over each other: apart for every kind of colour vision (after Okabe & Ito 2008), a shade darker on light ground where
// they would be too pale. Others are grey, missing values hatched.
import { GrafanaTheme2 } from '@grafana/data';

const dark = ['#3b9fd8', '#e69f00', '#1fb58a', '#d55e00', '#cc79a7', '#f0e442', '#9d8df1'];
const light = ['#0072b2', '#d98e00', '#009e73', '#c4480a', '#b85a8f', '#c7b500', '#6f5bd0'];

/** As many categories as have a colour of their own. */
export const mostLayers = dark.length;

export function layerColor(theme: GrafanaTheme2, position: number, joins: boolean): string {
  if (joins) {
    return theme.isDark ? '#6c7684' : '#a3abb5';
  }
  const colors = theme.isDark ? dark : light;
  return colors[position % colors.length];
}
