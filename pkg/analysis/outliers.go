package analysis

import (
	"context"
	"fmt"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Rows whose times cannot be right, such as the year 1 that stands for "no time" in many languages, or numbers that were taken for seconds. A single one
// stretches a log over centuries.

const (
	mostDrawn = 200 // windows that a person can see and choose among
	// stray is the share of rows that may be left out of a drawing where without them it is less than half as long.
	stray = 0.01
)

// seconds is the length of an interval; time.Duration ends at 292 years.
func seconds(i window.Interval) int64 { return i.To.Unix() - i.From.Unix() + 1 }

// drawn is the part of a log that is worth drawing and the windows it is drawn by, some mostDrawn at most.
func (r *run) drawn(ctx context.Context, log *relation, whole window.Interval, rows float64) (window.Interval, window.Spec, error) {
	for {
		spec := window.Adapt(r.own, whole, 0)
		fits := seconds(whole)/int64(spec.Nominal(whole)/time.Second) <= mostDrawn
		if fits && seconds(whole) < mostDrawn*int64(r.own.Nominal(whole)/time.Second) {
			return whole, spec, nil // by the model's own windows
		}
		parts := even(whole, mostDrawn)
		counted, err := r.rowsIn(ctx, log, parts)
		if err != nil {
			return whole, spec, err
		}
		dense := withoutStray(parts, counted, stray*rows)
		if seconds(dense) > seconds(whole)/2 {
			if fits {
				return whole, spec, nil
			}
			years := (seconds(whole)/mostDrawn)/int64(365*window.Day/time.Second) + 1
			return whole, window.Fixed(time.Duration(years) * 365 * window.Day), nil
		}
		whole = dense
	}
}

// even cuts an interval into n parts of whole seconds; the last one may reach beyond it.
func even(i window.Interval, n int64) []window.Interval {
	step := seconds(i)/n + 1
	parts := make([]window.Interval, n)
	at := func(k int64) time.Time { return time.Unix(i.From.Unix()+k*step, 0).UTC() }
	for k := range parts {
		parts[k] = window.Interval{From: at(int64(k)), To: at(int64(k) + 1)}
	}
	return parts
}

// withoutStray is from the first to the last of the parts, without those at either end that hold less rows than may be left out.
func withoutStray(parts []window.Interval, rows []float64, most float64) window.Interval {
	first, last, left := 0, len(parts)-1, 0.0
	for first < last && left+min(rows[first], rows[last]) <= most {
		if rows[first] <= rows[last] {
			left += rows[first]
			first++
		} else {
			left += rows[last]
			last--
		}
	}
	return window.Interval{From: parts[first].From, To: parts[last].To}
}

// oldest is before all logs of models that run as a service.
var oldest = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// implausible says how many rows have times that are hardly right.
func (r *run) implausible(ctx context.Context, log *relation, extent store.Extent) ([]string, error) {
	var said []string
	tomorrow := r.clock.Now.Add(2 * window.Day).Truncate(window.Day)
	whole := window.Interval{From: extent.From, To: extent.To.Add(time.Microsecond)}
	for _, c := range []struct {
		rows window.Interval
		text string
	}{
		{window.Interval{From: whole.From, To: earlier(whole.To, oldest)}, "before 2000: the oldest is of " + r.moment(extent.From) +
			". The column of the time, or how it is written, may be wrong; a number is read as the time since 1970, in seconds or in parts of them"},
		{window.Interval{From: later(whole.From, tomorrow), To: whole.To}, "later than tomorrow: the newest is of " + r.moment(extent.To) +
			". The column of the time, or how it is written, may be wrong"},
	} {
		if c.rows.Empty() {
			continue
		}
		counted, err := r.rowsIn(ctx, log, []window.Interval{c.rows})
		if err != nil {
			return nil, err
		}
		if counted[0] > 0 {
			said = append(said, fmt.Sprintf("%s a time %s.", counting(counted[0]), c.text))
		}
	}
	return said, nil
}

func counting(rows float64) string {
	if rows == 1 {
		return "1 row has"
	}
	return Counted(rows, "row", "rows") + " have"
}

func (r *run) moment(t time.Time) string { return t.In(r.home).Format("2006-01-02 15:04") }

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
