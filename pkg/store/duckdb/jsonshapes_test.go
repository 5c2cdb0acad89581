package duckdb

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Objects whose keys differ in case alone, and values hundreds of levels deep, cost neither their line nor the file.
func TestJSONOfAllShapes(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"nested.jsonl": `{"x": 1, "a": {"k": 1, "K": 2}}` + "\n" + `{"x": 2}` + "\n",
		"rows.jsonl":   `{"x": 1, "a": {"k": 1}}` + "\n" + `{"x": 2, "a": {"K": 1}}` + "\n",
		"deep.jsonl":   `{"x": 1, "a": ` + strings.Repeat(`{"a":`, 500) + "1" + strings.Repeat("}", 500) + "}\n" + `{"x": 2}` + "\n",
		"lists.jsonl":  `{"x": 1, "a": ` + strings.Repeat(`[`, 500) + "1" + strings.Repeat("]", 500) + "}\n" + `{"x": 2}` + "\n",
		"deeper.jsonl": `{"x": 1, "a": ` + strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000) + "}\n" + `{"x": 2}` + "\n",
	} {
		writeText(t, folder, name, text)
		s := openConverting(t, folder, "")
		result, err := s.Counts(context.Background(), store.CountsRequest{Relation: store.Relation{Source: model.Source{File: name}}, Windows: []store.Window{{}}, Columns: []store.CountColumn{{Column: store.Column{Name: "x"}}}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if c := result.ByColumn[0]; c.Err != nil || result.Rows[0][0] != 2 || c.Counts[0][0].Len() != 2 {
			t.Errorf("%s: %v, %v", name, result.Rows, c)
		}
	}
}

// Then nothing is known of columns but texts, which is told.
func TestKeysThatDifferInCaseAreToldOf(t *testing.T) {
	folder := t.TempDir()
	const line = `{"time": "2026-01-01T00:00:00Z", "x": 1.5, "a": {"k": 1, "%s": 2}}` + "\n"
	writeText(t, folder, "case.jsonl", fmt.Sprintf(line, "K"))
	writeText(t, folder, "fine.jsonl", fmt.Sprintf(line, "other"))
	for file, want := range map[string]string{"fine.jsonl": "", "case.jsonl": `Objects have keys that differ in case alone ("K"), so every column is read as text`} {
		s := openConverting(t, folder, "")
		for range 2 { // what is known of files says it, too
			extent, err := s.Extent(context.Background(), store.Relation{Source: model.Source{File: file}, Time: "time"})
			if err != nil || len(extent.Notices) > 0 || (want == "") != (len(extent.Warnings) == 0) || !strings.HasPrefix(strings.Join(extent.Warnings, ""), want) {
				t.Errorf("%s: %+v, %v", file, extent, err)
			}
		}
	}
}

// A struct cannot have a member without a name, and a log of such objects was not read at all.
func TestEmptyKeysInsideObjects(t *testing.T) {
	dir := t.TempDir()
	const line = `{"time":"2026-01-0%dT00:00:00Z","y":{"a":%[1]d,"":{"":1}},"x":2}` + "\n"
	writeText(t, dir, "log.jsonl", fmt.Sprintf(line, 1)+fmt.Sprintf(line, 2))
	writeText(t, dir, "one.jsonl", `{"time":"2026-01-01T00:00:00Z","y":{"":1},"x":2}`)
	for i := range 3 {
		writeText(t, dir, fmt.Sprintf("p_%d.json", i), fmt.Sprintf(line, i+1))
	}
	s := openConverting(t, dir, t.TempDir())
	for pattern, want := range map[string]int{"log.jsonl": 2, "one.jsonl": 1, "p_*.json": 3} {
		columns, err := s.Describe(context.Background(), model.Source{File: pattern})
		if err != nil || len(columns) != 3 {
			t.Errorf("%s: %v, %v", pattern, columns, err)
			continue
		}
		rows, err := s.Rows(context.Background(), store.RowsRequest{Relation: store.Relation{Source: model.Source{File: pattern}}, Columns: columns, Limit: 5})
		if err != nil || len(rows.Values[1]) != want || !strings.HasPrefix(fmt.Sprint(rows.Values[1][0]), `{"`) {
			t.Errorf("%s: %v, %v", pattern, rows, err)
		}
	}
}

// What stands in a name is no sign of a member without one, and one such column takes nothing from the others.
func TestOtherColumnsKeepTheirTypes(t *testing.T) {
	for object, want := range map[string]string{
		`{"a":1,"b":2}`:           "STRUCT(a BIGINT, b BIGINT)",
		`{"a":1,"b,  c":2}`:       `STRUCT(a BIGINT, "b,  c" BIGINT)`,
		`{"a":1,"STRUCT(a,\"":2}`: `STRUCT(a BIGINT, "STRUCT(a,""" BIGINT)`,
		`{"a":1,"":2}`:            "VARCHAR",
	} {
		dir := t.TempDir()
		line := `{"time":"2026-01-01T00:00:00Z","y":` + object + `,"x":2.5}` + "\n"
		writeText(t, dir, "log.jsonl", line+line)
		s := openConverting(t, dir, t.TempDir())
		columns, err := s.Describe(context.Background(), model.Source{File: "log.jsonl"})
		if err != nil || len(columns) != 3 || columns[1].Type != want || columns[2].Type != "DOUBLE" {
			t.Errorf("%s: %+v, %v", object, columns, err)
		}
	}
}
