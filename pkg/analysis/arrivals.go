package analysis

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Arrival is a version of the model in the first window that has rows of it.
type Arrival struct {
	window.Interval
	Version     string
	Rows, Share float64 // in that window
}

// mostArrivals bounds the versions of one answer: more are no marks on a time axis, but a cloud.
const mostArrivals = 200

// arrivals finds the versions that were first seen in the range, oldest first. It counts the version column by the question's windows, an open one
// included, and once all that lies before them: counts of a closed window are kept, so that a refresh counts only what is new.
func (r *run) arrivals(ctx context.Context) ([]Arrival, error) {
	if r.model.Version == "" || r.model.Time == "" {
		return nil, nil
	}
	described, log, err := r.asked(ctx, false)
	if err != nil {
		return nil, err
	}
	spec, err := r.spec(ctx)
	if err != nil {
		return nil, err
	}
	windows, err := r.panel(ctx, spec, true)
	if err != nil || len(windows) == 0 {
		return nil, err
	}
	stretches := append([]window.Interval{{To: windows[0].From}}, unique(steps(windows))...) // all that lies before the range first
	column := r.versionColumn(described)
	column.Kind = model.Categorical
	// Grouped by itself, a version has the name that it has as a segment.
	t, err := r.tally(ctx, log, []countable{{column: column, keying: &keying{maxDistinct: exactCategories}}}, []store.Column{column}, stretches)
	var many *store.TooManySegmentsError
	if errors.As(err, &many) {
		r.notice(Notice{Text: fmt.Sprintf("Column %q has more than %s, too many to be versions of a model: none is marked.", r.model.Version, Counted(float64(many.Limit), "value", "values"))})
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	known := map[string]bool{NullSegment: true}
	var all []Arrival
	for i, stretch := range stretches {
		s := t.at(0, stretch)
		if s.err != nil {
			return nil, &StoreError{fmt.Sprintf("model %q: its versions could not be listed", r.model.Name), s.err}
		}
		if arrived := s.arrivals(stretch, known); i > 0 {
			all = append(all, arrived...)
		}
	}
	if n := len(all); n > mostArrivals {
		r.notice(Notice{Text: fmt.Sprintf("%d versions of model %q were first seen in the range; the newest %d are listed.", n, r.model.Name, mostArrivals)})
		all = all[n-mostArrivals:]
	}
	return all, nil
}

// arrivals lists the segments of a slice that were not known before, in order of their names, and makes them known.
func (s *slice) arrivals(stretch window.Interval, known map[string]bool) []Arrival {
	rows := 0.0
	for _, n := range s.rows {
		rows += n
	}
	var all []Arrival
	for _, version := range sortedKeys(s.rows) {
		if n := s.rows[version]; n > 0 && !known[version] {
			known[version] = true
			all = append(all, Arrival{Interval: stretch, Version: version, Rows: n, Share: n / rows})
		}
	}
	slices.SortStableFunc(all, func(a, b Arrival) int { return natural(a.Version, b.Version) })
	return all
}
