package duckdb

import (
	"context"
	"slices"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// CountsTogether answers several questions about the same rows by one scan: each counts what it would count alone, in windows and segments of its own, but the
// rows are found, read, joined, filtered and computed once. stats are those of the scan.
func (s *Store) CountsTogether(ctx context.Context, questions []store.CountsRequest) ([]*store.CountsResult, store.Stats, error) {
	countings := make([]counting, len(questions))
	for i := range questions {
		countings[i] = countingOf(&questions[i])
	}
	return s.countTogether(ctx, questions[0].Relation, countings)
}

// countTogether runs a scan into one counter a question and thread. What is counted is the same whichever thread has which rows.
func (s *Store) countTogether(ctx context.Context, rel store.Relation, questions []counting) ([]*store.CountsResult, store.Stats, error) {
	var columns, groupBy []store.Column
	places := make([]struct{ columns, groups []int }, len(questions)) // of each question's in the scan's
	var windows []store.Window
	for q, c := range questions {
		columns, places[q].columns = joined(columns, c.columns)
		groupBy, places[q].groups = joined(groupBy, c.groupBy)
		windows = append(windows, c.windows...)
	}
	var threads []counters // takeEverywhere calls open under its lock
	stats, err := s.write(ctx, rel, columns, groupBy, covering(windows), nil, func(written *sql.Scan) error {
		parts := make([]*sql.Scan, len(questions))
		for q, c := range questions {
			var err error
			if parts[q], err = written.Part(places[q].columns, places[q].groups, c.windows); err != nil {
				return err
			}
		}
		newCounters := func() counters {
			all := make(counters, len(questions))
			for q, c := range questions {
				all[q] = c.over(parts[q])
			}
			return all
		}
		threads = nil // a bad file may have made the scan start again
		if err := s.engine.takeEverywhere(ctx, written, func() func(*chunk) error {
			c := newCounters()
			threads = append(threads, c)
			return c.take
		}); err != nil {
			return err
		}
		if len(threads) == 0 {
			threads = append(threads, newCounters())
		}
		for _, more := range threads[1:] {
			for q, c := range threads[0] {
				if err := c.merge(more[q]); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, stats, err
	}
	results := make([]*store.CountsResult, len(questions))
	for q, c := range questions {
		if results[q], err = c.result(threads[0][q], stats); err != nil {
			return nil, stats, err
		}
	}
	for _, r := range results { // each has read some of the same rows
		stats.RowsScanned = max(stats.RowsScanned, r.Stats.RowsScanned)
	}
	return results, stats, nil
}

// counters are what one thread has counted, by question.
type counters []*counter

func (all counters) take(rows *chunk) error {
	for _, c := range all {
		if err := c.take(rows); err != nil {
			return err
		}
	}
	return nil
}

// joined adds the columns that are not there yet, and gives the places of all.
func joined(all, more []store.Column) ([]store.Column, []int) {
	places := make([]int, len(more))
	for i, c := range more {
		if places[i] = slices.Index(all, c); places[i] < 0 {
			places[i] = len(all)
			all = append(all, c)
		}
	}
	return all, places
}

// covering are disjoint windows, ascending, that hold what any of the given ones holds.
func covering(windows []store.Window) []store.Window {
	windows = slices.Clone(windows)
	slices.SortFunc(windows, func(a, b store.Window) int { return a.From.Compare(b.From) }) // the open beginning is the zero time
	var all []store.Window
	for _, w := range windows {
		last := len(all) - 1
		if last < 0 || !all[last].To.IsZero() && (w.From.After(all[last].To)) {
			all = append(all, w)
			continue
		}
		if w.To.IsZero() || !all[last].To.IsZero() && w.To.After(all[last].To) {
			all[last].To = w.To
		}
	}
	return all
}
