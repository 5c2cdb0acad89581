package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// memory is a store of rows in memory, for tests of what is asked and of what is made of the answers. It counts its calls.
type memory struct {
	sources map[string]*sheet // by file
	state   string            // of the data, for Version
	inexact bool
	fail    error
	// breakColumn cannot be counted.
	breakColumn string

	mu    sync.Mutex
	calls map[string]int
	asked []store.CountsRequest
}

// sheet is a table: a value is float64, int64, string, bool, time.Time or nil.
type sheet struct {
	columns []store.Column
	rows    []map[string]any
}

func (m *memory) called(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.calls == nil {
		m.calls = map[string]int{}
	}
	m.calls[name]++
	return m.fail
}

func (m *memory) sheet(src model.Source) (*sheet, error) {
	s := m.sources[src.File]
	if s == nil {
		return nil, errors.New("/secret/path/" + src.File + " does not exist")
	}
	return s, nil
}

func (m *memory) Describe(_ context.Context, src model.Source) ([]store.Column, error) {
	if err := m.called("Describe"); err != nil {
		return nil, err
	}
	s, err := m.sheet(src)
	if err != nil {
		return nil, err
	}
	return s.columns, nil
}

// rows of a relation in a window, filtered.
func (m *memory) rows(rel store.Relation, w store.Window) ([]map[string]any, error) {
	s, err := m.sheet(rel.Source)
	if err != nil {
		return nil, err
	}
	byID := map[any]map[string]any{}
	if rel.Join != nil {
		joined, err := m.sheet(rel.Join.Source)
		if err != nil {
			return nil, err
		}
		for _, row := range joined.rows {
			byID[row[rel.Join.ID]] = row
		}
	}
	if rel.Time == "" && (!w.From.IsZero() || !w.To.IsZero()) {
		return nil, errors.New("a source without time can only be asked for everything")
	}
	var out []map[string]any
	candidates := s.rows
	if rel.Time != "" { // these logs are in order of time
		first := func(t time.Time) int {
			return sort.Search(len(s.rows), func(i int) bool { return !s.rows[i][rel.Time].(time.Time).Before(t) })
		}
		from, to := 0, len(s.rows)
		if !w.From.IsZero() {
			from = first(w.From)
		}
		if !w.To.IsZero() {
			to = first(w.To)
		}
		candidates = s.rows[from:max(from, to)]
	}
next:
	for _, row := range candidates {
		if rel.Join != nil {
			row = copied(row)
			for name, column := range rel.Join.Columns {
				row[name] = byID[row[rel.ID]][column]
			}
		}
		for _, f := range rel.Filters {
			if f.Operator == "is null" || f.Operator == "is not null" {
				if (row[f.Column.Column] == nil) != (f.Operator == "is null") {
					continue next
				}
				continue
			}
			if !slices.ContainsFunc(f.Values, func(v any) bool { return fmt.Sprint(v) == fmt.Sprint(row[f.Column.Column]) }) {
				continue next
			}
		}
		out = append(out, row)
	}
	return out, nil
}

func copied(row map[string]any) map[string]any {
	twin := map[string]any{}
	for k, v := range row {
		twin[k] = v
	}
	return twin
}

func segmentOf(row map[string]any, groups []store.Column) []string {
	segment := []string{}
	for _, g := range groups {
		if row[g.Column] == nil {
			segment = append(segment, "")
			continue
		}
		segment = append(segment, fmt.Sprint(row[g.Column]))
	}
	return segment
}

// nullsOf: these tests have no empty texts, so an empty one is a missing value.
func nullsOf(segments [][]string) [][]bool {
	nulls := make([][]bool, len(segments))
	for s, values := range segments {
		for _, v := range values {
			nulls[s] = append(nulls[s], v == "")
		}
	}
	return nulls
}

func count(rows []map[string]any, c store.Column) (*counts.Counts, error) {
	null := 0.0
	var texts []string
	var floats []float64
	var ints []int64
	for _, row := range rows {
		switch v := row[c.Column].(type) {
		case nil:
			null++
		case float64:
			floats = append(floats, v)
		case int64:
			ints = append(ints, v)
		case string:
			texts = append(texts, v)
		}
	}
	var out *counts.Counts
	var err error
	switch {
	case c.Kind != model.Numeric:
		for _, i := range ints {
			texts = append(texts, fmt.Sprint(i))
		}
		out, err = counts.FromStrings(texts, nil)
	case len(ints) > 0:
		out, err = counts.FromInts(ints, nil)
	default:
		out, err = counts.FromFloats(floats, nil)
	}
	if err != nil {
		return nil, err
	}
	out.Null += null
	out.Rows += null
	return out, nil
}

