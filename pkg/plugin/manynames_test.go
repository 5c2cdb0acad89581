package plugin

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

// searches is a log of search terms and sessions: every row has a session of its own, three in four terms come once only. On the last two days every fifth
// search is for one of the ordinary terms.
func searches(t testing.TB, days, rowsADay int, change ...func(*model.Model)) *analysis.Analysis {
	t.Helper()
	folder := t.TempDir()
	file, err := os.Create(filepath.Join(folder, "searches.csv"))
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(file)
	fmt.Fprintln(out, "time,session,term,shop")
	random := rand.New(rand.NewPCG(5, 6))
	for n := range days * rowsADay {
		day := n / rowsADay
		at := logStart.AddDate(0, 0, day).Add(time.Duration(n%rowsADay) * 24 * time.Hour / time.Duration(rowsADay))
		term := fmt.Sprint("rare term ", n)
		if random.IntN(4) == 0 {
			term = fmt.Sprint("term ", int(random.ExpFloat64()*80))
		}
		if day >= days-2 && random.IntN(5) == 0 {
			term = "term 150"
		}
		fmt.Fprintf(out, "%s,%032x,%s,%d\n", at.Format(time.RFC3339), random.Uint64(), term, random.IntN(3))
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	m := model.Model{Name: "searches", Source: model.Source{File: "searches.csv"}, Time: "time", Window: "1d", Timezone: "UTC",
		Features:  []model.Feature{{Name: "session", Kind: model.Categorical}, {Name: "term", Kind: model.Categorical}, {Name: "shop", Kind: model.Categorical}},
		Reference: model.References{{From: "2026-03-01", To: "2026-03-15"}}}
	for _, c := range change {
		c(&m)
	}
	end := logStart.AddDate(0, 0, days)
	return analysis.New(st, []model.Model{m}, cache.New(256<<20), analysis.Options{StoreID: folder, Now: func() time.Time { return end.Add(time.Hour) }})
}

// More categories than can be counted by name are answered all the same: ids that are new every day are no drift, a frequent value that grows is one, and
// what is not known of new values is said.
func TestManyNames(t *testing.T) {
	const days, rowsADay = 24, 14_000
	a := searches(t, days, rowsADay)
	answer := func(text string) backend.DataResponse {
		t.Helper()
		response := answerQuery(t.Context(), a, backend.DataQuery{RefID: "A", JSON: []byte(text),
			TimeRange: backend.TimeRange{From: logStart.AddDate(0, 0, 16), To: logStart.AddDate(0, 0, days)}}, admin)
		if response.Error != nil {
			t.Fatal(response.Error)
		}
		for _, notice := range response.Frames[0].Meta.Notices {
			t.Error(notice.Text)
		}
		return response
	}
	for range 2 { // from the store, then from the cache
		frame := answer(`{"format": "table", "columns": ["time", "feature", "verdict", "note", "new_share"]}`).Frames[0]
		drifted := map[string]int{}
		for i := range frame.Rows() {
			feature, verdict, note := frame.Fields[1].At(i).(string), frame.Fields[2].At(i).(string), frame.Fields[3].At(i).(string)
			if verdict == "drifted" {
				drifted[feature]++
			}
			if said := strings.Contains(note, "new_share is a lower bound"); said != (feature != "shop") {
				t.Errorf("%s: %q", feature, note)
			}
		}
		if frame.Rows() != 3*8 || len(drifted) != 1 || drifted["term"] != 2 {
			t.Errorf("%d rows, drifted: %v", frame.Rows(), drifted)
		}
	}
	categories := answer(`{"queryType": "distribution", "features": ["term"], "window": {"mode": "range"}}`).Frames[0].Fields[0]
	if last := categories.At(categories.Len() - 1).(string); !strings.HasPrefix(last, "(at least ") {
		t.Errorf("the last of %d categories is %q", categories.Len(), last)
	}
	answer(`{"queryType": "summary", "features": ["session", "term"]}`)
}

// A list to choose from has an end: of more values than anybody counts by name those that a sample has are listed, and it is said. Versions that are so many
// are none.
func TestListsOfManyNames(t *testing.T) {
	a := searches(t, 1, 230_000, func(m *model.Model) { m.Segments, m.Version = []string{"session"}, "session" })
	ask := func(text string) backend.DataResponse {
		return answerQuery(t.Context(), a, backend.DataQuery{RefID: "A", JSON: []byte(text), TimeRange: backend.TimeRange{From: logStart.AddDate(0, 0, -1), To: logStart.AddDate(0, 0, 2)}}, admin)
	}
	for name, c := range map[string]struct {
		query, notice string
		fewest, most  int
	}{
		"values":   {`{"queryType": "values", "features": ["session"]}`, `more than 200,000 values`, 1000, 10_000},
		"versions": {`{"queryType": "episodes", "kinds": ["version"]}`, `too many to be versions`, 0, 0},
	} {
		response := ask(c.query)
		if response.Error != nil {
			t.Errorf("%s: %v", name, response.Error)
			continue
		}
		frame := response.Frames[0]
		if rows := frame.Rows(); rows < c.fewest || rows > c.most {
			t.Errorf("%s: %d rows", name, rows)
		}
		said := ""
		for _, n := range frame.Meta.Notices {
			said += n.Text + " "
		}
		if !strings.Contains(said, c.notice) {
			t.Errorf("%s: %q", name, said)
		}
	}
}
