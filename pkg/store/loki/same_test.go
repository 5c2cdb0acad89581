package loki

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
	"github.com/tideline-ml/tideline/pkg/store/loki/lokitest"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// A log whose lines lie on the edges of windows as well, to the nanosecond that JSON in a file has none of: those are microseconds here, and nanoseconds in
// TestEdges.
var begin = time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC)

const days = 6

type record struct {
	at     time.Time
	fields map[string]any
}

// records are rows of a log of awkward values.
func records(rows int) []record {
	random := rand.New(rand.NewPCG(3, 5))
	devices := []string{"pixel", "iPhone 15", `a "quoted" \ one`, "naïve 雪", "10", "true", "new\nline", "a|b", "`tick`", "{x}"}
	var out []record
	for i := range rows {
		at := begin.Add(time.Duration(float64(i) / float64(rows) * float64(days*24*time.Hour))).Truncate(time.Microsecond)
		switch {
		case i%50 == 0: // exactly on an hour
			at = at.Truncate(time.Hour).Add(time.Duration(i/50%2) * time.Hour)
		case i%50 == 1:
			at = at.Truncate(time.Hour).Add(time.Hour - time.Microsecond)
		}
		x := random.NormFloat64()*40 + 100
		f := map[string]any{"id": fmt.Sprintf("r%06d", i), "x": x, "cents": math.Round(x*100) / 100, "small": i % 7, "device": devices[int(math.Abs(random.NormFloat64()*3))%len(devices)],
			"big": 9007199254740993 + int64(i%3), "flag": random.Float64() < 0.3, "spread": math.Exp(random.NormFloat64() * 4), "many": fmt.Sprintf("user %d", int(math.Abs(random.NormFloat64()*900))),
			"count": int(math.Exp(random.NormFloat64()*2 + 4)), "whole": float64(i % 5), "nested": map[string]any{"depth": float64(i%11) / 4}, "zero": 0.0}
		if i%13 == 0 {
			f["x"] = nil
		}
		if i%17 == 0 {
			delete(f, "device")
		}
		if i%3 == 0 {
			f["zero"] = math.Copysign(random.Float64()*1e-300, -1)
		}
		if i%7 == 3 {
			f["spread"] = []float64{1e18, -1e18, 5e-324, 1e300, -0.5, 12345678901234567890}[i%6]
		}
		out = append(out, record{at, f})
	}
	return out
}

// both are two stores over the same log.
type both struct {
	loki   *Store
	duckdb store.Store
	ofLoki model.Source
	ofFile model.Source
}

