package duckdb

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// What a folder's value is taken for is what DuckDB takes it for.
func TestFolderValues(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for _, folder := range []string{"a=x", "a=x%20y", "a=x+y", "a=NULL", "a=Null", "a=__HIVE_DEFAULT_PARTITION__", "a=", "a=%zz", "a=%", "a=%c3%BC", "a=x%2Fy", `a=1\b=2`, "a=1/a=2", "a=1/b=2/a=3", "b=1/a='q'", "a=0012", "a= x "} {
		putInFolder(t, dir, folder, "SELECT 1 AS x")
		shown := folder + "/a.parquet"
		keys := folderKeys(shown)
		columns := ""
		for _, key := range keys {
			columns += ", CAST(" + sql.Quote(key) + " AS VARCHAR)"
		}
		rows, err := s.engine.all(context.Background(), sql.Statement{Text: fmt.Sprintf("SELECT x%s FROM read_parquet(%s, hive_partitioning = true, hive_types_autocast = false)", columns, pathList([]file{{path: filepath.Join(s.path, folder, "a.parquet")}}))})
		if err != nil {
			t.Fatal(err)
		}
		for i, value := range folderValues(shown, keys) {
			got := any(nil)
			if value != nil {
				got = *value
			}
			if got != rows[0][1+i] {
				t.Errorf("%q: %q is %q, to DuckDB %q", folder, keys[i], got, rows[0][1+i])
			}
		}
	}
}

// Many files in folders named key=value say packed what they say by themselves, and so do their folders.
func TestManyFilesInPartitions(t *testing.T) {
	folder, cache := t.TempDir(), t.TempDir()
	put := func(n int, region, text string) {
		t.Helper()
		at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * 20 * time.Minute)
		in := filepath.Join(folder, "day="+at.Format("2006-01-02"), "region="+region)
		if err := os.MkdirAll(in, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(in, fmt.Sprintf("prediction_%d.json", n)), fmt.Appendf(nil, text, n%7, at.Format(time.RFC3339)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	regions := []string{"eu", "a%20b", "NULL"}
	for n := range 300 {
		text := `{"small": %d, "at": "%s"}`
		if n%3 == 1 {
			text = `[{"small": %d, "region": "mine", "at": "%s"}, {}]` // a folder's column comes in the place of a member that is called so
		}
		put(n, regions[n%3], text)
	}
	unpacked, err := Open(Config{Path: folder, Directories: []string{folder, t.TempDir()}, Threads: 1}) // an engine of its own
	if err != nil {
		t.Fatal(err)
	}
	defer unpacked.Close()
	src := model.Source{File: "**/*.json", Partition: "day"}
	from := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	same := func(s *Store) {
		t.Helper()
		for _, clock := range []string{"at", "day"} {
			var answers [2]*store.CountsResult
			for i, one := range []*Store{s, unpacked} {
				answer, err := one.Counts(context.Background(), store.CountsRequest{Relation: store.Relation{Source: src, Time: clock},
					Columns: []store.CountColumn{{Column: store.Column{Name: "small", Kind: model.Numeric}}, {Column: store.Column{Name: "day"}}}, GroupBy: []store.Column{{Name: "region"}},
					Windows: []store.Window{{From: from, To: from.AddDate(0, 0, 1)}, {From: from.AddDate(0, 0, 1), To: from.AddDate(0, 0, 9)}}})
				if err != nil {
					t.Fatal(err)
				}
				answers[i] = answer
			}
			got, want := answers[0], answers[1]
			if !reflect.DeepEqual(got.Segments, want.Segments) || !reflect.DeepEqual(got.SegmentNulls, want.SegmentNulls) || !reflect.DeepEqual(got.Rows, want.Rows) || len(want.Segments) != 3 {
				t.Fatalf("by %s: %v of %q, unpacked %v of %q", clock, got.Rows, got.Segments, want.Rows, want.Segments)
			}
			for i := range want.ByColumn {
				for segment := range want.Segments {
					for w, c := range want.ByColumn[i].Counts[segment] {
						if !got.ByColumn[i].Counts[segment][w].Equal(c) {
							t.Errorf("by %s: column %d, segment %d, window %d: %v, unpacked %v", clock, i, segment, w, got.ByColumn[i].Counts[segment][w], c)
						}
					}
				}
			}
		}
		a, err := s.Describe(context.Background(), src)
		b, err2 := unpacked.Describe(context.Background(), src)
		if err != nil || err2 != nil || !reflect.DeepEqual(a, b) {
			t.Errorf("columns %+v, unpacked %+v; %v, %v", a, b, err, err2)
		}
	}
	s := openConverting(t, folder, cache)
	same(s)
	if _, lines := s.engine.packed.Load(keyOf(fmt.Sprintf("packs %d %q %q", convertedVersion, s.path, src.File))); !lines {
		t.Error("they are not packed")
	}
	// Where a folder is no day any more, all of them are texts.
	put(301, "eu", `{"small": %d, "at": "%s"}`)
	same(s)
	src.Partition = ""
	odd := filepath.Join(folder, "day=later", "region=eu")
	if err := os.MkdirAll(odd, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(odd, "a.json"), []byte(`{"small": 1, "at": "2026-01-02T00:00:00Z"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	described := func(s *Store) string {
		columns, err := s.Describe(context.Background(), src)
		return fmt.Sprintf("%+v, %v", columns, err)
	}
	if got, want := described(s), described(unpacked); got != want {
		t.Errorf("columns %s, unpacked %s", got, want)
	}
	// A file outside of all partitions: then folders tell nothing, and nothing of what was packed is taken for what the files hold.
	if err := os.WriteFile(filepath.Join(folder, "b.json"), []byte(`{"small": 1, "at": "2026-01-02T00:00:00Z"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, want := described(s), described(unpacked); got != want {
		t.Errorf("columns %s, unpacked %s", got, want)
	}
}
