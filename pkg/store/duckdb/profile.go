package duckdb

import (
	"context"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
	"github.com/tideline-ml/tideline/pkg/store/tally"
)

// Profile samples rows of the windows. The sample depends on the rows and their order in the files alone: DuckDB hands them over in that order whatever
// the number of threads, and which are taken is a matter of their place.
func (s *Store) Profile(ctx context.Context, rel store.Relation, columns []store.Column, windows []store.Window, rows int) (*store.Profile, error) {
	var sample *tally.Sample
	expected, err := s.expect(ctx, rel, windows)
	if err != nil {
		return nil, err
	}
	begin := func(*scan) { sample = tally.NewSample(rows, len(columns), expected) }
	take := func(b *batch) error {
		sample.Add(b.runs, b.columns)
		return nil
	}
	sc, stats, err := s.readRows(ctx, rel, columns, nil, windows, begin, take)
	if err != nil {
		return nil, err
	}
	profile := &store.Profile{Rows: float64(sample.Rows()), Sampled: sample.Size(), Stats: stats}
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

// expect counts the rows that a scan of windows would read.
func (s *Store) expect(ctx context.Context, rel store.Relation, windows []store.Window) (rows float64, err error) {
	err = s.withRelation(ctx, rel, func(r *sql.Relation, _ []string) error {
		st, err := r.Count(windows)
		if err != nil {
			return err
		}
		answer, err := s.engine.all(ctx, st)
		if err == nil {
			rows = float64(answer[0][0].(int64))
		}
		return err
	})
	return rows, err
}
