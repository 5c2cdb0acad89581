package plugin

import "time"

// zoneNamed is the zone of a name that has been checked; UTC for none.
func zoneNamed(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

func beginsDay(t time.Time) bool {
	h, m, s := t.Clock()
	return h+m+s == 0 && t.Nanosecond() == 0
}
