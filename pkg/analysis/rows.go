package analysis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Windows of a number of rows are cut before a question's filters and over all its segments, so that what is asked of them never moves them. Counted from
// local midnights they do not depend on a panel's range either: a refresh cuts nothing anew, and rows that come late move the windows of their own day.

// panel lists the windows of a panel.
func (r *run) panel(ctx context.Context, spec window.Spec, partial bool) ([]window.Window, error) {
	if !spec.ByRows() {
		return window.Panel(spec, r.request.Range, r.zone, r.clock, partial)
	}
	windows, _, err := r.panelOfRows(ctx, spec, partial, 0)
	return windows, err
}

// newest lists the newest n closed windows: what an alert rule asks for.
func (r *run) newest(ctx context.Context, spec window.Spec, n int) ([]window.Window, error) {
	rng := r.request.Range
	switch {
	case !spec.ByRows():
		return window.Newest(spec, rng, r.zone, r.clock, n)
	case n > window.MaxWindows:
		return nil, &window.TooManyWindowsError{Spec: spec, Range: rng, Count: int64(n), Limit: window.MaxWindows}
	case !fromMidnight(spec):
		windows, _, err := r.panelOfRows(ctx, spec, false, 0)
		return windows[max(0, len(windows)-n):], err
	}
	windows, err := r.windowsBefore(ctx, spec, r.until(rng.To, false), n)
	if len(windows) > 0 && windows[len(windows)-1].To.Before(rng.From.Add(-3*window.Day)) {
		return nil, nil // as far back as three windows of a day
	}
	return windows, err
}

// windowsBefore lists the n windows that end at or before t, oldest first; fewer where the log begins.
func (r *run) windowsBefore(ctx context.Context, spec window.Spec, t time.Time, n int) ([]window.Window, error) {
	if !spec.ByRows() {
		return window.Before(spec, r.request.Range, r.zone, t, n), nil
	}
	rng := r.request.Range
	if spec.Mode == window.Last || fromMidnight(spec) || !t.After(rng.From) {
		return r.backwards(ctx, spec, t, n)
	}
	// The windows of the range itself come first, and before them those that end where it begins.
	windows, _, err := r.panelOfRows(ctx, spec, r.query.IncludePartial, 0)
	if err != nil {
		return nil, err
	}
	windows = slices.DeleteFunc(windows, func(w window.Window) bool { return w.To.After(t) })
	if len(windows) >= n {
		return windows[len(windows)-n:], nil
	}
	before, err := r.backwards(ctx, spec, rng.From, n)
	return append(before[max(0, len(before)+len(windows)-n):], windows...), err
}

// backwards lists the n windows of rows that end at or before t, counted back from t where they are not counted from midnights.
func (r *run) backwards(ctx context.Context, spec window.Spec, t time.Time, n int) ([]window.Window, error) {
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return nil, err
	}
	extent, err := r.extent(ctx, log)
	if err != nil || extent.Rows == 0 {
		return nil, err
	}
	// As far back as so many rows may reach, and farther where they do not.
	span := max(extent.To.Sub(extent.From), time.Second)
	back := time.Duration(min(float64(span), float64(span)/extent.Rows*float64(spec.Rows)*float64(n+1))) + time.Second
	days := window.Every(window.Day, r.zone)
	for {
		from := t.Add(-back)
		var parts []rowPart
		if fromMidnight(spec) {
			within := days.Overlapping(window.Interval{From: from, To: t})
			if parts, err = r.cut(ctx, log, within, spec.Rows, false, mostCuts); err != nil {
				return nil, err
			}
			from = within[0].From
			parts = slices.DeleteFunc(withoutLeftovers(parts, spec.Rows), func(p rowPart) bool { return p.To.After(t) })
		} else {
			if parts, err = r.cut(ctx, log, []window.Interval{{From: from, To: t}}, spec.Rows, true, mostCuts); err != nil {
				return nil, err
			}
			if from.After(extent.From) && len(parts) > 0 && parts[0].From.Equal(from) {
				parts = parts[1:] // it goes on before
			}
			parts = withoutLeftovers(parts, spec.Rows)
		}
		if len(parts) >= n || !from.After(extent.From) {
			return windowsOf(parts[max(0, len(parts)-n):]), nil
		}
		back *= 4
	}
}

