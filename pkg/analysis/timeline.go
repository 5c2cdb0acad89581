package analysis

import (
	"context"
	"fmt"
	"time"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Timeline is how many rows a whole log has in each window: what a reference is chosen on.
type Timeline struct {
	Spec    window.Spec // the model's own window, or a longer one where there would be too many
	Zone    *time.Location
	From    time.Time // oldest row
	To      time.Time // newest row
	Rows    float64
	Outside float64 // of them, those that no window has: a few, far from all others
	Windows []window.Interval
	Counts  []float64 // rows, by window
}

// Timeline counts the rows of a model's log by window. No column is read but the time.
func (a *Analysis) Timeline(ctx context.Context, name string) (*Timeline, error) {
	r, err := a.asking(name)
	if err != nil {
		return nil, err
	}
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return nil, err
	}
	extent, err := r.extent(ctx, log)
	if err != nil {
		return nil, err
	}
	out := &Timeline{Spec: r.own, Zone: r.home, From: extent.From, To: extent.To, Rows: extent.Rows}
	if r.model.Time == "" || extent.Rows == 0 || !extent.Timed {
		return out, nil
	}
	whole := window.Interval{From: extent.From, To: extent.To.Add(time.Microsecond)}
	shown, spec, err := r.drawn(ctx, log, whole, extent.Rows)
	if err != nil {
		return nil, err
	}
	out.Spec, out.Windows = spec, spec.Calendar(r.home).Overlapping(shown)
	if out.Counts, err = r.rowsIn(ctx, log, out.Windows); err != nil || shown == whole {
		return out, err
	}
	all, err := r.rowsIn(ctx, log, []window.Interval{whole})
	if err != nil {
		return nil, err
	}
	for len(out.Counts) > 1 && out.Counts[0] == 0 { // it was cut coarsely
		out.Windows, out.Counts = out.Windows[1:], out.Counts[1:]
	}
	for last := len(out.Counts) - 1; last > 0 && out.Counts[last] == 0; last-- {
		out.Windows, out.Counts = out.Windows[:last], out.Counts[:last]
	}
	out.Outside = all[0]
	for _, n := range out.Counts {
		out.Outside -= n
	}
	return out, nil
}

// rowsIn counts the rows of a relation in windows that follow each other.
func (r *run) rowsIn(ctx context.Context, rel *relation, windows []window.Interval) ([]float64, error) {
	keys := make([]string, len(windows))
	for i, w := range windows {
		keys[i] = "rows" + instants(w) + " " + rel.in(w)
	}
	values, found, err := r.cache.Many(ctx, keys, func(ctx context.Context, missing []int) ([]cache.Entry, error) {
		asked := make([]window.Interval, len(missing))
		for e, i := range missing {
			asked[e] = windows[i]
		}
		counted, err := r.store.Counts(ctx, store.CountsRequest{Relation: rel.Relation, Windows: storeWindows(asked)})
		if err != nil {
			return nil, &StoreError{fmt.Sprintf("model %q: its rows could not be counted", r.model.Name), err}
		}
		r.spent(counted.Stats)
		entries := make([]cache.Entry, len(missing))
		for e := range missing {
			rows := 0.0
			for _, segment := range counted.Rows {
				rows += segment[e]
			}
			entries[e] = cache.Entry{Value: rows, Bytes: 8, Keep: true, For: min(timeToLive(rel.version), time.Minute)}
		}
		return entries, nil
	})
	if err != nil {
		return nil, err
	}
	r.used(ctx, found)
	rows := make([]float64, len(values))
	for i, v := range values {
		rows[i] = v.(float64)
	}
	return rows, nil
}

// asking is a run about a model as a whole, as an administrator asks it.
func (a *Analysis) asking(name string) (*run, error) {
	q, err := query.Parse([]byte("{}"))
	if err != nil {
		return nil, err
	}
	q.Model = name
	return a.start(Request{Query: q, Role: "Admin"})
}
