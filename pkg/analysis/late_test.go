package analysis

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
	"github.com/tideline-ml/tideline/pkg/window"
)

// folder is a log of a file a day on disk, read by DuckDB, with the cache kept between questions.
type folder struct {
	*testing.T
	dir string
	*Analysis
}

func logFolder(t *testing.T, m model.Model) *folder {
	f := &folder{T: t, dir: t.TempDir()}
	for day := range 30 {
		f.write(fmt.Sprintf("day-%02d.csv", day), day, 300, 0)
	}
	st, err := duckdb.Open(duckdb.Config{Path: f.dir, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	f.Analysis = New(st, []model.Model{m}, cache.New(64<<20), Options{StoreID: f.dir, Now: func() time.Time { return logDay(30).Add(time.Hour) }})
	return f
}

func logDay(day int) time.Time { return time.Date(2026, 5, 1+day, 0, 0, 0, 0, time.UTC) }

// write puts rows of a day into a file; equal names and sizes have equal rows but for what is added to x.
func (f *folder) write(name string, day, rows int, more float64) {
	f.Helper()
	random := rand.New(rand.NewPCG(uint64(day), uint64(rows)))
	var b strings.Builder
	b.WriteString("time,x\n")
	for n := range rows {
		fmt.Fprintf(&b, "%s,%.6f\n", logDay(day).Add(time.Duration(n)*250*time.Second).Format("2006-01-02 15:04:05"), random.NormFloat64()+more)
	}
	if err := os.WriteFile(filepath.Join(f.dir, name), []byte(b.String()), 0o600); err != nil {
		f.Fatal(err)
	}
}

func (f *folder) ask(json string, from, to int) []DriftRow {
	f.Helper()
	q, err := query.Parse([]byte(json))
	if err != nil {
		f.Fatal(err)
	}
	d, err := f.Drift(context.Background(), Request{Query: q, Range: window.Interval{From: logDay(from), To: logDay(to)}, Role: "Admin"})
	if err != nil {
		f.Fatal(err)
	}
	rows := make([]DriftRow, len(d.Windows))
	for i := range d.Windows {
		rows[i] = d.Row(i, 0, 0)
	}
	return rows
}

func said(row DriftRow) string { return fmt.Sprintf("%v %+v", row.Window.Interval, *row.Verdict) }

func folderModel() model.Model {
	return model.Model{Name: "folder", Source: model.Source{File: "*.csv"}, Time: "time", Lateness: "10m", Features: []model.Feature{{Name: "x"}},
		Reference: model.References{{From: "2026-05-01", To: "2026-05-21"}}}
}

// A day that is filled in, rewritten or taken away later changes its own verdicts and no others, at the very next question.
func TestBackfill(t *testing.T) {
	for _, asked := range []string{`{}`, `{"window": {"mode": "rows", "rows": 100}}`, `{"window": {"mode": "duration", "every": "6h", "length": "1d"}}`} {
		f := logFolder(t, folderModel())
		before := f.ask(asked, 21, 30)
		for step, c := range []struct {
			name    string
			change  func()
			day     int
			drifted bool
		}{
			{"more rows of an old day", func() { f.write("late.csv", 25, 300, 4) }, 25, true},
			{"the same file, rewritten", func() { f.write("day-27.csv", 27, 290, 4) }, 27, true},
			{"rewritten, as long as before", func() {
				path := filepath.Join(f.dir, "day-27.csv")
				text, err := os.ReadFile(path)
				if err != nil {
					f.Fatal(err)
				}
				swapped := strings.ReplaceAll(strings.ReplaceAll(string(text), ",4.", ",0."), ",5.", ",1.")
				if err := os.WriteFile(path, []byte(swapped), 0o600); err != nil {
					f.Fatal(err)
				}
				if err := os.Chtimes(path, time.Now(), time.Now().Add(time.Second)); err != nil {
					f.Fatal(err)
				}
			}, 27, true},
			{"taken away again", func() {
				if err := os.Remove(filepath.Join(f.dir, "late.csv")); err != nil {
					f.Fatal(err)
				}
			}, 25, false},
		} {
			c.change()
			after := f.ask(asked, 21, 30)
			own := window.Interval{From: logDay(c.day), To: logDay(c.day + 1)}
			old, now := map[window.Interval]string{}, map[window.Interval]string{}
			changed, drifted := false, false
			for _, row := range before {
				old[row.Window.Interval] = said(row)
			}
			for _, row := range after {
				now[row.Window.Interval] = said(row)
				if !row.Window.Overlaps(own) {
					if old[row.Window.Interval] != now[row.Window.Interval] {
						t.Errorf("%s, %s: another day changed:\n%s\n%s", asked, c.name, old[row.Window.Interval], now[row.Window.Interval])
					}
					continue
				}
				changed = changed || old[row.Window.Interval] != now[row.Window.Interval]
				drifted = drifted || row.Verdict.Outcome == drift.Drifted
			}
			if !changed || drifted != c.drifted {
				t.Errorf("%s, %s: its own day changed: %v, drifted: %v", asked, c.name, changed, drifted)
			}
			if fresh := New(f.store, f.models, cache.New(64<<20), f.options); step%2 == 1 {
				other := &folder{T: t, dir: f.dir, Analysis: fresh}
				for i, row := range other.ask(asked, 21, 30) {
					if said(row) != said(after[i]) {
						t.Errorf("%s, %s: the cache has said something else:\n%s\n%s", asked, c.name, said(after[i]), said(row))
					}
				}
			}
			before = after
		}
	}
}

// Rows that come after lateness change a window that was closed; until lateness has passed a window is open, and no rule sees it.
func TestLateRows(t *testing.T) {
	m := folderModel()
	f := logFolder(t, m)
	at := logDay(30)
	f.options.Now = func() time.Time { return at }
	number := `{"format": "numeric"}`
	at = logDay(30).Add(9 * time.Minute)
	if rows := f.ask(number, 29, 31); !rows[0].Window.From.Equal(logDay(28)) {
		t.Errorf("the day before is open until lateness has passed, got %v", rows[0].Window.Interval)
	}
	at = logDay(30).Add(11 * time.Minute)
	closed := f.ask(number, 29, 31)
	if !closed[0].Window.From.Equal(logDay(29)) || closed[0].Verdict.CurrentRows != 300 {
		t.Errorf("%v, %v rows", closed[0].Window.Interval, closed[0].Verdict.CurrentRows)
	}
	f.write("late.csv", 29, 20, 0)
	if late := f.ask(number, 29, 31); late[0].Verdict.CurrentRows != 320 {
		t.Errorf("%v rows, late ones included", late[0].Verdict.CurrentRows)
	}
	// A late row of the reference's last day changes what all are compared with.
	before := f.ask(`{}`, 25, 27)[0].Verdict.ReferenceRows
	f.write("very-late.csv", 10, 30, 0)
	if after := f.ask(`{}`, 25, 27)[0].Verdict.ReferenceRows; after != before+30 {
		t.Errorf("%v rows in the reference, before %v", after, before)
	}
}

// Files may change while many ask. Nobody gets an answer that is older than the question.
func TestNobodyGetsAnOldAnswer(t *testing.T) {
	f := logFolder(t, folderModel())
	for round := range 5 {
		f.write("more.csv", 25, 50+round, 0)
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				if rows := f.ask(`{}`, 25, 26); rows[0].Verdict.CurrentRows != float64(350+round) {
					t.Errorf("round %d: %v rows", round, rows[0].Verdict.CurrentRows)
				}
			})
		}
		group.Wait()
	}
}

