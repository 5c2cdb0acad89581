package plugin

import (
	"slices"
	"time"

	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/window"
)

// withWindowName adds a column that tables have only if it is asked for: the window by its name. Grafana writes times by the dashboard's clock, where a day of the
// model in another zone begins on the day before, and panels name that day: the name is what both can say.
func withWindowName[R any](columns []tableColumn[R], q *query.Query, zone string, of func(r R) window.Window) []tableColumn[R] {
	if len(q.Columns) == 0 {
		return columns
	}
	clock := zoneNamed(zone)
	return append(slices.Clone(columns), tableColumn[R]{"window", "", func(r R) any { return windowName(of(r), clock) }})
}

// windowName is what panels call a window: its day or days, "Mon 16 Nov – Sun 22 Nov 2026", and else its times with the clock that they are of.
func windowName(w window.Window, clock *time.Location) string {
	const day, minute = "Mon 2 Jan 2006", "2 Jan 2006, 15:04"
	from, to := w.From.In(clock), w.To.In(clock)
	last := to.Add(-time.Nanosecond)
	sameDay := from.Format(day) == last.Format(day)
	switch {
	case !beginsDay(from) || !beginsDay(to):
		end := minute
		if from.Format(day) == to.Format(day) {
			end = "15:04"
		}
		return from.Format(minute) + " – " + to.Format(end+" MST")
	case sameDay:
		return from.Format(day)
	case from.Year() == last.Year():
		return from.Format("Mon 2 Jan") + " – " + last.Format(day)
	}
	return from.Format(day) + " – " + last.Format(day)
}
