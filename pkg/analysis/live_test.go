package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
	"github.com/tideline-ml/tideline/pkg/window"
)

// live is a log of Parquet files that are written, and labelled, while it is asked about.
type live struct {
	*testing.T
	dir    string
	writer *sql.DB
	random *rand.Rand
	store  *noted
	models []model.Model
	files  []string // of the log
	made   int
}

// noted is a store that notes which windows it is asked to count.
type noted struct {
	store.Store
	mu      sync.Mutex
	windows []store.Window
}

func (n *noted) note(windows []store.Window) {
	n.mu.Lock()
	n.windows = append(n.windows, windows...)
	n.mu.Unlock()
}

func (n *noted) Counts(ctx context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	n.note(q.Windows)
	return n.Store.Counts(ctx, q)
}

func (n *noted) Moments(ctx context.Context, q store.MomentsRequest) (*store.MomentsResult, error) {
	n.note(q.Windows)
	return n.Store.Moments(ctx, q)
}

const liveDays = 20

func liveLog(t *testing.T) *live {
	l := &live{T: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(20, 26))}
	var err error
	if l.writer, err = sql.Open("duckdb", ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.writer.Close() })
	for _, folder := range []string{"log", "labels"} {
		if err := os.Mkdir(filepath.Join(l.dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for day := range liveDays {
		l.write(day, 1, 100)
	}
	l.label(0.5)
	st, err := duckdb.Open(duckdb.Config{Path: l.dir, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	l.store = &noted{Store: st}
	l.models = []model.Model{{Name: "live", Source: model.Source{File: "log/*.parquet"}, Time: "time", ID: "id", Lateness: "10m",
		Target:    &model.Target{Source: &model.Source{File: "labels/*.parquet"}, ID: "id", Column: "label"},
		Features:  []model.Feature{{Name: "x"}, {Name: "size"}, {Name: "device"}},
		Segments:  []string{"device"},
		Reference: model.References{{From: "2026-05-01", To: "2026-05-11"}}}}
	return l
}

func (l *live) put(name, query string) {
	l.Helper()
	path := filepath.Join(l.dir, name)
	if _, err := l.writer.Exec(fmt.Sprintf("COPY (%s) TO '%s' (FORMAT parquet)", query, path+".tmp")); err != nil {
		l.Fatal(err)
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		l.Fatal(err)
	}
}

// write adds a file of rows of some days.
func (l *live) write(day, days, rows int) {
	l.made++
	name := fmt.Sprintf("log/%04d.parquet", l.made)
	l.files = append(l.files, name)
	l.fill(name, day, days, rows)
}

func (l *live) fill(name string, day, days, rows int) {
	seed := l.random.IntN(1 << 30)
	l.put(name, fmt.Sprintf(`SELECT TIMESTAMP '%s' + to_microseconds((i * %d)::BIGINT) AS time, hash(i + %[4]d) %% 2000 AS id,
		round(hash(i, %[4]d, 1) / 1e19, 3) + %[5]f AS x, (hash(i, %[4]d, 2) %% 50)::INTEGER AS size, 'phone ' || hash(i, %[4]d, 3) %% 3 AS device FROM range(%[3]d) r(i)`,
		logDay(day).Format(time.DateTime), days*86_400_000_000/rows, rows, seed, float64(l.random.IntN(2))))
}

// label adds labels of a share of all ids.
func (l *live) label(share float64) {
	l.made++
	l.put(fmt.Sprintf("labels/%04d.parquet", l.made), fmt.Sprintf("SELECT i AS id, CASE WHEN hash(i, %d) %% 3 = 0 THEN 'yes' ELSE 'no' END AS label FROM range(2000) r(i) WHERE hash(i, %[1]d, 1) < %[2]f * 18446744073709551615", l.made, share))
}

func (l *live) analysis() *Analysis {
	return New(l.store, l.models, cache.New(64<<20), Options{StoreID: l.dir, Now: func() time.Time { return logDay(liveDays).Add(-6 * time.Hour) }, Threads: 2})
}

// answers are what an analysis says to some questions, verdict by verdict.
func (l *live) answers(a *Analysis) []string {
	l.Helper()
	var all []string
	for _, json := range []string{
		`{}`, `{"features": ["target"], "includePartial": true}`, `{"groupBy": ["device"], "features": ["x"]}`, `{"window": {"mode": "duration", "every": "12h", "length": "2d"}}`,
		`{"reference": {"mode": "trailing", "windows": 5}}`, `{"reference": {"mode": "trailing", "windows": 3, "skipDrifted": true}}`, `{"window": {"mode": "rows", "rows": 60}, "includePartial": true}`,
		`{"filters": [{"column": "device", "operator": "=", "value": ["phone 1"]}], "reference": {"mode": "filter", "filters": [{"column": "device", "operator": "=", "value": ["phone 2"]}]}}`,
	} {
		request := ask(l.T, json)
		request.Range = window.Interval{From: logDay(4), To: logDay(liveDays)}
		d, err := a.Drift(context.Background(), request)
		if err != nil {
			l.Fatalf("%s: %v", json, err)
		}
		for w := range d.Windows {
			for f := range d.Features {
				for s := range d.Segments {
					if row := d.Row(w, f, s); row.Verdict != nil {
						all = append(all, fmt.Sprintf("%s %s %v: %s", json, d.Features[f], d.Segments[s], said(row)))
					}
				}
			}
		}
	}
	request := ask(l.T, `{"queryType": "summary", "includePartial": true}`)
	request.Range = window.Interval{From: logDay(4), To: logDay(liveDays)}
	summary, err := a.Summary(context.Background(), request)
	if err != nil {
		l.Fatal(err)
	}
	for w := range summary.Windows {
		for f, cell := range summary.Cells[w][0] {
			if cell != nil {
				all = append(all, fmt.Sprintf("%v %s: %v rows, %.9g, %v, %v", summary.Windows[w].Interval, summary.Features[f], cell.Rows, cell.Mean, cell.Quantiles, cell.Top))
			}
		}
	}
	timeline, err := a.Timeline(context.Background(), "live")
	if err != nil {
		l.Fatal(err)
	}
	return append(all, fmt.Sprint(timeline.Windows, timeline.Counts, timeline.From, timeline.To, timeline.Rows))
}

// Whatever becomes of its files, a log that was asked about all the time answers as one that nobody has asked about before.
func TestLiveLogAnswersAsIfNew(t *testing.T) {
	l := liveLog(t)
	warm := l.analysis()
	for step := range 14 {
		what := ""
		switch kind := l.random.IntN(7); kind {
		case 0, 1:
			what = "a new file"
			l.write(liveDays-1, 1, 5+l.random.IntN(20))
		case 2:
			day := l.random.IntN(liveDays - 1)
			what = fmt.Sprintf("late rows of day %d", day)
			l.write(day, 1, 60)
		case 3:
			day := l.random.IntN(liveDays - 4)
			what = fmt.Sprintf("late rows of days %d to %d", day, day+3)
			l.write(day, 3, 90)
		case 4:
			name, day := l.files[l.random.IntN(len(l.files))], l.random.IntN(liveDays)
			what = fmt.Sprintf("other rows in %s, of day %d", name, day)
			l.fill(name, day, 1, 80)
		case 5:
			at := l.random.IntN(len(l.files))
			what = "without " + l.files[at]
			if err := os.Remove(filepath.Join(l.dir, l.files[at])); err != nil {
				t.Fatal(err)
			}
			l.files = slices.Delete(l.files, at, at+1)
		case 6:
			what = "more labels"
			l.label(0.2)
		}
		got, want := l.answers(warm), l.answers(l.analysis())
		if len(got) != len(want) {
			t.Errorf("step %d, %s: %d answers from the cache, %d anew", step, what, len(got), len(want))
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("step %d, %s: the cache says\n%s\nand not\n%s", step, what, got[i], want[i])
				break
			}
		}
	}
}

// A new file has the windows counted anew that it can have rows of: of a live log the open one, and none of the reference.
func TestNewFileHasItsWindowsCounted(t *testing.T) {
	l := liveLog(t)
	a := l.analysis()
	questions := []string{`{"includePartial": true}`, `{"includePartial": true, "groupBy": ["device"]}`, `{"queryType": "summary", "includePartial": true}`}
	asked := func() []store.Window {
		l.store.windows = nil
		for _, json := range questions {
			request := ask(t, json)
			request.Range = window.Interval{From: logDay(12), To: logDay(liveDays)}
			var err error
			if strings.Contains(json, "summary") {
				_, err = a.Summary(context.Background(), request)
			} else {
				_, err = a.Drift(context.Background(), request)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return l.store.windows
	}
	if first := asked(); len(first) < 18 {
		t.Fatalf("only %d windows counted at first", len(first))
	}
	if again := asked(); len(again) != 0 {
		t.Errorf("counted again: %v", again)
	}
	for _, c := range []struct {
		what string
		day  int
	}{{"today's file", liveDays - 1}, {"late rows", 14}, {"late rows of the reference", 3}} {
		l.write(c.day, 1, 20)
		windows := asked()
		if len(windows) == 0 {
			t.Errorf("%s: nothing is counted", c.what)
		}
		for _, w := range windows {
			if !w.From.Equal(logDay(c.day)) {
				t.Errorf("%s: counted %v to %v", c.what, w.From, w.To)
			}
		}
	}
}
