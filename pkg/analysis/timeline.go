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
	if r.model.Time == "" || extent.Rows == 0 || extent.From.IsZero() {
		return out, nil
	}
	whole := window.Interval{From: extent.From, To: extent.To.Add(time.Microsecond)}
	out.Spec = window.Adapt(r.own, whole, 0)
	out.Windows = out.Spec.Calendar(r.home).Overlapping(whole)
	out.Counts, err = r.rowsIn(ctx, log, out.Windows)
	return out, err
}

// rowsIn counts the rows of a relation in windows that follow each other.
func (r *run) rowsIn(ctx context.Context, rel *relation, windows []window.Interval) ([]float64, error) {
	value, found, err := r.cache.One(ctx, digest("rows", rel.id, windows), func(ctx context.Context) (cache.Entry, error) {
		asked := make([]store.Window, len(windows))
		for i, w := range windows {
			asked[i] = store.Window{From: w.From, To: w.To}
		}
		counted, err := r.store.Counts(ctx, store.CountsRequest{Relation: rel.Relation, Windows: asked})
		if err != nil {
			return cache.Entry{}, &StoreError{fmt.Sprintf("model %q: its rows could not be counted", r.model.Name), err}
		}
		r.spent(counted.Stats)
		rows := make([]float64, len(windows))
		for _, segment := range counted.Rows {
			for w, n := range segment {
				rows[w] += n
			}
		}
		return cache.Entry{Value: rows, Bytes: int64(8 * len(rows)), Keep: true, For: min(timeToLive(rel.version), time.Minute)}, nil
	})
	if err != nil {
		return nil, err
	}
	r.used([]bool{found})
	return value.([]float64), nil
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
