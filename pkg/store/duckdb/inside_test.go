package duckdb

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Counts are the same whatever the number of threads, and those of DuckDB's own GROUP BY.
func TestThreadsAgree(t *testing.T) {
	dir := t.TempDir()
	const from = `SELECT TIMESTAMP '2026-01-01' + to_seconds(i * 60) AS time,
		CASE WHEN i % 7 = 0 THEN NULL ELSE i % 1000 END AS whole,
		(hash(i) % 100003)::DOUBLE / 7 AS x,
		CASE WHEN i % 50 = 0 THEN 'nan'::DOUBLE WHEN i % 3 = 0 THEN 0 ELSE i / 10.0 END AS odd,
		CASE WHEN i % 11 = 0 THEN NULL ELSE 'a rather long name of category ' || (hash(i) % 300) END AS long,
		'c' || (i * i % 13) AS short,
		i % 2 = 0 AS flag,
		CASE WHEN i % 1000 = 77 THEN 'none ' || i ELSE i::VARCHAR END AS number_or_not,
		CASE WHEN i < 60000 THEN 'early' WHEN i % 5 = 0 THEN NULL ELSE 'seg ' || (i % 4) END AS segment
		FROM range(120000) t(i)`
	path := filepath.Join(dir, "log.parquet")
	writeRowGroups(t, path, from, 5000) // many row groups: work for several threads
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var windows []store.Window
	for day := range 80 {
		windows = append(windows, store.Window{From: start.AddDate(0, 0, day), To: start.AddDate(0, 0, day+1)})
	}
	sample, err := counts.FromFloats([]float64{0, 0, 0, 1, 5, 10, 50, 100, 1000, 8000, 12000}, nil)
	if err != nil {
		t.Fatal(err)
	}
	grid, err := counts.NewGrid(sample, false)
	if err != nil {
		t.Fatal(err)
	}
	request := store.CountsRequest{Relation: store.Relation{Source: model.Source{File: "log.parquet"}, Time: "time"}, Windows: windows,
		GroupBy: []store.Column{{Name: "segment"}, {Name: "flag"}},
		Columns: []store.CountColumn{{Column: store.Column{Name: "whole"}}, {Column: store.Column{Name: "x"}, Grid: grid}, {Column: store.Column{Name: "odd"}, Grid: grid},
			{Column: store.Column{Name: "long"}}, {Column: store.Column{Name: "short"}}, {Column: store.Column{Name: "flag"}},
			{Column: store.Column{Name: "number_or_not", Kind: model.Numeric}}, {Column: store.Column{Name: "x"}, MaxDistinct: 50_000}}}
	var first *store.CountsResult
	for _, threads := range []int{1, 2, 5} {
		s, err := Open(Config{Path: dir, Threads: threads})
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Counts(context.Background(), request)
		if err != nil {
			t.Fatal(err)
		}
		got.Stats.Seconds = 0
		if first == nil {
			first = got
			checkLongNames(t, s, path, windows, got)
		} else if !reflect.DeepEqual(got, first) {
			t.Errorf("%d threads count otherwise than one", threads)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if reason := fmt.Sprint(first.ByColumn[6].Err); !strings.Contains(reason, `"none 100077"`) { // the smallest
		t.Errorf("text among numbers: %s", reason)
	}
	var tooMany *store.TooManyError
	if !errors.As(first.ByColumn[7].Err, &tooMany) || tooMany.Limit != 50_000 {
		t.Errorf("too many values: %v", first.ByColumn[7].Err)
	}
}

// checkLongNames compares a column of texts with DuckDB's GROUP BY.
func checkLongNames(t *testing.T, s *Store, path string, windows []store.Window, got *store.CountsResult) {
	t.Helper()
	rows, err := s.engine.all(context.Background(), sql.Statement{Text: fmt.Sprintf(`SELECT coalesce(segment, '(none)') || ' ' || flag || ' ' ||
		(epoch(time)::BIGINT // 86400 - %d) || ' ' || coalesce(long, '(none)'), count(*) FROM '%s' WHERE time < TIMESTAMP '2026-03-22' GROUP BY ALL`,
		windows[0].From.Unix()/86400, path)})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{}
	for _, row := range rows {
		want[row[0].(string)] = float64(row[1].(int64))
	}
	found := map[string]float64{}
	for i, segment := range got.Segments {
		if got.SegmentNulls[i][0] {
			segment = []string{"(none)", segment[1]}
		}
		for w, c := range got.ByColumn[3].Counts[i] {
			if c == nil {
				continue
			}
			name := fmt.Sprintf("%s %s %d ", segment[0], segment[1], w)
			for k, text := range c.Strings {
				found[name+text] = c.W[k]
			}
			if c.Null > 0 {
				found[name+"(none)"] = c.Null
			}
		}
	}
	if len(want) < 1000 || !reflect.DeepEqual(found, want) {
		t.Errorf("%d counts that differ from DuckDB's own %d", len(found), len(want))
	}
}

// The function that takes rows is of no use to those who may write SQL themselves.
func TestTakeFunctionAlone(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "log.parquet"), "SELECT 1 AS x")
	s := open(t, dir)
	for _, text := range []string{"SELECT tideline_take(1)", "SELECT tideline_take(-1, 2, 'x')", "SELECT tideline_take(NULL, 1)", "SELECT tideline_take(i, i) FROM range(3000) t(i)"} {
		if rows, err := s.engine.all(context.Background(), sql.Statement{Text: text}); err == nil || !strings.Contains(err.Error(), "not for use") {
			t.Errorf("%s: %v, %v", text, rows, err)
		}
	}
}

// A panic while counting is an error of the question and leaves the engine running.
func TestPanicWhileCounting(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "log.parquet"), "SELECT 1 AS x")
	s := open(t, dir)
	ctx := context.Background()
	err := s.withRelation(ctx, store.Relation{Source: model.Source{File: "log.parquet"}}, func(r *sql.Relation, _ said) error {
		written, err := r.Scan([]store.Column{{Name: "x"}}, nil, []store.Window{{}})
		if err != nil {
			return err
		}
		return s.engine.takeEverywhere(ctx, written, func() func(*chunk) error { return func(*chunk) error { panic("a bug") } })
	})
	if err == nil || !strings.Contains(err.Error(), "a bug") {
		t.Errorf("the panic got lost: %v", err)
	}
	if extent, err := s.Extent(ctx, store.Relation{Source: model.Source{File: "log.parquet"}}); err != nil || extent.Rows != 1 {
		t.Errorf("afterwards: %+v, %v", extent, err)
	}
}
