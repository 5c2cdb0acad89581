package loki

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/loki/lokitest"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// pushed is a log of its own in a real Loki.
func pushed(t *testing.T, s *lokitest.Server, until time.Time, lines []lokitest.Line) (*Store, string) {
	t.Helper()
	service := fmt.Sprintf("limits-%d", time.Now().UnixNano())
	selector := fmt.Sprintf("{service_name=%q}", service)
	s.Push(t, map[string]string{"service_name": service}, lines)
	s.Flush(t, selector, lines[0].At.Add(-time.Hour), lines[len(lines)-1].At.Add(time.Minute), len(lines))
	st, err := Open(server.Config{URL: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	st.(*Store).now = func() time.Time { return until }
	return st.(*Store), selector
}

// A window has the line on its begin and not the one on its end, to the nanosecond, on the hours at which Loki splits queries as elsewhere, however it is counted.
func TestEdges(t *testing.T) {
	s := lokitest.Start(t, nil)
	from := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	var lines []lokitest.Line
	for hour := range 60 {
		for _, off := range []time.Duration{0, 1, 999, time.Millisecond - 1, 30 * time.Minute, 30*time.Minute + 1, time.Hour - 1} {
			lines = append(lines, lokitest.Line{At: from.Add(time.Duration(hour)*time.Hour + off), Text: fmt.Sprintf(`{"off":%d,"id":"%d-%d"}`, off, hour, off)})
		}
	}
	st, selector := pushed(t, s, from.AddDate(0, 0, 5), lines)
	rel := store.Relation{Source: model.Source{Table: selector + " | json"}, Time: "time"}
	column := store.CountColumn{Column: store.Column{Name: "off", Kind: model.Categorical}}
	for _, every := range []time.Duration{30 * time.Minute, time.Hour, 5 * time.Hour, 24 * time.Hour} {
		for _, shift := range []time.Duration{0, 17 * time.Minute, time.Millisecond} {
			for _, by := range []string{"query", "lines"} {
				st.Lines(0, mostLines)
				if by == "lines" {
					st.Lines(1_000_000, 1_000_000)
				}
				var windows []store.Window
				for at := from.Add(shift); at.Before(from.Add(55 * time.Hour)); at = at.Add(every) {
					windows = append(windows, store.Window{From: at, To: at.Add(every)})
				}
				answer, err := st.Counts(t.Context(), store.CountsRequest{Relation: rel, Columns: []store.CountColumn{column}, Windows: windows})
				if err != nil {
					t.Fatal(err)
				}
				for w, window := range windows {
					want := map[string]float64{}
					for _, l := range lines {
						if !l.At.Before(window.From) && l.At.Before(window.To) {
							want[strings.TrimPrefix(strings.Split(l.Text, ",")[0], `{"off":`)]++
						}
					}
					got := map[string]float64{}
					if c := answer.ByColumn[0].Counts[0][w]; c != nil {
						for i, name := range c.Strings {
							got[name] = c.W[i]
						}
					}
					if fmt.Sprint(got) != fmt.Sprint(want) {
						t.Errorf("%v from %v, by %s, window %d: %v, want %v", every, shift, by, w, got, want)
						break
					}
				}
			}
		}
	}
}

// More categories than Loki tells apart: counted from lines as long as these are few, else the reference's frequent names and all others together, and it is said.
func TestManyCategories(t *testing.T) {
	s := lokitest.Start(t, nil)
	from := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	var lines []lokitest.Line
	names := map[string]float64{}
	for i := range 6000 {
		name := fmt.Sprintf("user %d", i*i%1999%700)
		names[name]++
		lines = append(lines, lokitest.Line{At: from.Add(time.Duration(i) * 30 * time.Second), Text: fmt.Sprintf(`{"user":%q,"n":%d,"id":%d}`, name, i%650, i)})
	}
	st, selector := pushed(t, s, from.AddDate(0, 0, 4), lines)
	rel := store.Relation{Source: model.Source{Table: selector + " | json"}, Time: "time"}
	windows := []store.Window{{From: from, To: from.AddDate(0, 0, 1)}, {From: from.AddDate(0, 0, 1), To: from.AddDate(0, 0, 2)}, {From: from.AddDate(0, 0, 2), To: from.AddDate(0, 0, 3)}}
	users := store.Column{Name: "user", Kind: model.Categorical}
	ask := func(column store.CountColumn) (*store.CountsResult, store.ColumnCounts) {
		t.Helper()
		answer, err := st.Counts(t.Context(), store.CountsRequest{Relation: rel, Columns: []store.CountColumn{column}, Windows: windows})
		if err != nil {
			t.Fatal(err)
		}
		return answer, answer.ByColumn[0]
	}
	st.Lines(0, 10_000)
	if _, exact := ask(store.CountColumn{Column: users}); exact.Err != nil || total(exact)["user 4"] != names["user 4"] || len(total(exact)) != len(names) {
		t.Errorf("%v, %d names of %d", exact.Err, len(total(exact)), len(names))
	}
	st.Lines(0, 1000)
	var many *store.TooManyError
	if _, refused := ask(store.CountColumn{Column: users, MaxDistinct: 200_000}); !errors.As(refused.Err, &many) {
		t.Errorf("%v", refused.Err)
	}
	sample, err := counts.FromStrings([]string{"user 4", "user 4", "user 4", "user 9", "user 9", "nobody", "nobody"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	vocabulary, err := counts.NewVocabulary(sample)
	if err != nil {
		t.Fatal(err)
	}
	answer, coarse := ask(store.CountColumn{Column: users, Vocabulary: vocabulary})
	if coarse.Err != nil {
		t.Fatal(coarse.Err)
	}
	rows, named, shared := 0.0, 0.0, 0.0
	for _, c := range coarse.Counts[0] {
		rows, shared = rows+c.Rows, shared+c.Shared()
		for i := range c.W {
			if c.Named(i) && c.Name(i) == "user 4" {
				named += c.W[i]
			}
		}
	}
	if rows != 6000 || named != names["user 4"] || shared != 6000-names["user 4"]-names["user 9"] || !strings.Contains(strings.Join(answer.Stats.Notices, " "), "all others") {
		t.Errorf("%v rows, user 4 %v of %v, others %v; %q", rows, named, names["user 4"], shared, answer.Stats.Notices)
	}
	// Whoever wants each value gets a sample, and is told so.
	answer, wanted := ask(store.CountColumn{Column: store.Column{Name: "n", Kind: model.Numeric}, MaxDistinct: 5_000_000})
	rows = 0
	for _, c := range wanted.Counts[0] {
		rows += c.Rows
	}
	if wanted.Err != nil || rows < 700 || rows > 1300 || !strings.Contains(strings.Join(answer.Stats.Notices, " "), "about 1000 of 6000") {
		t.Errorf("%v rows, %v; %q", rows, wanted.Err, answer.Stats.Notices)
	}
}

func total(of store.ColumnCounts) map[string]float64 {
	out := map[string]float64{}
	for _, segment := range of.Counts {
		for _, c := range segment {
			if c == nil {
				continue
			}
			for i, name := range c.Strings {
				out[name] += c.W[i]
			}
		}
	}
	return out
}

// A Loki with small limits answers the same: ranges, pages and cells are cut to them.
func TestSmallLimits(t *testing.T) {
	s := lokitest.Start(t, map[string]any{"max_query_length": "30h", "max_entries_limit_per_query": 300, "max_query_series": 40})
	from := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	var lines []lokitest.Line
	want := map[string]float64{}
	for i := range 2000 {
		x := float64(i*i%997) / 10
		want[fmt.Sprint(int(x/2))]++
		lines = append(lines, lokitest.Line{At: from.Add(time.Duration(i) * 4 * time.Minute), Text: fmt.Sprintf(`{"x":%v,"id":%d}`, x, i)})
	}
	st, selector := pushed(t, s, from.AddDate(0, 0, 30), lines)
	rel := store.Relation{Source: model.Source{Table: selector + " | json"}, Time: "time"}
	var edges []float64
	for i := range 51 {
		edges = append(edges, float64(2*i))
	}
	for _, fewer := range []int{0, 1_000_000} {
		st.Lines(fewer, 1_000_000)
		answer, err := st.CountsByEdges(t.Context(), store.EdgesRequest{Relation: rel, Columns: []store.Column{{Name: "x", Kind: model.Numeric}}, Edges: [][]float64{edges},
			Windows: []store.Window{{From: from.AddDate(0, 0, -3), To: from.AddDate(0, 0, 20)}}})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]float64{}
		c := answer.ByColumn[0].Counts[0][0]
		for i, edge := range c.Floats {
			got[fmt.Sprint(int(edge/2))] = c.W[i]
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("from %d lines on: %v, want %v", fewer, got, want)
		}
	}
	if extent, err := st.Extent(t.Context(), rel); err != nil || extent.Rows != 2000 || !extent.From.Equal(lines[0].At) || !extent.To.Equal(lines[len(lines)-1].At) {
		t.Errorf("%+v, %v", extent, err)
	}
}
