package duckdb

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// The columns that are found from one file of each shape are those that DuckDB finds from all.
func TestColumnsOfShapes(t *testing.T) {
	root := t.TempDir()
	s := open(t, root)
	for name, queries := range map[string][]string{
		"equal":             {"SELECT 1 AS x, 'a' AS y", "SELECT 2 AS x, 'b' AS y", "SELECT 3 AS x, 'c' AS y"},
		"numbers":           {"SELECT 1::TINYINT AS x", "SELECT 1::UBIGINT AS x", "SELECT 1::TINYINT AS x", "SELECT 1::BIGINT AS x", "SELECT 1::UBIGINT AS x"},
		"decimals":          {"SELECT 1::DECIMAL(18, 3) AS x", "SELECT 1::DECIMAL(10, 8) AS x", "SELECT 1::DECIMAL(18, 3) AS x", "SELECT 1::INTEGER AS x"},
		"floats":            {"SELECT 1::FLOAT AS x", "SELECT 1::BIGINT AS x", "SELECT 1::DOUBLE AS x", "SELECT 1::FLOAT AS x"},
		"times":             {"SELECT TIMESTAMP '2026-01-01' AS x", "SELECT DATE '2026-01-01' AS x", "SELECT TIMESTAMPTZ '2026-01-01 00:00:00Z' AS x", "SELECT TIMESTAMP_NS '2026-01-01' AS x"},
		"texts":             {"SELECT 1 AS x", "SELECT 'a' AS x", "SELECT 1 AS x", "SELECT true AS x"},
		"order":             {"SELECT 1 AS b, 2 AS a", "SELECT 1 AS a, 2 AS c, 3 AS b", "SELECT 1 AS c", "SELECT 1 AS d, 2 AS a"},
		"case":              {"SELECT 1 AS Xx", "SELECT 2.5 AS xX, 1 AS y", "SELECT 3 AS xx"},
		"structs":           {"SELECT {'a': 1, 'b': [1]} AS x", "SELECT {'a': 1.5, 'b': [1]} AS x", "SELECT {'a': 1, 'b': [1]} AS x", "SELECT {'a': 1, 'b': ['x'], 'c': MAP {'k': 1}} AS x"},
		"lists and structs": {"SELECT [{'a': 1}] AS x, 1 AS a", "SELECT [{'a': 1}] AS x, 2 AS a", "SELECT [{'a': 1, 'b': 2}] AS x"},
		"bytes":             {"SELECT 'a'::BLOB AS x", "SELECT 'b'::BLOB AS x", "SELECT 'c' AS x"},
		"words":             {"SELECT 'a'::ENUM('a', 'b') AS x", `SELECT '"a"'::JSON AS x`, "SELECT uuid() AS x", "SELECT 'a'::ENUM('a', 'b') AS x"},
	} {
		for n, folders := range [][]string{{"."}, {"day=2026-01-01", "day=2026-01-02"}, {"day=1", "day=x", "day=2026-01-01"}, {"k=a/x=2026-01-01", "k=1/x=2026-01-02"}} {
			source := fmt.Sprint(name, n)
			for i, query := range queries {
				folder := filepath.Join(root, source, folders[i%len(folders)])
				if err := os.MkdirAll(folder, 0o700); err != nil {
					t.Fatal(err)
				}
				writeFile(t, filepath.Join(folder, fmt.Sprintf("%d.parquet", i)), query)
			}
			if err := s.withSource(context.Background(), model.Source{File: source + "/**/*.parquet"}, func(found *table) error {
				rows, err := s.engine.all(context.Background(), sql.Statement{Text: "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + readParquet(found.files, true, found.told.used()) + ")"})
				if err != nil {
					return err
				}
				var got, want []string
				for _, f := range found.Fields {
					got = append(got, f.Name+" "+f.Type)
				}
				for _, row := range rows {
					want = append(want, fmt.Sprint(row[0], " ", row[1]))
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s in %q: %q, DuckDB has %q", name, folders, got, want)
				}
				read, err := s.engine.all(context.Background(), sql.Statement{Text: "SELECT count(*) FROM (SELECT * FROM " + found.From + ")"})
				if err == nil && read[0][0] != int64(len(queries)) {
					t.Errorf("%s in %q: %v rows", name, folders, read[0][0])
				}
				return err
			}); err != nil {
				t.Errorf("%s in %q: %v", name, folders, err)
			}
		}
	}
}

// A new file costs a look at itself: the others are known, and one of each shape is described.
func TestANewFileCostsItself(t *testing.T) {
	dir := t.TempDir()
	for n := range 7 {
		writeFile(t, filepath.Join(dir, fmt.Sprintf("%d.parquet", n)), rowsOfDay(1+n, "t"))
	}
	s, src := open(t, dir), model.Source{File: "*.parquet"}
	described := func() (file []string) {
		t.Helper()
		found, err := s.locate(src)
		if err != nil {
			t.Fatal(err)
		}
		read, err := s.from(context.Background(), parquetFormat, found.files, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found.files {
			if strings.Contains(read.like, f.path) {
				file = append(file, f.shown)
			}
		}
		return file
	}
	if got := described(); !slices.Equal(got, []string{"0.parquet"}) {
		t.Errorf("%q are described", got)
	}
	for key := range s.engine.files.shapes {
		if strings.Contains(key, "3.parquet") {
			s.engine.files.shapes[key] = "as it was remembered"
		}
	}
	writeFile(t, filepath.Join(dir, "7.parquet"), "SELECT *, 1 AS more FROM ("+rowsOfDay(8, "t")+")")
	if got := described(); !slices.Equal(got, []string{"0.parquet", "3.parquet", "7.parquet"}) {
		t.Errorf("%q are described", got)
	}
	columns, err := s.Describe(context.Background(), src)
	if err != nil || len(columns) != 3 || columns[2].Name != "more" {
		t.Errorf("%v, %v", columns, err)
	}
}
