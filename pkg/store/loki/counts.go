package loki

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// counted is a column that is being counted: in cells, where it has some, else by its values.
type counted struct {
	*tallies
	keys  *sql.Keys // nil: by values
	words *counts.Vocabulary
	most  int                                          // distinct values; 0: any number
	make  func(*counts.Counts) (*counts.Counts, error) // what an answer has, of the exact counts or those of cells
	err   error
	// notices of this column
	notices []string
}

// Counts counts labels, each by a query of its own, or all of them in the lines where these are few.
func (s *Store) Counts(ctx context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	a, err := s.asked(ctx, q.Relation, q.GroupBy, q.Windows)
	if err != nil {
		return nil, err
	}
	columns := make([]*counted, len(q.Columns))
	for i, c := range q.Columns {
		of := a.counted(c.Column)
		of.most, of.words = c.MaxDistinct, c.Vocabulary
		switch {
		case c.Grid != nil:
			of.keys, of.make = finite(server.GridKeys(c.Grid)), c.Grid.Count
		case c.Vocabulary != nil:
			of.make = c.Vocabulary.Count
		}
		columns[i] = of
	}
	if err := a.count(columns); err != nil {
		return nil, err
	}
	for _, of := range columns {
		distinct, entries := of.distinct()
		switch limited := of.keys == nil && of.words == nil; {
		case of.err != nil:
		case limited && of.most > 0 && distinct > of.most:
			of.err = &store.TooManyError{Column: of.asked.Name, Limit: of.most}
		case limited && q.MaxRows > 0 && entries > q.MaxRows:
			of.err = &store.TooManyError{Column: of.asked.Name, Limit: q.MaxRows}
		}
	}
	return a.result(columns)
}

// CountsByEdges counts numeric labels in the caller's own bins.
func (s *Store) CountsByEdges(ctx context.Context, q store.EdgesRequest) (*store.CountsResult, error) {
	if len(q.Edges) != len(q.Columns) {
		return nil, fmt.Errorf("%d lists of edges for %d columns", len(q.Edges), len(q.Columns))
	}
	a, err := s.asked(ctx, q.Relation, q.GroupBy, q.Windows)
	if err != nil {
		return nil, err
	}
	columns := make([]*counted, len(q.Columns))
	for i, c := range q.Columns {
		keys, err := server.EdgeKeys(c.Name, q.Edges[i])
		if err != nil {
			return nil, err
		}
		columns[i] = a.counted(c)
		columns[i].keys, columns[i].make = finite(keys), func(c *counts.Counts) (*counts.Counts, error) { return inBins(c, q.Edges[i]) }
		if columns[i].class != floats && columns[i].err == nil {
			columns[i].class = floats // edges are
		}
	}
	if err := a.count(columns); err != nil {
		return nil, err
	}
	return a.result(columns)
}

// inBins puts values, of which each lies where its cell does, into bins: bin i is [edges[i], edges[i+1]), the last one closed.
func inBins(c *counts.Counts, edges []float64) (*counts.Counts, error) {
	last := len(edges) - 1
	rows := map[float64]float64{}
	for k, n := range c.W {
		switch x := c.Value(k); {
		case x < edges[0]:
			rows[-math.MaxFloat64] += n
		case x > edges[last]:
			rows[math.MaxFloat64] += n
		default:
			i, found := slices.BinarySearch(edges[:last], x)
			if !found {
				i--
			}
			rows[math.Max(edges[i], -math.MaxFloat64)] += n
		}
	}
	keys, weights := ordered(rows)
	return counts.OfFloats(keys, weights, nil, c.Other())
}

// asked is what a question is about: which lines, and the labels that they are grouped by.
type asked struct {
	*question
	*lines
	about    logQuery // of the question's filters
	groups   []reading
	turn     sync.Mutex // of segments
	segments *server.Segments
	edges    []edge
	rows     map[int]float64 // by slot
	scanned  float64
	notices  []string
	began    time.Time
}

func (s *Store) asked(ctx context.Context, rel store.Relation, groupBy []store.Column, windows []store.Window) (*asked, error) {
	l, err := s.lines(ctx, rel.Source)
	if err != nil {
		return nil, err
	}
	if rel.Join != nil {
		return nil, unsupported("join labels by id", "log the truth in a line of its own service, or keep labels in a folder or a database and give that model a data source of its own")
	}
	if rel.Time == "" && slices.ContainsFunc(windows, func(w store.Window) bool { return !w.From.IsZero() || !w.To.IsZero() }) {
		return nil, errUnbounded
	}
	if rel.Time != "" && rel.Time != timeColumn {
		return nil, fmt.Errorf("the time of lines in Loki is the column %q, and not %q", timeColumn, rel.Time)
	}
	conditions, err := l.conditionsOf(rel.Filters)
	if err != nil {
		return nil, err
	}
	a := &asked{question: s.question(ctx, windows), lines: l, about: l.with(conditions...), segments: server.NewSegments(len(groupBy), len(windows)),
		rows: map[int]float64{}, notices: slices.Clone(l.notices), began: time.Now()}
	for _, g := range groupBy {
		g.Kind = "categorical"
		of, err := l.reading(g)
		if err != nil {
			return nil, err
		}
		a.groups = append(a.groups, of)
	}
	return a, nil
}

func (a *asked) counted(c store.Column) *counted {
	of, err := a.reading(c)
	return &counted{tallies: of.tallies(), err: err, make: func(c *counts.Counts) (*counts.Counts, error) { return c, nil }}
}

// slot is the slot of a window and of what a line, or a series, is grouped by.
func (a *asked) slot(labels map[string]string, window int) (int, error) {
	values := make([]any, len(a.groups))
	for i, g := range a.groups {
		if v := g.value(labels[g.name]); v.holds == sql.Texts {
			values[i] = v.name
		}
	}
	a.turn.Lock()
	defer a.turn.Unlock()
	return a.segments.Slot(values, window)
}

