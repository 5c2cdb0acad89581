package server

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Counts counts every column in every window and segment.
func (s *Store) Counts(ctx context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	columns, keys := make([]store.Column, len(q.Columns)), make([]*sql.Keys, len(q.Columns))
	for i, c := range q.Columns {
		columns[i] = c.Column
		switch {
		case c.Grid != nil:
			keys[i] = GridKeys(c.Grid)
		case c.Vocabulary != nil:
			keys[i] = sql.Alone
		}
	}
	return s.count(ctx, q.Relation, columns, q.GroupBy, q.Windows, keys, func(i int, asked sql.CountedColumn) tally {
		c := q.Columns[i]
		switch {
		case c.Grid != nil:
			return newCells(c.Grid, asked.Keys)
		case c.Vocabulary != nil:
			return newWords(c.Vocabulary)
		}
		return newExact(c.Name, asked.Value, c.MaxDistinct, q.MaxRows)
	})
}

// CountsByEdges counts numeric columns in the caller's own bins.
func (s *Store) CountsByEdges(ctx context.Context, q store.EdgesRequest) (*store.CountsResult, error) {
	if len(q.Edges) != len(q.Columns) {
		return nil, fmt.Errorf("%d lists of edges for %d columns", len(q.Edges), len(q.Columns))
	}
	keys := make([]*sql.Keys, len(q.Columns))
	for i, edges := range q.Edges {
		var err error
		if keys[i], err = EdgeKeys(q.Columns[i].Name, edges); err != nil {
			return nil, err
		}
	}
	return s.count(ctx, q.Relation, q.Columns, q.GroupBy, q.Windows, keys, func(i int, asked sql.CountedColumn) tally {
		return newBins(q.Edges[i], asked.Keys)
	})
}

// EdgeKeys are the points where bins of a column begin, and where what lies above the last does: it is closed, so that is the next float.
func EdgeKeys(name string, edges []float64) (*sql.Keys, error) {
	if len(edges) < 2 {
		return nil, fmt.Errorf("column %q: bins need at least two edges, not %d", name, len(edges))
	}
	for i, x := range edges {
		if math.IsNaN(x) || i > 0 && x <= edges[i-1] {
			return nil, fmt.Errorf("column %q: edges of bins must ascend, but edge %d is %v", name, i, x)
		}
	}
	return sql.FloatBounds(append(edges[:len(edges):len(edges)], math.Nextafter(edges[len(edges)-1], math.Inf(1)))), nil
}

// GridKeys are the points where cells of a grid begin: every cell, and every atom at its value and at the next one.
func GridKeys(g *counts.Grid) *sql.Keys {
	if g.Integer {
		points := make([]int64, 0, g.NumCells()+len(g.Atoms))
		for s, segment := range g.Segments {
			if s > 0 {
				points = append(points, segment.LoInt)
			}
			if s > 0 && s < len(g.Segments)-1 {
				for at := (segment.LoInt>>segment.Exp + 1) << segment.Exp; at > segment.LoInt && at < segment.HiInt; at += 1 << segment.Exp {
					points = append(points, at)
				}
			}
		}
		for _, atom := range g.Atoms {
			points = append(points, atom.Int)
			if atom.Int < math.MaxInt64 {
				points = append(points, atom.Int+1)
			}
		}
		return sql.IntBounds(points)
	}
	points := make([]float64, 0, g.NumCells()+len(g.Atoms))
	for cell := range g.NumCells() {
		lo, _, atom := g.Bounds(cell)
		if points = append(points, lo); atom {
			points = append(points, math.Nextafter(lo, math.Inf(1)))
		}
	}
	return sql.FloatBounds(points)
}

// count runs a question, and again without a column that cannot be computed.
func (s *Store) count(ctx context.Context, rel store.Relation, columns, groupBy []store.Column, windows []store.Window, keys []*sql.Keys,
	tallyFor func(i int, c sql.CountedColumn) tally) (*store.CountsResult, error) {
	var result *store.CountsResult
	kept, errs, err := s.sparing(ctx, rel, columns, windows, func(kept []int) (err error) {
		result, err = s.countAll(ctx, rel, chosen(columns, kept), groupBy, windows, chosen(keys, kept),
			func(k int, c sql.CountedColumn) tally { return tallyFor(kept[k], c) })
		return err
	})
	if err != nil {
		return nil, err
	}
	counted := result.ByColumn
	result.ByColumn = make([]store.ColumnCounts, len(columns))
	for i, err := range errs {
		result.ByColumn[i].Err = err
	}
	for k, i := range kept {
		result.ByColumn[i] = counted[k]
	}
	return result, nil
}