// Labels that lie in the log itself come late, too: rows without one wait for it, and are no missing values.
func TestLabelsOfTheLogComeLate(t *testing.T) {
	f := &folder{T: t, dir: t.TempDir()}
	random := rand.New(rand.NewPCG(3, 4))
	for day := range 30 {
		var b strings.Builder
		b.WriteString("time,x,y\n")
		for n := range 300 {
			label := []string{"yes", "no", "no"}[random.IntN(3)]
			if day >= 25 && random.Float64() < float64(day-24)/5 {
				label = ""
			}
			fmt.Fprintf(&b, "%s,%.6f,%s\n", logDay(day).Add(time.Duration(n)*250*time.Second).Format("2006-01-02 15:04:05"), random.NormFloat64(), label)
		}
		if err := os.WriteFile(filepath.Join(f.dir, fmt.Sprintf("day-%02d.csv", day)), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	st, err := duckdb.Open(duckdb.Config{Path: f.dir, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	m := model.Model{Name: "m", Source: model.Source{File: "*.csv"}, Time: "time", Features: []model.Feature{{Name: "x"}, {Name: "asked", Column: "y"}}, Target: &model.Target{Column: "y"},
		Reference: model.References{{From: "2026-05-01", To: "2026-05-21"}}}
	f.Analysis = New(st, []model.Model{m}, cache.New(64<<20), Options{StoreID: f.dir, Now: func() time.Time { return logDay(30).Add(time.Hour) }})
	const question = `{"queryType": "drift", "model": "m", "features": ["%s"], "window": {"mode": "duration", "every": "1d"}}`
	feature, labels := f.ask(fmt.Sprintf(question, "asked"), 21, 30), f.ask(fmt.Sprintf(question, "target"), 21, 30)
	for day := range labels {
		v := labels[day].Verdict
		if v.Outcome == drift.Drifted || v.NullShare > 0 || day < 4 && v.Outcome != drift.Fine || day == 8 && v.Outcome != drift.NotEnough {
			t.Errorf("%d: %v, %v missing: %s", 21+day, v.Outcome, v.NullShare, v.Note)
		}
	}
	if v := feature[7].Verdict; v.Outcome != drift.Drifted || v.Cause != "missing" {
		t.Errorf("of a feature missing values are news: %v %s", v.Outcome, v.Cause)
	}
}

// Such a label is guessed as a feature where its name says nothing: then the check says what to do.
func TestCheckTellsOfLateLabels(t *testing.T) {
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(5, 6))
	var b strings.Builder
	b.WriteString("time,x,paid,rare,broken_before,prediction\n")
	for n := range 4000 {
		day := n / 100
		paid, rare, mended := "yes", "", ""
		if day >= 38 && random.Float64() < 0.9 {
			paid = ""
		}
		if n%10 == 0 {
			rare = "1"
		}
		if day > 5 {
			mended = "2"
		}
		fmt.Fprintf(&b, "%s,%.3f,%s,%s,%s,%s\n", logDay(day).Add(time.Duration(n%100)*800*time.Second).Format("2006-01-02 15:04:05"), random.NormFloat64(), paid, rare, mended, paid)
	}
	if err := os.WriteFile(filepath.Join(dir, "log.csv"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := duckdb.Open(duckdb.Config{Path: dir, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	m := model.Model{Name: "m", Source: model.Source{File: "log.csv"}, Time: "time", Prediction: &model.Prediction{Label: "prediction"},
		Features: []model.Feature{{Name: "x"}, {Name: "paid"}, {Name: "rare"}, {Name: "broken_before"}, {Name: "length", Expression: "length(paid)"}}}
	warned := func(m model.Model) (texts []string) {
		a := New(st, []model.Model{m}, cache.New(64<<20), Options{StoreID: dir, Now: func() time.Time { return logDay(41) }})
		check, err := a.Check(context.Background(), "m")
		if err != nil || len(check.Problems) > 0 {
			t.Fatalf("%v %v", err, check)
		}
		for _, n := range check.Notices {
			if n.Warning && n.Step == StepColumns {
				texts = append(texts, n.Text)
			}
		}
		return texts
	}
	if texts := warned(m); len(texts) != 1 || !strings.HasPrefix(texts[0], `Feature "paid" looks like a label that comes later, since 100 % of the oldest rows have it and `) || !strings.Contains(texts[0], "make it the target") {
		t.Errorf("got %q", texts)
	}
	m.Window = "1h" // of which none has rows enough
	if texts := warned(m); len(texts) != 1 {
		t.Errorf("in short windows: %q", texts)
	}
	m.Target = &model.Target{Column: "paid"}
	if texts := warned(m); len(texts) != 0 {
		t.Errorf("the target itself: %q", texts)
	}
}
