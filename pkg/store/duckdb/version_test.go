package duckdb

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// days are the windows of January 1 to 9, from 0 to 8, by the clock of a zone.
func days(zone *time.Location) []store.Window {
	var all []store.Window
	for n := range 9 {
		all = append(all, store.Window{From: time.Date(2026, 1, 1+n, 0, 0, 0, 0, zone), To: time.Date(2026, 1, 2+n, 0, 0, 0, 0, zone)})
	}
	return all
}

// versions are those of the windows, and last that of all of time.
func versions(t *testing.T, s *Store, rel store.Relation, windows []store.Window) []string {
	t.Helper()
	v, err := s.Version(context.Background(), rel)
	if err != nil || !v.Exact {
		t.Fatalf("%+v, %v", v, err)
	}
	var all []string
	for _, w := range append(slices.Clone(windows), store.Window{}) {
		all = append(all, v.In(w))
	}
	return all
}

// changed are the positions at which versions differ.
func changed(before, after []string) (at []int) {
	for i := range before {
		if before[i] != after[i] {
			at = append(at, i)
		}
	}
	return at
}

// rowsOfDay selects 24 rows of a day in January, an hour apart; time is what is made of t.
func rowsOfDay(n int, time string) string {
	return fmt.Sprintf("SELECT %s AS time, i AS x FROM (SELECT TIMESTAMP '2026-01-%02d' + to_hours(i) AS t, i FROM range(24) r(i))", time, n)
}

const everyWindow = 9 // and all of time

// A file changes the versions of the windows that it can have rows of, whatever becomes of it, and no others.
func TestVersionsOfWindows(t *testing.T) {
	utc := days(time.UTC)
	for typeName, value := range map[string]string{
		"TIMESTAMP": "t", "TIMESTAMPTZ": "t::TIMESTAMPTZ", "TIMESTAMP_NS": "t::TIMESTAMP_NS", "TIMESTAMP_MS": "t::TIMESTAMP_MS", "DATE": "t::DATE",
		"seconds": "epoch(t)::BIGINT", "milliseconds": "epoch_ms(t)", "nanoseconds": "epoch_ns(t)", "fractions": "epoch(t)", "infinite": "t",
	} {
		dir := t.TempDir()
		put := func(name string, day int) { writeFile(t, filepath.Join(dir, name), rowsOfDay(day, value)) }
		for n := range 7 {
			put(fmt.Sprintf("day [%d].parquet", 1+n), 1+n)
		}
		s, rel := open(t, dir), store.Relation{Source: model.Source{File: "*.parquet"}, Time: "time"}
		before := versions(t, s, rel, utc)
		if again := versions(t, s, rel, utc); !slices.Equal(before, again) {
			t.Errorf("%s: equal states have different versions", typeName)
		}
		if typeName != "DATE" && before[0] == before[1] {
			t.Errorf("%s: days have one version", typeName)
		}
		for _, c := range []struct {
			what   string
			change func()
			want   []int
		}{
			{"a new file", func() { put("day 8.parquet", 8) }, []int{7, everyWindow}},
			{"late rows", func() { put("late.parquet", 3) }, []int{2, everyWindow}},
			{"other rows in a file", func() { put("late.parquet", 5) }, []int{2, 4, everyWindow}},
			{"a file touched", func() {
				later := time.Now().Add(time.Hour)
				if err := os.Chtimes(filepath.Join(dir, "late.parquet"), later, later); err != nil {
					t.Fatal(err)
				}
			}, []int{4, everyWindow}},
			{"a file less", func() { os.Remove(filepath.Join(dir, "day [2].parquet")) }, []int{1, everyWindow}},
			{"half a file", func() { writeText(t, dir, "half.parquet", "PAR1 and no more") }, []int{everyWindow}},
			{"and then the rest of it", func() { put("half.parquet", 9) }, []int{8, everyWindow}},
			{"rows without a time", func() {
				writeFile(t, filepath.Join(dir, "timeless.parquet"), "SELECT CASE WHEN i > 3 THEN time END AS time, x FROM ("+rowsOfDay(6, value)+") r(time, i), (SELECT 1 AS x)")
			}, []int{5, everyWindow}},
		} {
			c.change()
			after := versions(t, s, rel, utc)
			if got := changed(before, after); !slices.Equal(got, c.want) {
				t.Errorf("%s, %s: versions %v changed, want %v", typeName, c.what, got, c.want)
			}
			before = after
		}
	}
}

