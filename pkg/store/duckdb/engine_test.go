package duckdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// After the lock nothing outside the folders can be read, and nothing can be written, set or attached.
func TestLock(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	writeFile(t, filepath.Join(dir, "log.parquet"), "SELECT 1 AS x")
	writeFile(t, filepath.Join(outside, "secret.parquet"), "SELECT 2 AS x")
	beside := dir + "2" // begins like the folder's name
	if err := os.Mkdir(beside, 0o700); err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(beside)
	writeFile(t, filepath.Join(beside, "secret.parquet"), "SELECT 2 AS x")
	s := open(t, dir)
	ctx := context.Background()
	if _, err := s.engine.all(ctx, sql.Statement{Text: "SELECT * FROM '" + filepath.Join(s.path, "log.parquet") + "'"}); err != nil {
		t.Errorf("inside: %v", err)
	}
	for _, text := range []string{
		"SELECT * FROM '" + filepath.Join(outside, "secret.parquet") + "'",
		"SELECT * FROM '" + filepath.Join(beside, "secret.parquet") + "'",
		"SELECT * FROM '" + filepath.Join(dir, "..", filepath.Base(outside), "secret.parquet") + "'",
		"SELECT * FROM read_text('/etc/passwd')",
		"SELECT * FROM read_csv('/etc/passwd')",
		"SELECT * FROM glob('/etc/*')",
		"SELECT * FROM read_csv('https://example.com/x.csv')",
		"COPY (SELECT 1) TO '" + filepath.Join(dir, "out.csv") + "'",
		"COPY (SELECT 1) TO '" + filepath.Join(outside, "out.csv") + "'",
		"ATTACH '" + filepath.Join(dir, "x.db") + "'",
		"CREATE TABLE t AS SELECT 1",
		"SET memory_limit = '1TB'",
		"INSTALL httpfs", "LOAD httpfs", "PRAGMA enable_external_access", "EXPORT DATABASE '" + dir + "'",
		"SELECT 1; COPY (SELECT 1) TO '" + filepath.Join(dir, "out.csv") + "'; SELECT 2",
		"EXPLAIN ANALYZE SELECT 1", "CALL pragma_version()", "", "SELECT \x00 1",
	} {
		if rows, err := s.engine.all(ctx, sql.Statement{Text: text}); err == nil {
			t.Errorf("%q ran: %v", text, rows)
		}
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "*")); len(files) != 1 {
		t.Errorf("something was written: %v", files)
	}
}

func TestSQLSource(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "log.parquet"), "SELECT i AS x FROM range(10) t(i)")
	forbidden := open(t, dir)
	src := model.Source{SQL: "SELECT x FROM '" + filepath.Join(forbidden.path, "log.parquet") + "' WHERE x > 4 -- big"}
	if _, err := forbidden.Describe(context.Background(), src); err == nil || !strings.Contains(err.Error(), "allow_sql") {
		t.Errorf("without permission: %v", err)
	}
	s, err := Open(Config{Path: dir, AllowSQL: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	extent, err := s.Extent(context.Background(), store.Relation{Source: src})
	if err != nil || extent.Rows != 5 {
		t.Errorf("%+v, %v", extent, err)
	}
	for _, text := range []string{
		"COPY (SELECT 1) TO '" + filepath.Join(dir, "out.csv") + "'",
		"SELECT 1) ; COPY (SELECT 1) TO '" + filepath.Join(dir, "out.csv") + "'; SELECT * FROM (SELECT 1",
		"SELECT 1; DROP TABLE x",
		"CREATE TABLE t AS SELECT 1",
		"ATTACH 'x.db'",
		"SELECT * FROM '/etc/passwd'",
		"nonsense",
	} {
		if _, err := s.Extent(context.Background(), store.Relation{Source: model.Source{SQL: text}}); err == nil {
			t.Errorf("%q ran", text)
		}
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "*")); len(files) != 1 {
		t.Errorf("something was written: %v", files)
	}
}

