package analysis

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// relation is a relation of the store whose present state is known.
type relation struct {
	store.Relation
	definition string // names what it is, whatever the state of its data
	id         string // of what it is and of the state of all of its data: for cache keys
	version    store.Version
}

// in names what a relation is and the state of the data that can lie in some intervals, one by one: for cache keys of what was made of these alone.
func (rel *relation) in(intervals ...window.Interval) string {
	states := make([]string, len(intervals))
	for i, v := range intervals {
		states[i] = rel.version.In(store.Window{From: v.From, To: v.To})
	}
	return rel.definition + " " + strings.Join(states, " ")
}

// span is the stretch of time that the rows of windows lie in; without any, all of time.
func span(windows ...window.Window) window.Interval {
	var all window.Interval
	for i, step := range steps(windows) {
		if i == 0 {
			all = step
			continue
		}
		if all.From.IsZero() || step.From.IsZero() {
			all.From = time.Time{}
		} else if step.From.Before(all.From) {
			all.From = step.From
		}
		if all.To.IsZero() || step.To.IsZero() {
			all.To = time.Time{}
		} else if step.To.After(all.To) {
			all.To = step.To
		}
	}
	return all
}

// tableLife is how long an answer from a source without exact versions is believed.
const tableLife = time.Hour

// openLife is how long an answer about an open window of such a source is: long enough for all who look at a dashboard when it is refreshed.
const openLife = 5 * time.Second

// life is how long an answer about an interval is believed; 0: as long as the state of the data, which its key names.
func (r *run) life(v window.Interval, version store.Version) time.Duration {
	if !r.closed(v) && !version.Exact {
		return openLife
	}
	return timeToLive(version)
}

// closed tells whether no more rows are expected in an interval. A source without time is as closed as its version is true.
func (r *run) closed(v window.Interval) bool {
	return v.To.IsZero() || !v.To.After(r.clock.Now.Add(-r.clock.Lateness))
}

func timeToLive(v store.Version) time.Duration {
	if v.Exact {
		return 0
	}
	return tableLife
}

// log is the model's own log with the query's filters; with the late labels when a column needs them.
func (r *run) log(ctx context.Context, filters []store.Filter, joined bool) (*relation, error) {
	rel := store.Relation{Source: r.model.Source, Time: r.model.Time, ID: r.model.ID, Filters: filters, Zone: r.written}
	if t := r.model.Target; t != nil && t.Source != nil && (joined || needsTarget(filters)) {
		if r.model.ID == "" {
			return nil, fmt.Errorf("model %q: its target lies in another source, and to join it the model needs an id column", r.model.Name)
		}
		rel.Join = &store.Join{Source: *t.Source, ID: r.labelID(t), Time: t.Time, Columns: map[string]string{query.Target: t.Column}}
	}
	return r.relate(ctx, rel)
}

// asked is the log with the query's filters, and the log's columns.
func (r *run) asked(ctx context.Context, joined bool) ([]store.Column, *relation, error) {
	described, err := r.describe(ctx, r.model.Source)
	if err != nil {
		return nil, nil, err
	}
	filters, err := r.filters(described)
	if err != nil {
		return nil, nil, err
	}
	log, err := r.log(ctx, filters, joined)
	return described, log, err
}

func needsTarget(filters []store.Filter) bool {
	for _, f := range filters {
		if f.Column.Name == query.Target {
			return true
		}
	}
	return false
}

// otherSource is the separate source that holds a reference, which may call columns by other names. It has the log's times only if it has a column of
// that name.
func (r *run) otherSource(ctx context.Context, src model.Source, described []store.Column, names map[string]string, filters []store.Filter) (*relation, error) {
	filters, err := r.abroad(filters, names, described)
	if err != nil {
		return nil, err
	}
	rel := store.Relation{Source: src, Filters: filters, Zone: r.written}
	if r.model.Time != "" && holds(described, r.model.Time) {
		rel.Time = r.model.Time
	}
	return r.relate(ctx, rel)
}

func (r *run) relate(ctx context.Context, rel store.Relation) (*relation, error) {
	version, err := r.version(ctx, rel)
	if err != nil {
		return nil, err
	}
	zone := rel.Zone.String()
	rel.Zone = nil // a *time.Location has no JSON
	out := &relation{definition: digest(r.options.StoreID, rel, zone), id: digest(r.options.StoreID, rel, zone, version), version: version}
	out.Relation, out.Zone = rel, r.written
	return out, nil
}

// version is the state of the data behind a relation, asked once a run: all parts of one answer speak of one state.
func (r *run) version(ctx context.Context, rel store.Relation) (store.Version, error) {
	key := digest(rel.Source, rel.Join)
	rel.Time, rel.Zone = r.model.Time, r.written // of whoever asks first, and of the others
	r.mu.Lock()
	known, ok := r.versions[key]
	r.mu.Unlock()
	if ok {
		return known, nil
	}
	version, err := r.store.Version(ctx, rel)
	if err != nil {
		return version, &StoreError{fmt.Sprintf("model %q: its log was not found", r.model.Name), err}
	}
	r.mu.Lock()
	r.versions[key] = version
	r.mu.Unlock()
	return version, nil
}

// extent is the span of a relation in time; whoever asks is told what of it is left out.
func (r *run) extent(ctx context.Context, rel *relation) (store.Extent, error) {
	extent, err := r.measured(ctx, rel)
	if err != nil {
		return store.Extent{}, err
	}
	for _, text := range extent.Notices {
		r.notice(Notice{Text: "Some of the log is left out.", Detail: text, Severe: true})
	}
	return extent, nil
}

// measured is the same without a word to whoever asks.
func (r *run) measured(ctx context.Context, rel *relation) (store.Extent, error) {
	value, found, err := r.cache.One(ctx, "extent "+rel.id, func(ctx context.Context) (cache.Entry, error) {
		extent, err := r.store.Extent(ctx, rel.Relation)
		if err != nil {
			return cache.Entry{}, &StoreError{fmt.Sprintf("model %q: the span of its log could not be found", r.model.Name), err}
		}
		extent.From, extent.To = extent.From.UTC(), extent.To.UTC()
		// Without exact versions the log may grow at any time.
		return cache.Entry{Value: extent, Bytes: 100, Keep: true, For: min(timeToLive(rel.version), time.Minute)}, nil
	})
	if err != nil {
		return store.Extent{}, err
	}
	r.used(ctx, []bool{found})
	return value.(store.Extent), nil
}
