package window

import (
	"math"
	"time"
	_ "time/tzdata" // Alpine's image has no zone files
)

// Calendar cuts time where a local clock enters a new unit. Because it follows the clock on the wall, local days have 23, 24 or 25 hours as they do
// for the people who read the dashboard. Where the clock jumps over a boundary, the jump is the boundary. Where it runs twice through a stretch, a
// boundary counts when it is first reached, except that units no longer than the repeated stretch are all kept (01:00–02:00 twice, as two windows).
type Calendar struct {
	every int64 // seconds of a unit on the local clock; 0: months
	zone  *time.Location
}

// Every cuts in units of d, which must be whole seconds: parts of a day count from local midnight, days from a Monday.
func Every(d time.Duration, zone *time.Location) Calendar {
	return Calendar{every: int64(d / time.Second), zone: zone}
}

// Months cuts at the first of each month.
func Months(zone *time.Location) Calendar { return Calendar{zone: zone} }

// Length is the nominal length of a unit: an average month has 30.4 days.
func (c Calendar) Length() time.Duration {
	if c.every == 0 {
		return 365 * Day / 12
	}
	return time.Duration(c.every) * time.Second
}

// firstMonday is the Monday after the Unix epoch, in seconds of a local clock.
const firstMonday = 4 * 86400

// index numbers the units of the local clock; local is the clock's reading as if it were UTC.
func (c Calendar) index(local int64) int64 {
	if c.every == 0 {
		y, m, _ := time.Unix(local, 0).UTC().Date()
		return int64(y)*12 + int64(m) - 1
	}
	return floorDiv(local-firstMonday, c.every)
}

// start is the clock's reading when unit i begins.
func (c Calendar) start(i int64) int64 {
	if c.every == 0 {
		return time.Date(int(floorDiv(i, 12)), time.Month(i-12*floorDiv(i, 12)+1), 1, 0, 0, 0, 0, time.UTC).Unix()
	}
	return i*c.every + firstMonday
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// Boundaries are the instants in [from, to] at which a unit begins, ascending.
func (c Calendar) Boundaries(from, to time.Time) []time.Time {
	// One unit and three days earlier there is certainly a boundary and no trace of the clock change that may lie just before from.
	begin := from.Add(-c.Length() - 3*Day)
	out, high := []time.Time{}, int64(math.MinInt64)
	for at := begin; !at.After(to); {
		local := at.In(c.zone)
		_, offset := local.Zone()
		_, end := local.ZoneBounds()
		if end.IsZero() || end.After(to) {
			end = to.Add(1) // the last stretch includes to itself
		}
		if !end.After(at) { // Go's ZoneBounds on the last day of a leap year, where a zone goes on by a rule: the stretch ends where that day began
			end = at.Add(time.Hour)
		}
		first := c.index(at.Unix() + int64(offset))
		switch {
		case high == math.MinInt64:
			high = first
		case first > high: // the clock jumped over a boundary or exactly onto one
			out, high = append(out, at), first
		case first < high && c.every != 0 && c.every <= setBack(at.Add(-1), local):
			out, high = append(out, at), first
		case first == high && c.every != 0 && c.every <= setBack(at.Add(-1), local) && c.start(first) == at.Unix()+int64(offset):
			out = append(out, at)
		}
		for i := high + 1; ; i++ {
			b := time.Unix(c.start(i)-int64(offset), 0)
			if !b.Before(end) {
				break
			}
			if b.After(at) {
				out, high = append(out, b), i
			}
		}
		at = end
	}
	kept := out[:0]
	for _, b := range out {
		if !b.Before(from) && !b.After(to) {
			kept = append(kept, b.UTC())
		}
	}
	return kept
}

// setBack is by how many seconds the clock went back between two instants.
func setBack(before, after time.Time) int64 {
	_, old := before.In(after.Location()).Zone()
	_, now := after.Zone()
	return int64(old - now)
}

// Floor is the last boundary at or before t.
func (c Calendar) Floor(t time.Time) time.Time {
	b := c.Boundaries(t.Add(-c.longest()), t)
	return b[len(b)-1]
}

// Ceil is the first boundary at or after t.
func (c Calendar) Ceil(t time.Time) time.Time {
	return c.Boundaries(t, t.Add(c.longest()))[0]
}

// longest bounds the elapsed time between two boundaries: a month of 31 days, or a unit, with a change of the clock in it.
func (c Calendar) longest() time.Duration {
	if c.every == 0 {
		return 32 * Day
	}
	return c.Length() + Day
}

// Back is the boundary n units before boundary b.
func (c Calendar) Back(b time.Time, n int) time.Time {
	most := max(1, int(farthest/2/c.Length())) // at once: a time.Duration holds no more than 292 years
	for n > 0 {
		some := c.Boundaries(b.Add(-time.Duration(min(n, most))*c.Length()).Add(-c.longest()), b.Add(-1))
		if len(some) >= n {
			return some[len(some)-n]
		}
		b, n = some[0], n-len(some)
	}
	return b
}

// Overlapping lists the whole units that share an instant with the interval, ascending.
func (c Calendar) Overlapping(i Interval) []Interval {
	if i.Empty() {
		return nil
	}
	return between(c.Boundaries(c.Floor(i.From), c.Ceil(i.To)))
}

// Within lists the units that lie wholly in the interval, ascending.
func (c Calendar) Within(i Interval) []Interval {
	if i.Empty() {
		return nil
	}
	return between(c.Boundaries(i.From, i.To))
}

func between(boundaries []time.Time) []Interval {
	var units []Interval
	for k := 1; k < len(boundaries); k++ {
		units = append(units, Interval{boundaries[k-1], boundaries[k]})
	}
	return units
}
