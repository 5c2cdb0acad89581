// The names of time zones, as Grafana says them and as the backend knows them.

/** Grafana says `browser` and `utc` beside the names of IANA; the backend has no browser. */
export function zoneName(zone: string): string {
  switch (zone) {
    case 'browser':
      return Intl.DateTimeFormat().resolvedOptions().timeZone;
    case 'utc':
      return 'UTC';
    default:
      return zone;
  }
}