// What cannot be told apart by time counts for every window.
func TestVersionsOfEveryWindow(t *testing.T) {
	utc := days(time.UTC)
	all := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, everyWindow}
	for _, c := range []struct {
		what, pattern string
		first, second func(dir string)
		join          *store.Join
	}{
		{what: "CSV", pattern: "*.csv",
			first:  func(dir string) { writeFile(t, filepath.Join(dir, "a.csv"), rowsOfDay(1, "t")) },
			second: func(dir string) { writeFile(t, filepath.Join(dir, "b.csv"), rowsOfDay(8, "t")) }},
		{what: "times that are texts", pattern: "*.parquet",
			first:  func(dir string) { writeFile(t, filepath.Join(dir, "a.parquet"), rowsOfDay(1, "t::VARCHAR")) },
			second: func(dir string) { writeFile(t, filepath.Join(dir, "b.parquet"), rowsOfDay(8, "t::VARCHAR")) }},
		{what: "infinity, which statistics may be silent on", pattern: "*.parquet",
			first: func(dir string) { writeFile(t, filepath.Join(dir, "a.parquet"), rowsOfDay(1, "t")) },
			second: func(dir string) {
				writeFile(t, filepath.Join(dir, "b.parquet"), rowsOfDay(8, "CASE WHEN i = 3 THEN 'infinity' ELSE t END"))
			}},
		{what: "no column of that name in a file", pattern: "*.parquet",
			first:  func(dir string) { writeFile(t, filepath.Join(dir, "a.parquet"), rowsOfDay(1, "t")) },
			second: func(dir string) { writeFile(t, filepath.Join(dir, "b.parquet"), "SELECT 1 AS x") }},
		{what: "a column's type", pattern: "*.parquet",
			first: func(dir string) { writeFile(t, filepath.Join(dir, "a.parquet"), rowsOfDay(1, "t")) },
			second: func(dir string) {
				writeFile(t, filepath.Join(dir, "b.parquet"), "SELECT time, x + 0.5 AS x FROM ("+rowsOfDay(8, "t")+")")
			}},
		{what: "a column more", pattern: "*.parquet",
			first: func(dir string) { writeFile(t, filepath.Join(dir, "a.parquet"), rowsOfDay(1, "t")) },
			second: func(dir string) {
				writeFile(t, filepath.Join(dir, "b.parquet"), "SELECT *, 1 AS y FROM ("+rowsOfDay(8, "t")+")")
			}},
		{what: "the unit of numbers, which is guessed from all files", pattern: "*.parquet",
			first: func(dir string) { writeFile(t, filepath.Join(dir, "b.parquet"), rowsOfDay(1, "epoch(t)::BIGINT")) },
			second: func(dir string) {
				writeFile(t, filepath.Join(dir, "a.parquet"), "SELECT epoch_ms(TIMESTAMP '2026-01-08') + i AS time, i AS x FROM range(2000) r(i)")
			}},
		{what: "a label, which may belong to any row", pattern: "log/*.parquet", join: &store.Join{Source: model.Source{File: "labels/*.parquet"}, ID: "x", Columns: map[string]string{"target": "label"}},
			first: func(dir string) {
				for _, folder := range []string{"log", "labels"} {
					if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
						t.Fatal(err)
					}
				}
				writeFile(t, filepath.Join(dir, "log", "a.parquet"), rowsOfDay(1, "t"))
				writeFile(t, filepath.Join(dir, "labels", "a.parquet"), "SELECT 1 AS x, 'yes' AS label, TIMESTAMP '2026-01-05' AS time")
			},
			second: func(dir string) {
				writeFile(t, filepath.Join(dir, "labels", "b.parquet"), "SELECT 2 AS x, 'yes' AS label, TIMESTAMP '2026-01-08' AS time")
			}},
		{what: "a folder's name that is the time", pattern: "**/*.parquet",
			first: func(dir string) { putInFolder(t, dir, "time=2026-01-01", rowsOfDay(1, "t")) },
			second: func(dir string) {
				putInFolder(t, dir, "time=2026-01-08", rowsOfDay(8, "t"))
			}},
		{what: "a file outside the folders named key=value, which makes their column that of the files", pattern: "**/*.parquet",
			first:  func(dir string) { putInFolder(t, dir, "x=1", rowsOfDay(1, "t")) },
			second: func(dir string) { putInFolder(t, dir, "elsewhere", rowsOfDay(8, "t")) }},
	} {
		dir := t.TempDir()
		c.first(dir)
		s, rel := open(t, dir), store.Relation{Source: model.Source{File: c.pattern}, Time: "time", ID: "x", Join: c.join}
		before := versions(t, s, rel, utc)
		c.second(dir)
		if got := changed(before, versions(t, s, rel, utc)); !slices.Equal(got, all) {
			t.Errorf("%s: versions %v changed, want all", c.what, got)
		}
	}
}

