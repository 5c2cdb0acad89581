package plugin

import (
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/window"
)

// A window of whole days is called by them, in the zone where they are days: in another one it would have the date of the day before.
func TestWindowNames(t *testing.T) {
	copenhagen, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, copenhagen).UTC() }
	for _, c := range []struct {
		from, to time.Time
		want     string
	}{
		{at(27, 0), at(28, 0), "Fri 27 Nov 2026"},
		{at(16, 0), at(23, 0), "Mon 16 Nov – Sun 22 Nov 2026"},
		{at(0, 0).AddDate(0, 2, 0), at(0, 0).AddDate(0, 2, 7), "Thu 31 Dec 2026 – Wed 6 Jan 2027"},
		{time.Date(2026, 10, 25, 0, 0, 0, 0, copenhagen), time.Date(2026, 10, 26, 0, 0, 0, 0, copenhagen), "Sun 25 Oct 2026"}, // of 25 hours
		{at(27, 6), at(27, 7), "27 Nov 2026, 06:00 – 07:00 CET"},
		{at(27, 23), at(28, 1), "27 Nov 2026, 23:00 – 28 Nov 2026, 01:00 CET"},
	} {
		if got := windowName(window.Window{Interval: window.Interval{From: c.from, To: c.to}}, copenhagen); got != c.want {
			t.Errorf("%s – %s is %q, want %q", c.from, c.to, got, c.want)
		}
	}
}