// countAll runs a question and puts its answer together.
func (s *Store) countAll(ctx context.Context, rel store.Relation, columns, groupBy []store.Column, windows []store.Window, keys []*sql.Keys,
	tallyFor func(i int, c sql.CountedColumn) tally) (*store.CountsResult, error) {
	started := time.Now()
	r, err := s.relation(ctx, rel)
	if err != nil {
		return nil, err
	}
	asked, err := r.Counts(columns, groupBy, windows, keys)
	if err != nil {
		return nil, err
	}
	errs := make([]error, len(columns))
	tallies := make([]tally, len(columns))
	var notices []string
	for i, c := range asked.Columns {
		if errs[i] = c.Err; errs[i] == nil {
			tallies[i] = tallyFor(i, c)
		}
		if c.Notice != "" {
			notices = append(notices, c.Notice)
		}
	}
	segments := NewSegments(len(groupBy), len(windows))
	var rows []float64 // by slot
	scanned := 0.0
	statements := []sql.Statement{asked.Unreadable}
	for k := range asked.Arrays {
		st := &asked.Arrays[k]
		statements = append(statements, st.Statement)
		if err := s.arrays(ctx, asked, st, func(window int, all float64, arrays []any) error {
			slot, err := segments.Slot(nil, window)
			if err != nil {
				return err
			}
			if k == 0 {
				rows = at(rows, slot, all)
				scanned += all
			}
			for i, column := range st.Columns {
				if errs[column] == nil {
					errs[column] = addArray(tallies[column], slot, arrays[i], asked.Columns[column].Keys.Missing())
				}
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	for k := range asked.Statements {
		st := &asked.Statements[k]
		statements = append(statements, st.Statement)
		err := s.each(ctx, st.Statement, func(row []any) error {
			g := asked.Group(st, row)
			if g.Window < 0 {
				return nil
			}
			slot, err := segments.Slot(g.Groups, g.Window)
			if err != nil {
				return err
			}
			if g.CountsRows {
				rows = at(rows, slot, g.Rows)
				scanned += g.Rows
			}
			column := g.Column
			if column < 0 || tallies[column] == nil || errs[column] != nil {
				return nil
			}
			errs[column] = tallies[column].add(slot, g.Key, g.Rows)
			var tooMany *store.TooManyError
			if errs[column] != nil && !errors.As(errs[column], &tooMany) {
				return errs[column]
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if err := s.findUnreadable(ctx, asked, columns, errs); err != nil {
		return nil, err
	}
	result := &store.CountsResult{ByColumn: make([]store.ColumnCounts, len(columns))}
	var order []int
	result.Segments, result.SegmentNulls, order = segments.Sorted()
	result.Rows = make([][]float64, len(order))
	for place, segment := range order {
		result.Rows[place] = make([]float64, len(windows))
		for w := range windows {
			if slot := segment*len(windows) + w; slot < len(rows) {
				result.Rows[place][w] = rows[slot]
			}
		}
	}
	for i := range columns {
		column := &result.ByColumn[i]
		if column.Err = errs[i]; column.Err != nil {
			continue
		}
		column.Counts = make([][]*counts.Counts, len(order))
		for place, segment := range order {
			list := make([]*counts.Counts, len(windows))
			for w := range list {
				if list[w], err = tallies[i].counts(segment*len(windows) + w); err != nil {
					return nil, fmt.Errorf("column %q: %w", columns[i].Name, err)
				}
			}
			column.Counts[place] = list
		}
	}
	result.Stats = statistics(started, scanned, notices, statements...)
	return result, nil
}

// arrays runs a statement that counts in arrays.
func (s *Store) arrays(ctx context.Context, asked *sql.Counted, st *sql.ArrayStatement, take func(window int, rows float64, arrays []any) error) error {
	return s.each(ctx, st.Statement, func(row []any) error {
		window := asked.Slots.Window(row[0])
		if window < 0 {
			return nil
		}
		n, _ := row[1].(int64)
		return take(window, float64(n), row[2:])
	})
}

// addArray takes the numbers of rows by slot of keys; that at missing is of missing values.
func addArray(t tally, slot int, array any, missing int) error {
	numbers, ok := array.([]int64)
	if !ok {
		return fmt.Errorf("the server answered with a %T for numbers of rows", array)
	}
	key := make([]any, 3)
	for at, n := range numbers {
		if n == 0 {
			continue
		}
		if key[0] = int64(at); at == missing {
			key[0] = nil
		}
		if err := t.add(slot, key, float64(n)); err != nil {
			return err
		}
	}
	return nil
}

// findUnreadable looks for texts in columns of numbers that are none.
func (s *Store) findUnreadable(ctx context.Context, asked *sql.Counted, columns []store.Column, errs []error) error {
	if len(asked.UnreadableColumns) == 0 {
		return nil
	}
	row, err := s.one(ctx, asked.Unreadable)
	if err != nil {
		return err
	}
	for i, column := range asked.UnreadableColumns {
		if example, ok := row[i].(string); ok {
			errs[column] = sql.NoNumber(columns[column].Name, example)
		}
	}
	return nil
}

// at adds to a place of a list that grows.
func at(list []float64, place int, n float64) []float64 {
	for place >= len(list) {
		list = append(list, 0)
	}
	list[place] += n
	return list
}