func (m *memory) Counts(_ context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	if err := m.called("Counts"); err != nil {
		return nil, err
	}
	m.mu.Lock()
	m.asked = append(m.asked, q)
	m.mu.Unlock()
	for i := 1; i < len(q.Windows); i++ {
		if q.Windows[i].From.Before(q.Windows[i-1].To) {
			return nil, fmt.Errorf("windows overlap: %v %v", q.Windows[i-1], q.Windows[i])
		}
	}
	byWindow := make([]map[string][]map[string]any, len(q.Windows))
	segments := map[string][]string{}
	if len(q.GroupBy) == 0 {
		segments[""] = []string{}
	}
	for w, window := range q.Windows {
		rows, err := m.rows(q.Relation, window)
		if err != nil {
			return nil, err
		}
		byWindow[w] = map[string][]map[string]any{}
		for _, row := range rows {
			segment := segmentOf(row, q.GroupBy)
			key := SegmentKey(segment)
			segments[key] = segment
			byWindow[w][key] = append(byWindow[w][key], row)
		}
	}
	result := &store.CountsResult{Stats: store.Stats{SQL: "SELECT secret FROM '/secret/path'", RowsScanned: 1}}
	keys := sortedKeys(segments)
	for _, key := range keys {
		result.Segments = append(result.Segments, segments[key])
		rows := make([]float64, len(q.Windows))
		for w := range q.Windows {
			rows[w] = float64(len(byWindow[w][key]))
		}
		result.Rows = append(result.Rows, rows)
	}
	result.SegmentNulls = nullsOf(result.Segments)
	for _, c := range q.Columns {
		one := store.ColumnCounts{}
		distinct := map[string]bool{}
		for _, key := range keys {
			line := make([]*counts.Counts, len(q.Windows))
			for w := range q.Windows {
				if len(byWindow[w][key]) == 0 {
					continue
				}
				counted, err := count(byWindow[w][key], c.Column)
				if err == nil && c.Grid != nil {
					counted, err = c.Grid.Count(counted)
				}
				if err == nil && c.Vocabulary != nil {
					counted, err = c.Vocabulary.Count(counted)
				}
				if err != nil {
					one.Err = err
					break
				}
				for i := range counted.W {
					distinct[counted.Key(i)] = true
				}
				line[w] = counted
			}
			one.Counts = append(one.Counts, line)
		}
		if c.Name == m.breakColumn {
			one = store.ColumnCounts{Err: errors.New("the file ends in the middle of this column")}
		}
		if c.Grid == nil && c.Vocabulary == nil && c.MaxDistinct > 0 && len(distinct) > c.MaxDistinct {
			one = store.ColumnCounts{Err: &store.TooManyError{Column: c.Name, Limit: c.MaxDistinct}}
		}
		result.ByColumn = append(result.ByColumn, one)
	}
	return result, nil
}

func (m *memory) Moments(_ context.Context, q store.MomentsRequest) (*store.MomentsResult, error) {
	if err := m.called("Moments"); err != nil {
		return nil, err
	}
	segments := map[string][]string{}
	perWindow := make([]map[string][]map[string]any, len(q.Windows))
	for w, window := range q.Windows {
		rows, err := m.rows(q.Relation, window)
		if err != nil {
			return nil, err
		}
		perWindow[w] = map[string][]map[string]any{}
		for _, row := range rows {
			segment := segmentOf(row, q.GroupBy)
			segments[SegmentKey(segment)] = segment
			perWindow[w][SegmentKey(segment)] = append(perWindow[w][SegmentKey(segment)], row)
		}
	}
	keys := sortedKeys(segments)
	result := &store.MomentsResult{Errs: make([]error, len(q.Columns))}
	for _, key := range keys {
		result.Segments = append(result.Segments, segments[key])
	}
	for _, c := range q.Columns {
		var bySegment [][]*store.Moments
		for _, key := range keys {
			line := make([]*store.Moments, len(q.Windows))
			for w := range q.Windows {
				if rows := perWindow[w][key]; len(rows) > 0 {
					line[w] = momentsOf(rows, c.Column, q.Relation.Time)
				}
			}
			bySegment = append(bySegment, line)
		}
		result.ByColumn = append(result.ByColumn, bySegment)
	}
	return result, nil
}