// by lists a label and the groups.
func (a *asked) by(labels ...string) []string {
	for _, g := range a.groups {
		labels = append(labels, g.name)
	}
	return labels
}

// counting counts lines by labels in each window, to its edges, and visits what there is. Lines on edges are seen, too, as rows of ±1, by the labels that they have: whose of
// them are counted is what on says; nil: all.
func (a *asked) counting(q logQuery, labels []string, on func(labels map[string]string) bool, visit func(labels map[string]string, slot int, rows float64)) error {
	t, err := a.overWindows(a.selector, q.counted(a.by(labels...)...))
	if err != nil {
		return err
	}
	if err := a.each(t, visit); err != nil {
		return err
	}
	return a.onEdges(func(labels map[string]string, slot int, rows float64) {
		if on == nil || on(labels) {
			visit(labels, slot, rows)
		}
	})
}

// each visits what a query has found.
func (a *asked) each(t *table, visit func(labels map[string]string, slot int, rows float64)) error {
	for _, one := range t.series {
		for window, n := range one.values {
			slot, err := a.slot(one.labels, window)
			if err != nil {
				return err
			}
			visit(one.labels, slot, n)
		}
	}
	return nil
}

// count counts columns, in the lines where these are few, else by queries, and by lines again what queries could not count.
func (a *asked) count(columns []*counted) error {
	if err := a.countRows(columns, a.store.fewer); err != nil {
		return err
	}
	if a.linesAreCheaper(columns) {
		return a.inLines(columns, 1, true, nil)
	}
	errs := make([]error, len(columns))
	_ = atOnce(len(columns), func(i int) error {
		if columns[i].err == nil {
			errs[i] = a.byQuery(columns[i])
		}
		return nil
	})
	var rest []*counted
	for i, err := range errs {
		var many *seriesError
		switch {
		case err == nil:
		case errors.As(err, &many):
			rest = append(rest, columns[i])
		default:
			return err
		}
	}
	if err := a.others(rest); err != nil {
		return err
	}
	for _, of := range columns {
		of.settle()
	}
	return nil
}

// linesAreCheaper tells whether pages of lines, which all columns are counted from, are fewer than the queries that count them one by one.
func (a *asked) linesAreCheaper(columns []*counted) bool {
	if a.scanned <= float64(a.store.fewer) {
		return true
	}
	series, page, _ := a.store.api.limits.get()
	queries := 0
	for _, of := range columns {
		if queries++; of.keys != nil {
			queries += cells{of.column, of.keys}.parts(series)
		}
	}
	return a.store.fewer > 0 && a.scanned <= mostInstead && a.scanned <= float64(queries*page)
}

// countRows counts the rows of each slot. Where they are more than so many, lines on edges of windows are looked for, by what columns need of them.
func (a *asked) countRows(columns []*counted, fewer int) error {
	t, err := a.overWindows(a.selector, a.about.counted(a.by()...))
	if err != nil {
		return err
	}
	add := func(_ map[string]string, slot int, n float64) { a.rows[slot] += n; a.scanned += n }
	if err := a.each(t, add); err != nil || a.scanned <= float64(fewer) {
		return err
	}
	names := a.by()
	for _, of := range columns {
		if of.err == nil {
			names = append(names, of.name)
		}
	}
	if err := a.findEdges(names); err != nil {
		return err
	}
	return a.onEdges(add)
}

// sorted lists the segments in the order of answers, without those of which there was a line on an edge alone.
func (a *asked) sorted() (texts [][]string, missing [][]bool, order []int) {
	all, absent, numbers := a.segments.Sorted()
	for i, number := range numbers {
		some := len(a.groups) == 0
		for w := range a.windows {
			some = some || a.rows[number*len(a.windows)+w] > 0
		}
		if some {
			texts, missing, order = append(texts, all[i]), append(missing, absent[i]), append(order, number)
		}
	}
	return texts, missing, order
}

// result lays out what was counted.
func (a *asked) result(columns []*counted) (*store.CountsResult, error) {
	out := &store.CountsResult{ByColumn: make([]store.ColumnCounts, len(columns))}
	var order []int
	out.Segments, out.SegmentNulls, order = a.sorted()
	slots := func(segment int, visit func(window, slot int) error) error {
		for w := range a.windows {
			if err := visit(w, segment*len(a.windows)+w); err != nil {
				return err
			}
		}
		return nil
	}
	for _, segment := range order {
		rows := make([]float64, len(a.windows))
		_ = slots(segment, func(w, slot int) error { rows[w] = a.rows[slot]; return nil })
		out.Rows = append(out.Rows, rows)
	}
	for i, of := range columns {
		column := &out.ByColumn[i]
		if of.err == nil {
			of.err = of.wrong()
		}
		a.notices = append(a.notices, of.notices...)
		if column.Err = of.err; of.err != nil {
			continue
		}
		for _, segment := range order {
			list := make([]*counts.Counts, len(a.windows))
			err := slots(segment, func(w, slot int) error {
				exact, err := of.exact(slot)
				if exact == nil || err != nil {
					return err
				}
				list[w], err = of.make(exact)
				return err
			})
			if err != nil {
				return nil, fmt.Errorf("column %q: %w", of.asked.Name, err)
			}
			column.Counts = append(column.Counts, list)
		}
	}
	out.Stats = a.stats()
	return out, nil
}

func (a *asked) stats() store.Stats {
	return store.Stats{SQL: strings.Join(a.queries, "\n"), RowsScanned: a.scanned, Seconds: time.Since(a.began).Seconds(), Notices: a.notices}
}