// panelOfRows lists the windows of rows of a panel, after so many windows before them as are needed for what is said of the first.
func (r *run) panelOfRows(ctx context.Context, spec window.Spec, partial bool, lead int) ([]window.Window, int, error) {
	rng := r.request.Range
	if rng.Empty() {
		return nil, 0, fmt.Errorf("the time range is empty: it begins %s and ends %s", rng.From.Format(time.RFC3339), rng.To.Format(time.RFC3339))
	}
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return nil, 0, err
	}
	var parts []rowPart
	until := r.until(rng.To, partial)
	switch {
	case spec.Mode == window.Last:
		windows, err := r.backwards(ctx, spec, until, 1)
		for i := range windows {
			windows[i].Partial = !r.closed(windows[i].Interval)
		}
		return windows, 0, err
	case !fromMidnight(spec):
		lead = 0
		if rng.From.Before(until) {
			parts, err = r.cut(ctx, log, []window.Interval{{From: rng.From, To: until}}, spec.Rows, false, window.MaxWindows)
		}
		if !partial && r.query.Format == query.Numeric {
			parts = withoutLeftovers(parts, spec.Rows)
		}
	default:
		days := window.Every(window.Day, r.zone).Overlapping(rng)
		days = slices.DeleteFunc(days, func(d window.Interval) bool { return d.From.After(r.clock.Now) })
		parts, err = r.cut(ctx, log, days, spec.Rows, false, window.MaxWindows)
		parts = slices.DeleteFunc(parts, func(p rowPart) bool { return !p.Overlaps(rng) })
	}
	if err != nil {
		return nil, 0, err
	}
	var windows []window.Window
	for _, w := range windowsOf(parts) {
		if w.Partial = !r.closed(w.Interval); !w.Partial || partial {
			windows = append(windows, w)
		}
	}
	if lead == 0 || len(windows) == 0 {
		return windows, 0, nil
	}
	before, err := r.windowsBefore(ctx, spec, windows[0].From, lead)
	return append(before, windows...), len(before), err
}

// referenceWindows cuts a period as a question's windows are cut. all are the rows that windows of rows are counted by.
func (r *run) referenceWindows(ctx context.Context, all *relation, spec window.Spec, rng window.Interval, zone *time.Location, period window.Interval,
	exclude []window.Interval) ([]window.Window, error) {
	if !spec.ByRows() {
		return window.Reference(spec, rng, zone, period, exclude)
	}
	if period.Empty() {
		return nil, nil
	}
	within := []window.Interval{period}
	if fromMidnight(spec) {
		within = window.Every(window.Day, zone).Overlapping(period)
	}
	parts, err := r.cut(ctx, all, within, spec.Rows, false, mostCuts)
	if err != nil {
		return nil, err
	}
	parts = slices.DeleteFunc(withoutLeftovers(parts, spec.Rows), func(p rowPart) bool { return !period.Contains(p.Interval) })
	if len(parts) == 0 {
		parts = []rowPart{{Interval: period}}
	}
	parts = slices.DeleteFunc(parts, func(p rowPart) bool { return slices.ContainsFunc(exclude, p.Overlaps) })
	return windowsOf(parts), nil
}

