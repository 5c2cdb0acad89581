package prometheus

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/method"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/prometheus/prometheustest"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

func TestPhotos(t *testing.T) {
	p := realPhotos(t)
	t.Run("describe", func(t *testing.T) { testDescribe(t, p) })
	t.Run("counts as the log", func(t *testing.T) { testCountsAsTheLog(t, p) })
	t.Run("segments and filters", func(t *testing.T) { testSegmentsAndFilters(t, p) })
	t.Run("moments", func(t *testing.T) { testMoments(t, p) })
}

// photos is a store on a Prometheus with a known log.
type photos struct {
	*prometheustest.Photos
	store *Store
}

func realPhotos(t *testing.T) *photos {
	t.Helper()
	p := prometheustest.Start(t)
	st, err := Open(server.Config{URL: "http://" + p.Address})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return &photos{p, st.(*Store)}
}

var photosSource = model.Source{Table: `photos_feature{model="photos"}`}

// exactly counts the log itself in a window, on a grid for numbers. A bucket holds what is at most its bound, so numbers are counted by the cell that ends there.
func (p *photos) exactly(t *testing.T, w store.Window, version string, column string, grid *counts.Grid) *counts.Counts {
	t.Helper()
	var cells []int32
	var names []string
	var null float64
	for _, row := range p.Log {
		if row.At.Before(w.From) || !row.At.Before(w.To) || version != "" && row.Version != version {
			continue
		}
		x := row.Brightness
		switch column {
		case "device":
			names = append(names, row.Device)
			continue
		case "words":
			x = row.Words
		}
		if math.IsNaN(x) {
			null++
			continue
		}
		cell := grid.CellOf(x)
		if lo, _, _ := grid.Bounds(cell); x == lo {
			cell--
		}
		cells = append(cells, int32(cell))
	}
	if column == "device" {
		c, err := counts.FromStrings(names, nil)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	weights := make([]float64, grid.NumCells())
	for _, cell := range cells {
		weights[cell]++
	}
	var used []int32
	var w1 []float64
	for cell, n := range weights {
		if n > 0 {
			used, w1 = append(used, int32(cell)), append(w1, n)
		}
	}
	c, err := counts.OfCells(grid, used, w1, nil, counts.Other{Null: null})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// windows of a length, from the begin of the log.
func (p *photos) windows(length time.Duration) []store.Window {
	var all []store.Window
	for from := p.Begin; from.Before(p.Begin.AddDate(0, 0, prometheustest.Days)); from = from.Add(length) {
		all = append(all, store.Window{From: from, To: from.Add(length)})
	}
	return all
}

func testDescribe(t *testing.T, p *photos) {
	columns, err := p.store.Describe(t.Context(), photosSource)
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, c := range columns {
		cells := 0
		if c.Cells != nil {
			cells = c.Cells.NumCells()
		}
		said += fmt.Sprintf("%s %s %s %d%s; ", c.Name, c.Kind, c.Type, cells, c.Problem)
	}
	// brightness has a bound at 0 as well, because all of its bounds are positive.
	if want := "time timestamp scrapes 0; brightness numeric histogram 12; device categorical counter 0; words numeric histogram 8; version categorical label 0; "; said != want {
		t.Errorf("columns are\n%s, not\n%s", said, want)
	}
	extent, err := p.store.Extent(t.Context(), store.Relation{Source: photosSource, Time: "time"})
	if err != nil {
		t.Fatal(err)
	}
	if end := p.Begin.AddDate(0, 0, prometheustest.Days); extent.From.Sub(p.Begin).Abs() > prometheustest.ScrapeEvery || extent.To.Sub(end).Abs() > prometheustest.ScrapeEvery {
		t.Errorf("it lasts from %v to %v, not from %v to %v", extent.From, extent.To, p.Begin, end)
	}
	if all := float64(len(p.Log)); math.Abs(extent.Rows-all) > 0.01*all {
		t.Errorf("it has %v rows, not about %v", extent.Rows, all)
	}
	tables, more, err := p.store.Tables(t.Context())
	if err != nil || more || fmt.Sprint(tables) != fmt.Sprint([]string{photosSource.Table}) {
		t.Errorf("families: %v, %t, %v", tables, more, err)
	}
	if name, err := p.store.Ping(t.Context()); err != nil || len(name) < len("Prometheus 2.0.0") {
		t.Errorf("it is %q, %v", name, err)
	}
}

// What a metric says of a window is what the log says of it on the metric's bins: shares, and so KS and PSI, to rounding. Scrapes lie on the ends of the windows
// here; a restart costs what was counted between the last scrape and it.
func testCountsAsTheLog(t *testing.T, p *photos) {
	columns, err := p.store.Describe(t.Context(), photosSource)
	if err != nil {
		t.Fatal(err)
	}
	grids := map[string]*counts.Grid{}
	for _, c := range columns {
		grids[c.Name] = c.Cells
	}
	for _, length := range []time.Duration{6 * time.Hour, 24 * time.Hour} {
		windows := p.windows(length)
		q := store.CountsRequest{Relation: store.Relation{Source: photosSource, Time: "time"}, Windows: windows, Columns: []store.CountColumn{
			{Column: store.Column{Name: "light", Column: "brightness", Kind: model.Numeric}, Grid: grids["brightness"]},
			{Column: store.Column{Name: "words", Kind: model.Numeric}},
			{Column: store.Column{Name: "device", Kind: model.Categorical}},
			{Column: store.Column{Name: "version", Kind: model.Categorical}},
			{Column: store.Column{Name: "device", Kind: model.Numeric}},
			{Column: store.Column{Name: "twice", Expression: "brightness * 2", Kind: model.Numeric}},
		}}
		got, err := p.store.Counts(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for c, name := range []string{"brightness", "words", "device"} {
			if err := got.ByColumn[c].Err; err != nil {
				t.Fatal(err)
			}
			reference := p.exactly(t, windows[0], "", name, grids[name])
			for w, window := range windows {
				exact, have := p.exactly(t, window, "", name, grids[name]), got.ByColumn[c].Counts[0][w]
				if have == nil {
					t.Fatalf("%s has no counts in window %d", name, w)
				}
				if err := have.Validate(); err != nil {
					t.Error(err)
				}
				// The restart loses a scrape's rows, and what was there at the beginning of a series is not counted.
				if math.Abs(have.Rows-exact.Rows) > 2*prometheustest.PerScrape || math.Abs(have.Null-exact.Null) > 5 {
					t.Errorf("%s in window %d of %v: %v rows of which %v are missing, not %v and %v", name, w, length, have.Rows, have.Null, exact.Rows, exact.Null)
				}
				same(t, fmt.Sprintf("%s, window %d of %v", name, w, length), reference, got.ByColumn[c].Counts[0][0], exact, have)
			}
		}
		for i, says := range map[int]string{4: "categorical", 5: "feature of its own"} {
			if err := got.ByColumn[i].Err; err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("column %d: %v does not say %q", i, err, says)
			}
		}
		if versions := got.ByColumn[3].Counts[0][len(windows)-1]; versions == nil || fmt.Sprint(versions.Strings) != "[1 2]" {
			t.Errorf("versions in the last window: %+v", versions)
		}
	}
}

// same compares KS and PSI of two windows by the metric with those by the log.
func same(t *testing.T, what string, reference, metric, window, metricWindow *counts.Counts) {
	t.Helper()
	var by [2]map[string]float64
	for i, pair := range [][2]*counts.Counts{{reference, window}, {metric, metricWindow}} {
		both, err := method.NewPair(pair[0], pair[1])
		if err != nil {
			t.Fatal(err)
		}
		by[i] = map[string]float64{"ks": 0, "psi": 0}
		below := 0.0
		for k := range both.R {
			r, c := both.R[k]/both.NR, both.C[k]/both.NC
			below += r - c
			if both.Numeric {
				by[i]["ks"] = max(by[i]["ks"], math.Abs(below))
			}
			r, c = max(r, 1e-4), max(c, 1e-4)
			by[i]["psi"] += (r - c) * math.Log(r/c)
		}
	}
	for _, id := range []string{"ks", "psi"} {
		if difference := math.Abs(by[0][id] - by[1][id]); difference > 0.003 {
			t.Errorf("%s: %s is %.5f by the metric and %.5f by the log", what, id, by[1][id], by[0][id])
		}
	}
}

func testSegmentsAndFilters(t *testing.T, p *photos) {
	windows := p.windows(24 * time.Hour)
	version := store.Column{Name: "version", Kind: model.Categorical}
	brightness := store.CountColumn{Column: store.Column{Name: "brightness", Kind: model.Numeric}}
	ask := func(groups []store.Column, filters ...store.Filter) *store.CountsResult {
		t.Helper()
		got, err := p.store.Counts(t.Context(), store.CountsRequest{Relation: store.Relation{Source: photosSource, Time: "time", Filters: filters}, Windows: windows,
			Columns: []store.CountColumn{brightness}, GroupBy: groups})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	last := len(windows) - 1
	rows := func(version string) float64 {
		n := 0.0
		for _, row := range p.Log {
			if !row.At.Before(windows[last].From) && (version == "" || row.Version == version) {
				n++
			}
		}
		return n
	}
	got := ask([]store.Column{version})
	if fmt.Sprint(got.Segments) != "[[1] [2]]" {
		t.Fatalf("segments are %v", got.Segments)
	}
	for s, v := range []string{"1", "2"} {
		if got.Rows[s][last] != rows(v) || got.ByColumn[0].Counts[s][last].Rows != rows(v) {
			t.Errorf("version %s has %v rows, not %v", v, got.Rows[s][last], rows(v))
		}
	}
	if got.ByColumn[0].Counts[1][0] != nil {
		t.Error("version 2 has counts before there was one")
	}
	for _, c := range []struct {
		operator string
		values   []any
		rows     float64
	}{
		{"=", []any{"2"}, rows("2")}, {"in", []any{"1", "2"}, rows("")}, {"!=", []any{"2"}, rows("1")}, {"not in", []any{"1", "2"}, 0}, {"is null", nil, 0},
		{"is not null", nil, rows("")}, {"starts with", []any{"2"}, rows("2")}, {"contains", []any{"."}, 0},
	} {
		if n := ask(nil, store.Filter{Column: version, Operator: c.operator, Values: c.values}).Rows[0][last]; n != c.rows {
			t.Errorf("version %s %v has %v rows, not %v", c.operator, c.values, n, c.rows)
		}
	}
	for _, q := range []store.CountsRequest{
		{Relation: store.Relation{Source: photosSource, Filters: []store.Filter{{Column: store.Column{Name: "device"}, Operator: "=", Values: []any{"pixel"}}}}, Windows: windows},
		{Relation: store.Relation{Source: photosSource, Join: &store.Join{}}, Windows: windows},
		{Relation: store.Relation{Source: photosSource}, Windows: []store.Window{{}}},
	} {
		if _, err := p.store.Counts(t.Context(), q); !store.Unsupported(err) {
			t.Errorf("%+v is answered, or by %v", q.Relation, err)
		}
	}
}

func testMoments(t *testing.T, p *photos) {
	windows := p.windows(24 * time.Hour)
	got, err := p.store.Moments(t.Context(), store.MomentsRequest{Relation: store.Relation{Source: photosSource, Time: "time"}, Windows: windows,
		Columns: []store.Column{{Name: "brightness", Kind: model.Numeric}, {Name: "words", Kind: model.Numeric}}})
	if err != nil || got.Errs[0] != nil {
		t.Fatal(err, got)
	}
	for w, window := range windows {
		sum, n := 0.0, 0.0
		for _, row := range p.Log {
			if !row.At.Before(window.From) && row.At.Before(window.To) {
				sum, n = sum+row.Brightness, n+1
			}
		}
		m := got.ByColumn[0][0][w]
		if m == nil || math.Abs(m.Mean-sum/n) > 1e-4 {
			t.Errorf("the mean of window %d is %+v, not %v", w, m, sum/n)
		}
		if words := got.ByColumn[1][0][w]; words == nil || words.N == 0 || !math.IsNaN(words.Mean) {
			t.Errorf("a sum of negative values gives %+v", words)
		}
		if newest := time.UnixMicro(m.NewestMicros); newest.Sub(window.To).Abs() > time.Second {
			t.Errorf("window %d was last scraped at %v, not at %v", w, newest, window.To)
		}
	}
}
