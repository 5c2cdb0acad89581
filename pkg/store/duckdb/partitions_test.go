package duckdb

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// What is taken for a folder's key is what DuckDB takes for one.
func TestFolderKeys(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for _, folder := range []string{"a=1/b=2", "b=1/a=1", "a=1/a=2", "a=1/x/c=3", "=1", "a=", "a==1", "a=1=2", "a?=1", "a=1?", "a\n=1", "a=1\n", `a=1\b=2`, "a b=b%20c", "a=1;b=2", "größe=1", "'a'=1"} {
		putInFolder(t, dir, folder, "SELECT 1 AS x")
		described, err := s.engine.all(context.Background(), sql.Statement{
			Text: fmt.Sprintf("SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet(%s, hive_partitioning = true))", pathList([]file{{path: filepath.Join(s.path, folder, "a.parquet")}}))})
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, row := range described[1:] {
			want = append(want, row[0].(string))
		}
		if got := folderKeys(folder + "/a.parquet"); !slices.Equal(got, want) {
			t.Errorf("%q: %q, DuckDB finds %q", folder, got, want)
		}
	}
}

// columnsOf are the names of a source's columns, and the notices of reading it.
func columnsOf(t *testing.T, s *Store, pattern string) (names, notices []string) {
	t.Helper()
	if err := s.withSource(context.Background(), model.Source{File: pattern}, func(found *table) error {
		names, notices = found.names(), found.said.notices
		return nil
	}); err != nil {
		t.Fatalf("%s: %v", pattern, err)
	}
	return names, notices
}

// A folder above the data source's is none of its business, whatever it is called.
func TestFoldersAboveTheStore(t *testing.T) {
	put := func(root string) *Store {
		dir := filepath.Join(t.TempDir(), root)
		folder := filepath.Join(dir, "region=eu")
		putInFolder(t, dir, "region=eu", rowsOfDay(1, "t"))
		writeFile(t, filepath.Join(folder, "a.csv"), rowsOfDay(1, "t"))
		writeFile(t, filepath.Join(folder, "a.jsonl"), rowsOfDay(1, "t"))
		return open(t, dir)
	}
	for root, want := range map[string][]string{"env=prod": {"time", "x", "region"}, "time=2026-01-05": {"time", "x"}, "env=a/X=7": {"time", "x"}, "Region=us": {"time", "x"}} {
		s := put(root)
		for _, pattern := range []string{"**/*.parquet", "**/*.csv", "**/*.jsonl"} {
			names, notices := columnsOf(t, s, pattern)
			if !slices.Equal(names, want) || (len(notices) > 0) == slices.Contains(want, "region") {
				t.Errorf("%s, %s: %q, %q", root, pattern, names, notices)
			}
			extent, err := s.Extent(context.Background(), store.Relation{Source: model.Source{File: pattern}, Time: "time"})
			if err != nil || extent.Rows != 24 || !extent.From.Equal(day(1)) {
				t.Errorf("%s, %s: %+v, %v", root, pattern, extent, err)
			}
		}
	}
	// The windows' versions follow the times inside the files.
	s := put("time=2026-01-05")
	rel := store.Relation{Source: model.Source{File: "**/*.parquet"}, Time: "time"}
	before := versions(t, s, rel, days(time.UTC))
	writeFile(t, filepath.Join(s.path, "region=eu", "b.parquet"), rowsOfDay(8, "t"))
	if got := changed(before, versions(t, s, rel, days(time.UTC))); !slices.Equal(got, []int{7, everyWindow}) {
		t.Errorf("versions %v changed, want 7 alone", got)
	}
}

// A partition that lies elsewhere, behind a link, is the partition that the link says; a second name for what is there already changes nothing.
func TestLinkedPartitions(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	putInFolder(t, dir, "day=2026-01-07", "SELECT 7 AS x")
	putInFolder(t, elsewhere, "store2", "SELECT 8 AS x")
	putInFolder(t, elsewhere, "w[1]*=x", "SELECT 9 AS x")
	if err := os.MkdirAll(filepath.Join(dir, "day=2026-01-09"), 0o700); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{
		"day=2026-01-08":           filepath.Join(elsewhere, "store2"),
		"day=2026-01-09/a.parquet": filepath.Join(elsewhere, "w[1]*=x", "a.parquet"),
		"another name":             filepath.Join(dir, "day=2026-01-07"),
		"day=2026-01-09/z.parquet": filepath.Join(dir, "day=2026-01-07", "a.parquet"),
		"all":                      ".",
	} {
		if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(Config{Path: dir, Directories: []string{dir, elsewhere}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, pattern := range []string{"**", "**/*.parquet", "*/*.parquet"} {
		result, err := s.Counts(context.Background(), store.CountsRequest{
			Relation: store.Relation{Source: model.Source{File: pattern}, Time: "day"},
			Columns:  []store.CountColumn{{Column: store.Column{Name: "x", Kind: model.Numeric}}},
			Windows:  days(time.UTC)[6:],
		})
		if err != nil || len(result.Stats.Notices) > 0 {
			t.Errorf("%s: %v, %q", pattern, err, result.Stats.Notices)
			continue
		}
		var got []string
		for _, c := range result.ByColumn[0].Counts[0] {
			got = append(got, fmt.Sprintf("%g of %d", c.Rows, c.Ints))
		}
		if all := strings.Join(got, ", "); all != "1 of [7], 1 of [8], 1 of [9]" {
			t.Errorf("%s: %s", pattern, all)
		}
	}
}
