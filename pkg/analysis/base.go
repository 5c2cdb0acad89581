package analysis

import (
	"context"
	"fmt"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// base is what the grids of a reference are cut from: its rows in the model's own windows and zone, without a query's filters, so that all panels share
// the grids. Every reference has one, because a grid must be fine where its reference is. It keeps the grid of the reference before it, column by column,
// where that is fine enough: then nothing need be counted anew.
type base struct {
	relation *relation
	windows  []window.Interval
	foreign  bool
	columns  map[string]string // foreign: what the source calls features
	before   *base             // nil: there is none
	id       string            // of what it is, whatever the state of the data: a grid stays as more rows come
}

func (b *base) identify() *base {
	before := ""
	if b.before != nil {
		before = b.before.id
	}
	b.id = digest(b.relation.definition, b.windows, b.columns, before)
	return b
}

// base is the base of an entry of the model's list, or of the beginning of the log.
func (r *run) base(ctx context.Context, s standing, entry int) (*base, error) {
	if entry == notYet {
		entry = s.first()
	}
	key := fmt.Sprint(entry)
	if entry < 0 || r.model.Reference[entry].Version == "" {
		s.version, s.own = "", nil // it is the same for all versions
	}
	if known := r.bases[key]; known != nil {
		return known, nil
	}
	b, err := r.makeBase(ctx, s, entry)
	if err != nil {
		return nil, err
	}
	r.bases[key] = b
	return b, nil
}

func (r *run) makeBase(ctx context.Context, s standing, entry int) (*base, error) {
	var before *base
	if entry != beginning {
		earlier := s.before(entry)
		if earlier != beginning || r.model.Reference[entry].Mode != "" {
			var err error
			if before, err = r.base(ctx, s, earlier); err != nil {
				return nil, err
			}
		}
		if r.model.Reference[entry].Mode != "" { // it moves with the window and has no stretch of its own
			return before, nil
		}
	}
	var filters []store.Filter
	if s.version != "" && r.model.Version != "" {
		described, err := r.describe(ctx, r.model.Source)
		if err != nil {
			return nil, err
		}
		only, err := r.versionFilter(s.version, described)
		if err != nil {
			return nil, err
		}
		filters = []store.Filter{only}
	}
	ref, err := r.entryReference(ctx, entry, r.own, window.Interval{}, r.home, rowsOf{filters: filters, version: s.version})
	if err != nil {
		return nil, err
	}
	return baseOf(ref, before), nil
}

// rangeBase is the base of a reference that a query gives as a range.
func (r *run) rangeBase(ctx context.Context, s standing, period window.Interval) (*base, error) {
	before, err := r.base(ctx, s, s.at(period.From))
	if err != nil {
		return nil, err
	}
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return nil, err
	}
	ref, err := r.stretch(ctx, log, r.own, window.Interval{}, r.home, period)
	if err != nil {
		return nil, err
	}
	return baseOf(ref, before), nil
}

func baseOf(ref *reference, before *base) *base {
	b := &base{relation: ref.relation, foreign: ref.foreign, columns: ref.columns, before: before}
	for _, w := range ref.windows {
		b.windows = append(b.windows, w.Interval)
	}
	if len(b.windows) == 0 { // nothing to choose by: the whole log stands in
		b.windows = []window.Interval{{}}
	}
	return b.identify()
}
