package loki

import (
	"context"
	"slices"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Profile reads lines of the windows: all where they are few enough, else those that a hash of their time chooses. The newest stand in for all there are.
func (s *Store) Profile(ctx context.Context, rel store.Relation, columns []store.Column, windows []store.Window, rows int) (*store.Profile, error) {
	a, err := s.asked(ctx, rel, nil, windows)
	if err != nil {
		return nil, err
	}
	out := &store.Profile{}
	var names []string
	read := make([]*tallies, len(columns))
	for i, c := range columns {
		out.Columns = append(out.Columns, store.SampleColumn{Column: c})
		if c.Name == timeColumn && c.Column == "" {
			continue // it has no values to sample
		}
		of, err := a.reading(c)
		if out.Columns[i].Err = err; err == nil {
			read[i] = of.tallies()
			names = append(names, of.name)
		}
	}
	visit := func(one line, _ int) error {
		for _, of := range read {
			if of != nil {
				of.text(0, one.labels[of.name], 1)
			}
		}
		out.Sampled++
		return nil
	}
	if slices.Contains(windows, store.Window{}) {
		if a.hint != "" {
			a.notices = append(a.notices, a.hint)
		}
		newest, err := s.newest(ctx, a.logQuery, a.about.with(only(names)).String(), min(rows, onePage))
		if err != nil {
			return nil, err
		}
		for _, one := range newest {
			_ = visit(one, 0)
		}
		out.Rows = float64(out.Sampled)
	} else {
		if err := a.countRows(nil, 0); err != nil {
			return nil, err
		}
		out.Rows = a.scanned
		if err := a.eachLine(names, min(1, float64(rows)/max(out.Rows, 1)), visit); err != nil {
			return nil, err
		}
	}
	for i, of := range read {
		if of == nil {
			continue
		}
		c := &out.Columns[i]
		c.Column.Integer = of.numeric() && !of.fractions()
		if c.Err = of.wrong(); c.Err == nil {
			if c.Counts, c.Err = of.exact(0); c.Counts == nil {
				c.Counts = of.empty()
			}
		}
	}
	a.scanned = out.Rows
	out.Stats = a.stats()
	return out, nil
}

// empty are counts of no rows.
func (t *tallies) empty() *counts.Counts {
	switch {
	case t.reading.names:
		return counts.Empty(counts.String, nil)
	case t.fractions():
		return counts.Empty(counts.Float, nil)
	}
	return counts.Empty(counts.Int, nil)
}

// numeric tells whether a label's texts look like numbers, or like true and false where numbers are meant.
func (r reading) numeric() bool { return r.class.kind() == model.Numeric || !r.names }