func TestOneEngine(t *testing.T) {
	dir := t.TempDir()
	for _, sub := range []string{"a", "b"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	first, err := Open(Config{Path: filepath.Join(dir, "a"), Directories: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	second, err := Open(Config{Path: filepath.Join(dir, "b"), Directories: []string{dir + "/."}})
	if err != nil {
		t.Fatal(err)
	}
	if first.engine != second.engine {
		t.Error("two data sources with the same folders have two engines")
	}
	other := open(t, t.TempDir())
	if other.engine == first.engine {
		t.Error("data sources with other folders share an engine")
	}
	first.Close()
	if _, err := second.engine.all(context.Background(), sql.Statement{Text: "SELECT 1"}); err != nil {
		t.Errorf("after the first was closed: %v", err)
	}
	e := second.engine
	second.Close()
	if _, err := e.all(context.Background(), sql.Statement{Text: "SELECT 1"}); err == nil {
		t.Error("a closed engine answers")
	}
	for _, cfg := range []Config{{}, {Path: filepath.Join(dir, "nowhere")}, {Path: dir, Directories: []string{filepath.Join(dir, "a")}}, {Path: dir, MemoryLimit: "much"}} {
		if s, err := Open(cfg); err == nil {
			s.Close()
			t.Errorf("%+v was opened", cfg)
		}
	}
}

// Cancelling ends a running scan soon.
func TestCancel(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(Config{Path: dir, AllowSQL: true, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rel := store.Relation{Source: model.Source{SQL: "SELECT sum(a.i * b.i) AS x FROM range(1000000) a(i), range(1000000) b(i)"}}
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	started := time.Now()
	_, err = s.Extent(ctx, rel)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("stopping took %v", took)
	}
	// The connection is fit for use.
	if rows, err := s.engine.all(context.Background(), sql.Statement{Text: "SELECT 42"}); err != nil || fmt.Sprint(rows) != "[[42]]" {
		t.Errorf("afterwards: %v, %v", rows, err)
	}
	// A stream that is read in part can be left.
	stream, err := s.engine.run(context.Background(), sql.Statement{Text: "SELECT i FROM range(10000000) t(i)"})
	if err != nil {
		t.Fatal(err)
	}
	if c, err := stream.Next(); err != nil || c.size == 0 {
		t.Errorf("first chunk: %v", err)
	}
	stream.Close()
}

func TestQueue(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "log.parquet"), "SELECT 1 AS x")
	s, err := Open(Config{Path: dir, QueueTimeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var turns []func()
	for range runningScans {
		done, err := s.engine.scanTurn(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		turns = append(turns, done)
	}
	var busy *BusyError
	if _, _, err := rowsOf(s, "log.parquet"); !errors.As(err, &busy) {
		t.Errorf("got %v, want to be told that the store is busy", err)
	}
	turns[0]()
	if _, _, err := rowsOf(s, "log.parquet"); err != nil {
		t.Errorf("with a free turn: %v", err)
	}
	turns[1]()
}

// Many questions at once, as dashboards ask them, get the answers that they get alone.
func TestConcurrency(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "log.parquet"),
		"SELECT TIMESTAMP '2026-01-01' + to_seconds(i) AS time, i % 100 AS x, 'category ' || (i % 7) || ' with a long name' AS name FROM range(100000) t(i)")
	s := open(t, dir)
	ask := func() (string, error) {
		result, err := s.Counts(context.Background(), store.CountsRequest{
			Relation: store.Relation{Source: model.Source{File: "log.parquet"}, Time: "time"},
			Columns:  []store.CountColumn{{Column: store.Column{Name: "x"}}, {Column: store.Column{Name: "name"}}},
			Windows:  []store.Window{{From: day(1), To: day(2)}, {From: day(2), To: day(3)}},
			GroupBy:  []store.Column{{Name: "name"}},
		})
		if err != nil {
			return "", err
		}
		text := fmt.Sprint(result.Segments, result.Rows)
		for _, column := range result.ByColumn {
			for _, windows := range column.Counts {
				for _, c := range windows {
					text += fmt.Sprint(c.Ints, c.Strings, c.W)
				}
			}
		}
		return text, nil
	}
	want, err := ask()
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 3 {
				if got, err := ask(); err != nil || got != want {
					t.Errorf("%v, same: %t", err, got == want)
				}
			}
		})
	}
	group.Wait()
}

// A sample depends on the rows alone: not on threads, and not on chance.
func TestSampleIsTheSame(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "a.parquet"), "SELECT i AS x, 'name ' || i AS name FROM range(300000) t(i)")
	writeFile(t, filepath.Join(dir, "b.parquet"), "SELECT i AS x, 'name ' || i AS name FROM range(300000, 500000) t(i)")
	var first *store.Profile
	for _, threads := range []int{1, 2, 4} {
		s, err := Open(Config{Path: dir, Threads: threads})
		if err != nil {
			t.Fatal(err)
		}
		profile, err := s.Profile(context.Background(), store.Relation{Source: model.Source{File: "*.parquet"}}, []store.Column{{Name: "x"}, {Name: "name"}}, []store.Window{{}}, 20_000)
		s.Close()
		if err != nil || profile.Sampled != 20_000 || profile.Rows != 500_000 {
			t.Fatalf("%+v, %v", profile, err)
		}
		if first == nil {
			first = profile
			// Evenly spread: the mean of 20,000 of 500,000 is within 5 standard errors of 250,000.
			mean := 0.0
			for i, x := range profile.Columns[0].Counts.Ints {
				mean += float64(x) * profile.Columns[0].Counts.W[i] / 20_000
			}
			if mean < 250_000-5*1020 || mean > 250_000+5*1020 {
				t.Errorf("mean of the sample: %v", mean)
			}
		}
		for i := range profile.Columns {
			if !profile.Columns[i].Counts.Equal(first.Columns[i].Counts) {
				t.Errorf("with %d threads column %d is sampled differently", threads, i)
			}
		}
	}
}
