package duckdb

import (
	"context"
	"errors"
	"fmt"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
	"github.com/tideline-ml/tideline/pkg/store/tally"
)

// Counts counts every column in every window and segment, in one scan.
func (s *Store) Counts(ctx context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	columns := make([]store.Column, len(q.Columns))
	for i, c := range q.Columns {
		columns[i] = c.Column
	}
	return s.count(ctx, q.Relation, columns, q.GroupBy, q.Windows, func(i int, v sql.Value) (tally.Column, error) {
		c := q.Columns[i]
		if c.Grid != nil {
			if v.Holds == sql.Texts {
				return nil, &sql.ColumnError{Column: c.Name, Reason: "is text and has no place on a grid of numbers"}
			}
			return tally.Cells(c.Name, c.Grid, mostCells), nil
		}
		return exactly(c.Name, v, tally.Limits{Distinct: c.MaxDistinct, Entries: q.MaxRows}), nil
	})
}

// mostCells bounds the memory of one column's grids over all slots: 8 bytes each.
const mostCells = 1 << 25

// CountsByEdges counts numeric columns in the caller's own bins.
func (s *Store) CountsByEdges(ctx context.Context, q store.EdgesRequest) (*store.CountsResult, error) {
	if len(q.Edges) != len(q.Columns) {
		return nil, fmt.Errorf("%d lists of edges for %d columns", len(q.Edges), len(q.Columns))
	}
	return s.count(ctx, q.Relation, q.Columns, q.GroupBy, q.Windows, func(i int, v sql.Value) (tally.Column, error) {
		if v.Holds == sql.Texts {
			return nil, &sql.ColumnError{Column: q.Columns[i].Name, Reason: "is text and has no place in bins of numbers"}
		}
		return tally.Edges(q.Columns[i].Name, q.Edges[i])
	})
}

// exactly counts the distinct values of a column.
func exactly(name string, v sql.Value, limits tally.Limits) tally.Column {
	switch v.Holds {
	case sql.Ints:
		return tally.Ints(name, v.Names, limits)
	case sql.Floats:
		return tally.Floats(name, v.Names, limits)
	}
	return tally.Texts(name, limits)
}

// count runs a scan into one tally a column.
func (s *Store) count(ctx context.Context, rel store.Relation, columns, groupBy []store.Column, windows []store.Window,
	tallyFor func(i int, v sql.Value) (tally.Column, error)) (*store.CountsResult, error) {
	var tallies []tally.Column
	var rows []int64
	workers := newCrew(len(columns))
	defer workers.dismiss()
	begin := func(sc *scan) {
		tallies, rows = make([]tally.Column, len(columns)), nil
		for i, c := range sc.Columns {
			if c.Err == nil {
				tallies[i], sc.failed[i] = tallyFor(i, c.Value)
			}
		}
	}
	take := func(b *batch) error {
		for _, r := range b.runs {
			for int(r.Slot) >= len(rows) {
				rows = append(rows, 0)
			}
			rows[r.Slot] += int64(r.To - r.From)
		}
		workers.each(len(columns), func(i int) {
			if v := b.columns[i]; tallies[i] != nil && (v.Ints != nil || v.Floats != nil || v.Texts != nil) {
				tallies[i].Add(b.runs, v)
			}
		})
		return nil
	}
	sc, stats, err := s.readRows(ctx, rel, columns, groupBy, windows, nil, begin, take)
	if err != nil {
		return nil, err
	}
	result := &store.CountsResult{Stats: stats, ByColumn: make([]store.ColumnCounts, len(columns))}
	var order []int
	result.Segments, result.SegmentNulls, order = sc.segments.sorted()
	result.Rows = make([][]float64, len(order))
	for place, segment := range order {
		result.Rows[place] = make([]float64, len(windows))
		for w := range windows {
			if slot := segment*len(windows) + w; slot < len(rows) {
				result.Rows[place][w] = float64(rows[slot])
			}
		}
	}
	for i := range columns {
		column := &result.ByColumn[i]
		if column.Err = sc.failed[i]; column.Err != nil {
			continue
		}
		list, err := tallies[i].Counts(len(order) * len(windows))
		if err != nil {
			var tooMany *store.TooManyError
			if !errors.As(err, &tooMany) {
				return nil, fmt.Errorf("column %q: %w", columns[i].Name, err)
			}
			column.Err = err
			continue
		}
		column.Counts = make([][]*counts.Counts, len(order))
		for place, segment := range order {
			column.Counts[place] = list[segment*len(windows) : (segment+1)*len(windows) : (segment+1)*len(windows)]
		}
	}
	return result, nil
}