// counted learns how many rows a window has where the range is cut into a number of windows: all but what is left over.
func (r *run) counted(ctx context.Context, spec window.Spec) (window.Spec, error) {
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return spec, err
	}
	spec.Rows = 1
	within := window.Interval{From: r.request.Range.From, To: r.until(r.request.Range.To, r.query.IncludePartial)}
	if within.Empty() || r.model.Time == "" {
		return spec, nil
	}
	rows, err := r.rowsIn(ctx, log, []window.Interval{within})
	if err != nil {
		return spec, err
	}
	spec.Rows = max(1, int(rows[0])/spec.Parts)
	return spec, nil
}

func fromMidnight(spec window.Spec) bool {
	return spec.Mode == window.Rows && spec.Anchor != window.FromRange
}

// until is the end of a range as far as windows are closed, or have begun.
func (r *run) until(end time.Time, partial bool) time.Time {
	limit := r.clock.Now
	if !partial {
		limit = limit.Add(-r.clock.Lateness)
	}
	if end.After(limit) {
		return limit
	}
	return end
}

// rowPart is a part of a stretch with its rows.
type rowPart struct {
	window.Interval
	stretch int
	rows    float64
}

func windowsOf(parts []rowPart) []window.Window {
	windows := make([]window.Window, len(parts))
	for i, p := range parts {
		windows[i] = window.Window{Interval: p.Interval, Steps: []window.Interval{p.Interval}}
	}
	return windows
}

// withoutLeftovers leaves out what is left over of a stretch and is less than half a window, unless the stretch has no more: it is shown, but too small
// to be compared with, and no rule waits for it.
func withoutLeftovers(parts []rowPart, rows int) []rowPart {
	var kept []rowPart
	for i, p := range parts {
		alone := (i == 0 || parts[i-1].stretch != p.stretch) && (i == len(parts)-1 || parts[i+1].stretch != p.stretch)
		if alone || 2*p.rows >= float64(rows) {
			kept = append(kept, p)
		}
	}
	return kept
}

// mostCuts bounds what a reference is cut into before it is thinned.
const mostCuts = 100_000

// cut cuts stretches of time, disjoint and ascending, into parts of a number of rows, from the cache or the store.
func (r *run) cut(ctx context.Context, rel *relation, within []window.Interval, rows int, fromEnd bool, most int) ([]rowPart, error) {
	prefix := "cuts " + digest(rows, fromEnd)
	keys := make([]string, len(within))
	for i, stretch := range within {
		keys[i] = prefix + instants(stretch) + " " + rel.in(stretch)
	}
	values, found, err := r.cache.Many(ctx, keys, func(ctx context.Context, missing []int) ([]cache.Entry, error) {
		asked := make([]window.Interval, len(missing))
		for e, i := range missing {
			asked[e] = within[i]
		}
		answer, err := r.store.Cuts(ctx, store.CutsRequest{Relation: rel.Relation, Within: storeWindows(asked), Rows: rows, FromEnd: fromEnd, MaxParts: most})
		var many *store.TooManyPartsError
		if errors.As(err, &many) {
			return nil, &query.FieldError{Field: "window", Text: many.Error()}
		}
		if err != nil {
			return nil, &StoreError{fmt.Sprintf("model %q: its log could not be cut into windows of rows", r.model.Name), err}
		}
		r.spent(answer.Stats)
		entries := make([]cache.Entry, len(missing))
		for e, parts := range answer.Parts {
			entries[e] = cache.Entry{Value: parts, Bytes: int64(80 * len(parts)), Keep: true, For: min(timeToLive(rel.version), time.Minute)}
		}
		return entries, nil
	})
	if err != nil {
		return nil, err
	}
	r.used(ctx, found)
	var parts []rowPart
	for i, stretch := range values {
		for _, p := range stretch.([]store.Part) {
			parts = append(parts, rowPart{window.Interval{From: p.From.UTC(), To: p.To.UTC()}, i, p.Rows})
		}
	}
	if len(parts) > most {
		return nil, &query.FieldError{Field: "window", Text: (&store.TooManyPartsError{Parts: int64(len(parts)), Limit: int64(most)}).Error()}
	}
	return parts, nil
}
