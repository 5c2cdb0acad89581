package duckdb

import (
	"context"
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
