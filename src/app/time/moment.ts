// A moment of a page that belongs to no model: by the clock of who reads it, as Grafana's settings have it, and in the form of the panels' dates.
import { dateTimeFormat } from '@grafana/data';

export function sayMoment(at: string): string {
  return dateTimeFormat(at, { format: 'D MMM YYYY, HH:mm:ss' });
}
