package server

import (
	"context"
	"math"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Profile samples rows of the windows: those whose hashes are the smallest. Equal tables give equal samples as long as rows lie where they lie; a table
// that the server has rewritten may give another.
func (s *Store) Profile(ctx context.Context, rel store.Relation, columns []store.Column, windows []store.Window, rows int) (*store.Profile, error) {
	var profile *store.Profile
	kept, errs, err := s.sparing(ctx, rel, columns, windows, func(kept []int) (err error) {
		profile, err = s.profile(ctx, rel, chosen(columns, kept), windows, rows)
		return err
	})
	if err != nil {
		return nil, err
	}
	sampled := profile.Columns
	profile.Columns = make([]store.SampleColumn, len(columns))
	for i, c := range columns {
		profile.Columns[i] = store.SampleColumn{Column: c, Err: errs[i]}
	}
	for k, i := range kept {
		profile.Columns[i] = sampled[k]
	}
	return profile, nil
}

func (s *Store) profile(ctx context.Context, rel store.Relation, columns []store.Column, windows []store.Window, rows int) (*store.Profile, error) {
	started := time.Now()
	r, err := s.relation(ctx, rel)
	if err != nil {
		return nil, err
	}
	total, counted, err := s.rowsIn(ctx, r, windows)
	if err != nil {
		return nil, err
	}
	want := min(float64(rows), total)
	// How many hashes are small is binomial: five standard deviations more than are wanted are enough, nearly always.
	share := (want + 5*math.Sqrt(want) + 10) / math.Max(total, 1)
	if share > 0.5 {
		share = 1
	}
	for {
		profile, scan, err := s.sample(ctx, r, columns, windows, rows, share)
		if err != nil {
			return nil, err
		}
		if share < 1 && float64(profile.Sampled) < want {
			share = 1
			continue
		}
		profile.Rows = math.Max(total, float64(profile.Sampled))
		profile.Stats = statistics(started, profile.Rows, profile.Stats.Notices, counted, scan.Statement)
		return profile, nil
	}
}

// rowsIn counts the rows of all windows together: without a group for each, where a condition says which they are, because many a server then reads its index alone.
func (s *Store) rowsIn(ctx context.Context, r *sql.Relation, windows []store.Window) (total float64, st sql.Statement, err error) {
	st, exact, err := r.Count(windows)
	if err != nil {
		return 0, st, err
	}
	if exact {
		row, err := s.one(ctx, st)
		if err != nil {
			return 0, st, err
		}
		n, _ := row[0].(int64)
		return float64(n), st, nil
	}
	rows, st, err := s.rowsOf(ctx, r, windows)
	for _, n := range rows {
		total += float64(n)
	}
	return total, st, err
}

func (s *Store) sample(ctx context.Context, r *sql.Relation, columns []store.Column, windows []store.Window, rows int, share float64) (*store.Profile, *sql.Scan, error) {
	scan, err := r.Sample(columns, windows, rows, share)
	if err != nil {
		return nil, nil, err
	}
	profile := &store.Profile{}
	tallies := make([]exactly, len(columns))
	for i, c := range scan.Columns {
		column := columns[i]
		column.Integer = c.Err == nil && c.Holds == sql.Ints
		profile.Columns = append(profile.Columns, store.SampleColumn{Column: column, Err: c.Err})
		if c.Notice != "" {
			profile.Stats.Notices = append(profile.Stats.Notices, c.Notice)
		}
		tallies[i] = newExact(columns[i].Name, c.Value, 0, 0)
		tallies[i].expect(0, rows)
	}
	example, key := make([]string, len(columns)), make([]any, 3)
	err = s.each(ctx, scan.Statement, func(row []any) error {
		profile.Sampled++
		for i, c := range scan.Columns {
			if c.Err != nil {
				continue
			}
			if c.Unreadable >= 0 {
				if text, ok := row[c.Unreadable].(string); ok && (profile.Columns[i].Err == nil || text < example[i]) {
					profile.Columns[i].Err, example[i] = sql.NoNumber(columns[i].Name, text), text
				}
			}
			if err := tallies[i].add(0, keyOf(key, row[c.Place]), 1); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	for i := range profile.Columns {
		if c := &profile.Columns[i]; c.Err == nil {
			if c.Counts, c.Err = tallies[i].counts(0); c.Counts == nil {
				c.Counts = emptyOf(scan.Columns[i].Value)
			}
		}
	}
	return profile, scan, nil
}

// keyOf writes a value as the key of a group.
func keyOf(key []any, v any) []any {
	clear(key)
	switch v.(type) {
	case int64:
		key[0] = v
	case float64:
		key[1] = v
	case string:
		key[2] = v
	}
	return key
}

func emptyOf(v sql.Value) *counts.Counts {
	switch {
	case v.Holds == sql.Ints && !v.Names:
		return counts.Empty(counts.Int, nil)
	case v.Holds == sql.Floats && !v.Names:
		return counts.Empty(counts.Float, nil)
	}
	return counts.Empty(counts.String, nil)
}
