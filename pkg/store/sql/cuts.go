package sql

import (
	"fmt"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
)

// Cuts asks where stretches of time are cut into parts of a number of rows. Rows of the answer, in order of slot and time, or against it from the end:
//
//	slot of time | microseconds | rows up to and with them
//
// each the first microsecond up to which a multiple of so many rows lie.
func (r *Relation) Cuts(within []store.Window, rows int, fromEnd bool) (Statement, TimeSlots, error) {
	bounds, err := OnClock(r.Clock, within)
	if err != nil {
		return Statement{}, TimeSlots{}, err
	}
	w := &writer{dialect: r.dialect}
	slots := timeSlots(r.Clock, bounds)
	slot, micros := slots.write(w, r.Clock), r.Clock.micros(w)
	where, err := r.where(w, bounds)
	if err != nil {
		return Statement{}, slots, err
	}
	order := "t"
	if fromEnd {
		order = "t DESC"
	}
	whole := func(x string) string { return format(r.dialect.CastInteger, x) }
	before := format(r.dialect.IntegerQuotient, fmt.Sprintf("(c - n - (c - n) %% %d)", rows), fmt.Sprint(rows))
	with := format(r.dialect.IntegerQuotient, fmt.Sprintf("(c - c %% %d)", rows), fmt.Sprint(rows))
	return Statement{fmt.Sprintf("SELECT w, t, c FROM (SELECT w, t, n, %s AS c FROM (SELECT w, t, count(*) AS n FROM (SELECT %s AS w, %s AS t FROM %s%s) AS a GROUP BY w, t) AS b) AS d WHERE %s > %s ORDER BY w, %s",
		whole(fmt.Sprintf("sum(n) OVER (PARTITION BY w ORDER BY %s)", order)), slot, micros, r.from(), where, with, before, order), w.args}, slots, nil
}

// Reading is a part of a stretch of a clock, in microseconds, with its rows.
type Reading struct{ From, To, Rows int64 }

// TimeLine brings parts of a stretch from a clock to points in time. Where a log has readings that its clock skips, two cuts may be one point in time; their
// parts are put together.
func (c *Clock) TimeLine(stretch store.Window, parts []Reading) []store.Part {
	instant := func(micros int64) time.Time {
		switch micros {
		case c.OnClock(stretch.From):
			return stretch.From
		case c.OnClock(stretch.To):
			return stretch.To
		}
		return c.Instant(micros)
	}
	var out []store.Part
	for _, p := range parts {
		part := store.Part{Window: store.Window{From: instant(p.From), To: instant(p.To)}, Rows: float64(p.Rows)}
		if n := len(out); n > 0 && !(part.From.After(out[n-1].From) && part.To.After(part.From)) {
			if part.To.After(out[n-1].To) {
				out[n-1].To = part.To
			}
			out[n-1].Rows += part.Rows
			continue
		}
		out = append(out, part)
	}
	return out
}
