package duckdb

import (
	"context"
	"math"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
	"github.com/tideline-ml/tideline/pkg/store/tally"
)

// Profile samples rows of the windows. The sample depends on the rows and their order in the files alone: which are taken is a matter of their place,
// and DuckDB hands rows over in the order of the files whatever the number of threads. Of Parquet files, which number their rows, DuckDB itself drops
// most of those that will not be in the sample before it decodes what else is asked for.
func (s *Store) Profile(ctx context.Context, rel store.Relation, columns []store.Column, windows []store.Window, rows int) (*store.Profile, error) {
	var sample *tally.Sample
	var expected float64
	var thinned bool
	thin := func(r *sql.Relation) (*sql.Relation, error) {
		st, exact, err := r.Count(windows)
		if err != nil {
			return nil, err
		}
		answer, err := s.engine.all(ctx, st)
		if err != nil {
			return nil, err
		}
		expected, thinned = float64(answer[0][0].(int64)), false
		if exact {
			// The number of rows that are read is binomial: five standard deviations more than are wanted are enough.
			n := float64(rows)
			r, thinned = r.Thin((n + 5*math.Sqrt(n) + 10) / expected)
		}
		return r, nil
	}
	begin := func(*scan) {
		if thinned {
			sample = tally.NewSample(rows, len(columns), 0)
		} else {
			sample = tally.NewSample(rows, len(columns), expected)
		}
	}
	take := func(b *batch) error {
		sample.Add(b.runs, b.columns)
		return nil
	}
	sc, stats, err := s.readRows(ctx, rel, columns, nil, windows, thin, begin, take)
	if err != nil {
		return nil, err
	}
	profile := &store.Profile{Rows: float64(sample.Rows()), Sampled: sample.Size(), Stats: stats}
	if thinned {
		profile.Rows = expected
		profile.Stats.RowsScanned = expected
	}
	for i, c := range columns {
		sampled := store.SampleColumn{Column: c, Err: sc.failed[i]}
		if sampled.Err == nil {
			v := sc.Columns[i].Value
			sampled.Column.Integer = v.Holds == sql.Ints
			sampled.Counts, sampled.Err = sample.Counts(i, v.Names)
		}
		profile.Columns = append(profile.Columns, sampled)
	}
	return profile, nil
}