func open(t *testing.T, log []record) *both {
	t.Helper()
	s := lokitest.Start(t, nil)
	service := fmt.Sprintf("same-%d", time.Now().UnixNano())
	folder := t.TempDir()
	var file strings.Builder
	var lines []lokitest.Line
	for _, r := range log {
		raw, err := json.Marshal(r.fields)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, lokitest.Line{At: r.at, Text: string(raw)})
		r.fields["time"] = r.at.Format(time.RFC3339Nano)
		inFile := map[string]any{}
		for name, v := range r.fields {
			if inner, ok := v.(map[string]any); ok {
				for deep, v := range inner {
					inFile[name+"_"+deep] = v
				}
				continue
			}
			inFile[name] = v
		}
		raw, err = json.Marshal(inFile)
		if err != nil {
			t.Fatal(err)
		}
		file.Write(raw)
		file.WriteByte('\n')
	}
	if err := os.WriteFile(filepath.Join(folder, "log.jsonl"), []byte(file.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	selector := fmt.Sprintf("{service_name=%q}", service)
	s.Push(t, map[string]string{"service_name": service}, lines)
	s.Flush(t, selector, begin.Add(-time.Hour), begin.AddDate(0, 0, days+1), len(lines))
	st, err := Open(server.Config{URL: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	duck, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { duck.Close() })
	b := &both{loki: st.(*Store), duckdb: duck, ofLoki: model.Source{Table: selector + " | json"}, ofFile: model.Source{File: "log.jsonl"}}
	b.loki.now = func() time.Time { return begin.AddDate(0, 0, days+1) }
	return b
}

func numeric(names ...string) (all []store.Column) {
	for _, name := range names {
		all = append(all, store.Column{Name: name, Kind: model.Numeric})
	}
	return all
}

func categorical(names ...string) (all []store.Column) {
	for _, name := range names {
		all = append(all, store.Column{Name: name, Kind: model.Categorical})
	}
	return all
}

// windows of equal length, one of another, and one that is left out.
func windows(every time.Duration, n int) (all []store.Window) {
	for i := range n {
		if i != 2 {
			all = append(all, store.Window{From: begin.Add(time.Duration(i) * every), To: begin.Add(time.Duration(i+1) * every)})
		}
	}
	last := begin.Add(time.Duration(n) * every)
	return append(all, store.Window{From: last.Add(90 * time.Minute), To: last.Add(4*time.Hour + 7*time.Second)})
}

// ways are how Loki's lines may be counted: by queries whatever their number, and from lines.
var ways = map[string]func(*Store){
	"by query":   func(s *Store) { s.Lines(0, 1_000) },
	"from lines": func(s *Store) { s.Lines(1_000_000, 1_000_000) },
	"as it is":   func(s *Store) { s.Lines(onePage, mostLines) },
}

func (b *both) relations(filters ...store.Filter) (loki, file store.Relation) {
	return store.Relation{Source: b.ofLoki, Time: "time", Filters: filters}, store.Relation{Source: b.ofFile, Time: "time", Filters: filters}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", what, short(got), short(want))
	}
}

func short(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		raw = fmt.Appendf(nil, "%+v", v)
	}
	return string(raw[:min(len(raw), 1500)])
}

// compare compares counts of one question.
func (b *both) compare(t *testing.T, columns []store.CountColumn, groupBy []store.Column, windows []store.Window, filters ...store.Filter) (*store.CountsResult, *store.CountsResult) {
	t.Helper()
	rel, ofFile := b.relations(filters...)
	got, err := b.loki.Counts(t.Context(), store.CountsRequest{Relation: rel, Columns: columns, GroupBy: groupBy, Windows: windows})
	if err != nil {
		t.Fatal(err)
	}
	want, err := b.duckdb.Counts(t.Context(), store.CountsRequest{Relation: ofFile, Columns: columns, GroupBy: groupBy, Windows: windows})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "segments", got.Segments, want.Segments)
	same(t, "missing segments", got.SegmentNulls, want.SegmentNulls)
	same(t, "rows", got.Rows, want.Rows)
	for i, c := range columns {
		if got.ByColumn[i].Err != nil || want.ByColumn[i].Err != nil {
			t.Errorf("%s: %v, %v", c.Name, got.ByColumn[i].Err, want.ByColumn[i].Err)
			continue
		}
		for s := range want.ByColumn[i].Counts {
			for w := range windows {
				x, y := got.ByColumn[i].Counts[s][w], want.ByColumn[i].Counts[s][w]
				if !reflect.DeepEqual(content(x), content(y)) {
					t.Errorf("%s in segment %q, window %d:\n got %s\nwant %s", c.Name, want.Segments[s], w, short(content(x)), short(content(y)))
				}
			}
		}
	}
	return got, want
}

// content is what counts hold, without their grid.
func content(c *counts.Counts) any {
	if c == nil {
		return nil
	}
	return []any{c.Kind, fmt.Sprint(c.Ints), fmt.Sprint(c.Floats), fmt.Sprintf("%q", c.Strings), fmt.Sprint(c.Cells), fmt.Sprint(c.W), c.W2, c.Rows, c.Null, c.NaN, c.PosInf, c.NegInf}
}