func putInFolder(t *testing.T, dir, folder, query string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, folder, "a.parquet"), query)
}

// Times without an offset are those of the log's zone: its days begin when they begin there.
func TestVersionsByLocalTime(t *testing.T) {
	auckland, err := time.LoadLocation("Pacific/Auckland")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "a.parquet"), rowsOfDay(1, "t"))
	s, rel := open(t, dir), store.Relation{Source: model.Source{File: "*.parquet"}, Time: "time", Zone: auckland}
	before := versions(t, s, rel, days(auckland))
	writeFile(t, filepath.Join(dir, "b.parquet"), rowsOfDay(8, "t"))
	if got := changed(before, versions(t, s, rel, days(auckland))); !slices.Equal(got, []int{7, everyWindow}) {
		t.Errorf("versions %v changed, want 7 alone", got)
	}
}

// A window's version is found once for a list of files: where there are 100,000 of them, finding those of a heatmap's windows takes longer than the answer.
func TestVersionsAreRemembered(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "a.parquet"), rowsOfDay(1, "t"))
	s, rel := open(t, dir), store.Relation{Source: model.Source{File: "*.parquet"}, Time: "time"}
	before := versions(t, s, rel, days(time.UTC))
	for at := s.engine.files.lists.order.Front(); at != nil; at = at.Next() {
		if of, ok := at.Value.(*listed).value.(*stretches); ok {
			of.files = nil
		}
	}
	if got := changed(before, versions(t, s, rel, days(time.UTC))); got != nil {
		t.Errorf("versions %v were found again", got)
	}
}

// A time that one file holds as a float is written in its footer with fewer digits than it has among the doubles of others.
func TestVersionsOfFloatsAmongDoubles(t *testing.T) {
	dir := t.TempDir()
	const seconds = 1767225728 // as a float's text 1767225700
	writeFile(t, filepath.Join(dir, "a.parquet"), fmt.Sprintf("SELECT %d::DOUBLE AS time, 1 AS x", seconds+3600))
	s, rel := open(t, dir), store.Relation{Source: model.Source{File: "*.parquet"}, Time: "time"}
	at := time.Unix(seconds, 0)
	windows := []store.Window{{From: at.Add(-100 * time.Second), To: at.Add(-time.Second)}, {From: at.Add(-time.Second), To: at.Add(time.Second)}}
	before := versions(t, s, rel, windows)
	writeFile(t, filepath.Join(dir, "b.parquet"), fmt.Sprintf("SELECT %d::FLOAT AS time, 1 AS x", seconds))
	if got := changed(before, versions(t, s, rel, windows)); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("versions %v changed, want that of the time and that of all", got)
	}
}

// Packs of JSON files are made here, and what times their texts hold is looked at.
func TestVersionsOfPacks(t *testing.T) {
	folder := t.TempDir()
	for n := range filesInPack {
		predictionFile(t, folder, n)
	}
	s := openConverting(t, folder, t.TempDir())
	rel := store.Relation{Source: model.Source{File: "prediction_*.json"}, Time: "timestamp"}
	minute := func(n int) store.Window {
		from := day(1).Add(time.Duration(n) * time.Minute)
		return store.Window{From: from, To: from.Add(time.Minute)}
	}
	windows := []store.Window{minute(0), minute(30), minute(200)}
	before := versions(t, s, rel, windows)
	predictionFile(t, folder, 200*60)
	if got := changed(before, versions(t, s, rel, windows)); !slices.Equal(got, []int{2, 3}) {
		t.Errorf("versions %v changed, want that of the new file and that of all", got)
	}
}
