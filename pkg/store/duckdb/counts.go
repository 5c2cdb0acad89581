package duckdb

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
	"github.com/tideline-ml/tideline/pkg/store/tally"
)

// Counts counts every column in every window and segment, in one scan.
func (s *Store) Counts(ctx context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	return s.count(ctx, q.Relation, countingOf(&q))
}

func countingOf(q *store.CountsRequest) counting {
	columns := make([]store.Column, len(q.Columns))
	for i, c := range q.Columns {
		columns[i] = c.Column
	}
	return counting{columns, q.GroupBy, q.Windows, func(i int, v sql.Value) (tally.Column, error) {
		c := q.Columns[i]
		if c.Grid != nil {
			if v.Holds == sql.Texts {
				return nil, &sql.ColumnError{Column: c.Name, Reason: "is text and has no place on a grid of numbers"}
			}
			return tally.Cells(c.Name, c.Grid, mostCells), nil
		}
		if c.Vocabulary != nil {
			return tally.Words(c.Name, c.Vocabulary, mostCells), nil
		}
		return exactly(c.Name, v, tally.Limits{Distinct: c.MaxDistinct, Entries: q.MaxRows}), nil
	}}
}

// mostCells bounds the memory of one column's grids or vocabularies over all slots: up to 12 bytes each.
const mostCells = 1 << 25

// CountsByEdges counts numeric columns in the caller's own bins.
func (s *Store) CountsByEdges(ctx context.Context, q store.EdgesRequest) (*store.CountsResult, error) {
	if len(q.Edges) != len(q.Columns) {
		return nil, fmt.Errorf("%d lists of edges for %d columns", len(q.Edges), len(q.Columns))
	}
	return s.count(ctx, q.Relation, counting{q.Columns, q.GroupBy, q.Windows, func(i int, v sql.Value) (tally.Column, error) {
		if v.Holds == sql.Texts {
			return nil, &sql.ColumnError{Column: q.Columns[i].Name, Reason: "is text and has no place in bins of numbers"}
		}
		return tally.Edges(q.Columns[i].Name, q.Edges[i])
	}})
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

// counter is what one thread has counted.
type counter struct {
	*scan
	tallies []tally.Column // nil for a column that cannot be read
	rows    []int64        // by slot
}

func (c *counter) take(rows *chunk) error {
	b, err := c.sort(rows)
	if err != nil {
		return err
	}
	for _, r := range b.runs {
		c.atSlot(r.Slot, int64(r.To-r.From))
	}
	for i, v := range b.columns {
		if c.tallies[i] != nil && (v.Ints != nil || v.Floats != nil || v.Texts != nil) {
			c.tallies[i].Add(b.runs, v)
		}
	}
	return nil
}

func (c *counter) atSlot(slot int32, rows int64) {
	for int(slot) >= len(c.rows) {
		c.rows = append(c.rows, 0)
	}
	c.rows[slot] += rows
}

// merge adds what another thread has counted.
func (c *counter) merge(from *counter) error {
	slot, err := c.scan.merge(from.scan)
	if err != nil {
		return err
	}
	for s, rows := range from.rows {
		if rows > 0 {
			c.atSlot(slot(int32(s)), rows)
		}
	}
	for i, t := range from.tallies {
		if t != nil {
			c.tallies[i].Merge(t, slot)
		}
	}
	return nil
}

// counting is what is counted of the rows of a scan, and in what.
type counting struct {
	columns  []store.Column
	groupBy  []store.Column
	windows  []store.Window
	tallyFor func(i int, v sql.Value) (tally.Column, error)
}

// over is a counter of some of a scan's columns and groups.
func (c counting) over(part *sql.Scan) *counter {
	n := &counter{scan: newScan(part, c.columns, len(c.groupBy), len(c.windows)), tallies: make([]tally.Column, len(c.columns))}
	for i, column := range part.Columns {
		if column.Err == nil {
			n.tallies[i], n.failed[i] = c.tallyFor(i, column.Value)
		}
	}
	return n
}

// count answers one question by a scan of its own.
func (s *Store) count(ctx context.Context, rel store.Relation, c counting) (*store.CountsResult, error) {
	results, _, err := s.countTogether(ctx, rel, []counting{c})
	if err != nil {
		return nil, err
	}
	return results[0], nil
}

// result is the answer of one question.
func (c counting) result(all *counter, stats store.Stats) (*store.CountsResult, error) {
	stats.RowsScanned, stats.Notices = float64(all.scan.rows), append(slices.Clone(stats.Notices), all.notices()...)
	columns, windows := c.columns, c.windows
	result := &store.CountsResult{Stats: stats, ByColumn: make([]store.ColumnCounts, len(columns))}
	var order []int
	result.Segments, result.SegmentNulls, order = all.segments.sorted()
	result.Rows = make([][]float64, len(order))
	for place, segment := range order {
		result.Rows[place] = make([]float64, len(windows))
		for w := range windows {
			if slot := segment*len(windows) + w; slot < len(all.rows) {
				result.Rows[place][w] = float64(all.rows[slot])
			}
		}
	}
	for i := range columns {
		column := &result.ByColumn[i]
		if column.Err = all.reason(i); column.Err != nil {
			continue
		}
		list, err := all.tallies[i].Counts(len(order) * len(windows))
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