func exactly(columns []store.Column) (all []store.CountColumn) {
	for _, c := range columns {
		all = append(all, store.CountColumn{Column: c})
	}
	return all
}

// Every question that Loki answers has the answer that the same log in a file has.
func TestSameAsAFile(t *testing.T) {
	b := open(t, records(6000))
	hours := windows(time.Hour, 30)
	daily := windows(24*time.Hour, days-1)
	everything := []store.Window{{From: begin, To: begin.AddDate(0, 0, days+1)}}
	for way, set := range ways {
		t.Run(way, func(t *testing.T) {
			set(b.loki)
			t.Run("exact", func(t *testing.T) {
				for _, w := range [][]store.Window{daily, hours, everything} {
					b.compare(t, exactly(append(numeric("small", "big", "flag", "whole", "nested_depth"), categorical("device", "small", "whole", "flag", "big")...)), nil, w)
				}
			})
			t.Run("by groups", func(t *testing.T) {
				b.compare(t, exactly(append(numeric("small"), categorical("whole")...)), categorical("device", "flag"), daily)
			})
			t.Run("filters", func(t *testing.T) {
				for _, f := range []store.Filter{
					{Column: categorical("device")[0], Operator: "=", Values: []any{"pixel"}},
					{Column: categorical("device")[0], Operator: "in", Values: []any{`a "quoted" \ one`, "new\nline", "`tick`"}},
					{Column: categorical("device")[0], Operator: "!=", Values: []any{"naïve 雪"}},
					{Column: categorical("device")[0], Operator: "not in", Values: []any{"a|b", "10"}},
					{Column: categorical("device")[0], Operator: "is null"},
					{Column: categorical("device")[0], Operator: "is not null"},
					{Column: categorical("device")[0], Operator: "contains", Values: []any{"|"}},
					{Column: categorical("device")[0], Operator: "starts with", Values: []any{"new"}},
					{Column: numeric("small")[0], Operator: ">=", Values: []any{5.0}},
					{Column: numeric("x")[0], Operator: "<", Values: []any{90.5}},
					{Column: numeric("whole")[0], Operator: "in", Values: []any{1.0, 3.0}},
					{Column: numeric("small")[0], Operator: "not in", Values: []any{int64(1), int64(3)}},
					{Column: categorical("flag")[0], Operator: "=", Values: []any{true}},
				} {
					t.Run(fmt.Sprint(f.Column.Name, f.Operator, f.Values), func(t *testing.T) {
						b.compare(t, exactly(append(numeric("small"), categorical("device")...)), nil, daily, f)
					})
				}
			})
			t.Run("on grids", func(t *testing.T) {
				rel, ofFile := b.relations()
				columns := numeric("x", "cents", "spread", "count", "zero", "big")
				profile, err := b.loki.Profile(t.Context(), rel, columns, everything, 20_000)
				if err != nil {
					t.Fatal(err)
				}
				other, err := b.duckdb.Profile(t.Context(), ofFile, columns, everything, 20_000)
				if err != nil {
					t.Fatal(err)
				}
				var asked []store.CountColumn
				for i, c := range profile.Columns {
					same(t, "sample of "+columns[i].Name, content(c.Counts), content(other.Columns[i].Counts))
					if c.Err != nil || c.Column.Integer != other.Columns[i].Column.Integer {
						t.Fatal(columns[i].Name, c.Err, c.Column.Integer)
					}
					grid, err := counts.NewGrid(c.Counts, c.Column.Integer)
					if err != nil {
						t.Fatal(err)
					}
					t.Logf("%s: %d cells", columns[i].Name, grid.NumCells())
					asked = append(asked, store.CountColumn{Column: columns[i], Grid: grid})
				}
				b.compare(t, asked, nil, daily)
				b.compare(t, asked[:2], categorical("flag"), daily)
			})
			t.Run("in bins", func(t *testing.T) {
				rel, ofFile := b.relations()
				q := store.EdgesRequest{Relation: rel, Columns: numeric("x", "small", "spread"), Edges: [][]float64{{50, 90.25, 100, 130}, {1, 3, 6}, {-1, 0, 1e-3, 1, 1e17}}, Windows: daily}
				got, err := b.loki.CountsByEdges(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				q.Relation = ofFile
				want, err := b.duckdb.CountsByEdges(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				for i := range q.Columns {
					for w := range daily {
						same(t, q.Columns[i].Name, content(got.ByColumn[i].Counts[0][w]), content(want.ByColumn[i].Counts[0][w]))
					}
				}
			})
			t.Run("moments", func(t *testing.T) { b.moments(t, daily) })
			t.Run("rows", func(t *testing.T) {
				rel, ofFile := b.relations()
				q := store.RowsRequest{Relation: rel, Columns: append(numeric("x", "small"), store.Column{Name: "time"}, store.Column{Name: "device"}, store.Column{Name: "flag"}), Window: daily[1], Limit: 50, Offset: 7}
				got, err := b.loki.Rows(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				q.Relation = ofFile
				want, err := b.duckdb.Rows(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				for i := range q.Columns {
					same(t, q.Columns[i].Name, fmt.Sprint(got.Values[i]), fmt.Sprint(want.Values[i]))
				}
			})
			t.Run("cuts and extent", func(t *testing.T) {
				rel, ofFile := b.relations()
				for _, backwards := range []bool{false, true} {
					q := store.CutsRequest{Relation: rel, Within: daily, Rows: 170, FromEnd: backwards, MaxParts: 100}
					got, err := b.loki.Cuts(t.Context(), q)
					if err != nil {
						t.Fatal(err)
					}
					q.Relation = ofFile
					want, err := b.duckdb.Cuts(t.Context(), q)
					if err != nil {
						t.Fatal(err)
					}
					same(t, "parts", got.Parts, want.Parts)
				}
				got, err := b.loki.Extent(t.Context(), rel)
				if err != nil {
					t.Fatal(err)
				}
				want, err := b.duckdb.Extent(t.Context(), ofFile)
				if err != nil {
					t.Fatal(err)
				}
				same(t, "extent", got, want)
			})
		})
	}
}

func (b *both) moments(t *testing.T, w []store.Window) {
	rel, ofFile := b.relations()
	q := store.MomentsRequest{Relation: rel, Columns: numeric("x", "small", "cents", "count"), Windows: w, GroupBy: categorical("flag")}
	got, err := b.loki.Moments(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	q.Relation = ofFile
	want, err := b.duckdb.Moments(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range q.Columns {
		for s := range want.Segments {
			for k := range w {
				x, y := got.ByColumn[i][s][k], want.ByColumn[i][s][k]
				if (x == nil) != (y == nil) {
					t.Fatalf("%s: %v, %v", c.Name, x, y)
				}
				if x == nil {
					continue
				}
				scale := math.Pow(y.M2/y.N, 0.5)
				near := func(what string, a, b, unit float64) {
					if !(math.Abs(a-b) <= 1e-9*math.Max(unit, math.Abs(b))) {
						t.Errorf("%s of %s in window %d: %v, want %v", what, c.Name, k, a, b)
					}
				}
				near("mean", x.Mean, y.Mean, scale)
				near("M2", x.M2, y.M2, y.N*scale*scale)
				near("M3", x.M3, y.M3, y.N*scale*scale*scale)
				same(t, c.Name, []float64{x.Rows, x.N, x.Null, x.NaN, x.Inf, x.Min, x.Max, float64(x.OldestMicros), float64(x.NewestMicros)},
					[]float64{y.Rows, y.N, y.Null, y.NaN, y.Inf, y.Min, y.Max, float64(y.OldestMicros), float64(y.NewestMicros)})
			}
		}
	}
}