func momentsOf(rows []map[string]any, column, timeColumn string) *store.Moments {
	out := &store.Moments{Rows: float64(len(rows)), Min: math.Inf(1), Max: math.Inf(-1)}
	var xs []float64
	for _, row := range rows {
		switch v := row[column].(type) {
		case nil:
			out.Null++
		case float64:
			xs = append(xs, v)
		case int64:
			xs = append(xs, float64(v))
		}
		if at, ok := row[timeColumn].(time.Time); ok {
			out.NewestMicros = max(out.NewestMicros, at.UnixMicro())
		}
	}
	out.N = float64(len(xs))
	for _, x := range xs {
		out.Mean += x / out.N
		out.Min, out.Max = min(out.Min, x), max(out.Max, x)
	}
	for _, x := range xs {
		d := x - out.Mean
		out.M2 += d * d
		out.M3 += d * d * d
	}
	return out
}

// Cuts cuts as its definition says.
func (m *memory) Cuts(_ context.Context, q store.CutsRequest) (*store.CutsResult, error) {
	if err := m.called("Cuts"); err != nil {
		return nil, err
	}
	out, parts := &store.CutsResult{}, 0
	for _, w := range q.Within {
		rows, err := m.rows(q.Relation, w)
		if err != nil {
			return nil, err
		}
		var times []time.Time
		for _, row := range rows {
			times = append(times, row[q.Relation.Time].(time.Time))
		}
		slices.SortFunc(times, time.Time.Compare)
		edges := []time.Time{w.From, w.To}
		for k := q.Rows; k <= len(times); k += q.Rows {
			if q.FromEnd {
				edges = append(edges, times[len(times)-k])
			} else {
				edges = append(edges, times[k-1].Add(time.Microsecond))
			}
		}
		slices.SortFunc(edges, time.Time.Compare)
		var list []store.Part
		for i := 1; i < len(edges); i++ {
			p := store.Part{Window: store.Window{From: edges[i-1], To: edges[i]}}
			for _, at := range times {
				if !at.Before(p.From) && at.Before(p.To) {
					p.Rows++
				}
			}
			if p.Rows > 0 {
				list = append(list, p)
			}
		}
		out.Parts, parts = append(out.Parts, list), parts+len(list)
	}
	if parts > q.MaxParts {
		return nil, &store.TooManyPartsError{Parts: int64(parts), Limit: int64(q.MaxParts)}
	}
	return out, nil
}

func (m *memory) CountsByEdges(context.Context, store.EdgesRequest) (*store.CountsResult, error) {
	return nil, errors.New("not asked for by any query")
}

func (m *memory) Profile(_ context.Context, rel store.Relation, columns []store.Column, windows []store.Window, limit int) (*store.Profile, error) {
	if err := m.called("Profile"); err != nil {
		return nil, err
	}
	var rows []map[string]any
	for _, w := range windows {
		some, err := m.rows(rel, w)
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	p := &store.Profile{Rows: float64(len(rows)), Sampled: min(limit, len(rows))}
	for _, c := range columns {
		counted, err := count(rows[:p.Sampled], c)
		p.Columns = append(p.Columns, store.SampleColumn{Column: c, Counts: counted, Err: err})
	}
	return p, nil
}

func (m *memory) Rows(_ context.Context, q store.RowsRequest) (*store.RowsResult, error) {
	rows, err := m.rows(q.Relation, q.Window)
	if err != nil {
		return nil, err
	}
	sort.SliceStable(rows, func(i, j int) bool { return rows[i]["time"].(time.Time).After(rows[j]["time"].(time.Time)) })
	rows = rows[min(q.Offset, len(rows)):]
	rows = rows[:min(q.Limit, len(rows))]
	out := &store.RowsResult{Columns: q.Columns}
	for _, c := range q.Columns {
		values := make([]any, len(rows))
		for i, row := range rows {
			values[i] = row[c.Column]
		}
		out.Values = append(out.Values, values)
	}
	return out, nil
}

func (m *memory) Extent(_ context.Context, rel store.Relation) (store.Extent, error) {
	if err := m.called("Extent"); err != nil {
		return store.Extent{}, err
	}
	rows, err := m.rows(rel, store.Window{})
	e := store.Extent{Rows: float64(len(rows))}
	for i, row := range rows {
		at, ok := row[rel.Time].(time.Time)
		if !ok {
			continue
		}
		e.Timed = true
		if i == 0 || at.Before(e.From) {
			e.From = at
		}
		if i == 0 || at.After(e.To) {
			e.To = at
		}
	}
	return e, err
}

func (m *memory) Version(_ context.Context, rel store.Relation) (store.Version, error) {
	if _, err := m.sheet(rel.Source); err != nil {
		return store.Version{}, err
	}
	return store.Version{Key: m.state, Exact: !m.inexact}, nil
}

func (m *memory) Close() error { return nil }

func floats(t interface{ Fatal(...any) }, xs ...float64) *counts.Counts {
	c, err := counts.FromFloats(xs, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
