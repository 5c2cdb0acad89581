package duckdb

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// What lies inside a struct, JSON or a map is read by its path; a path that leads nowhere finds nothing, and harms no other column.
func TestPaths(t *testing.T) {
	s, err := Open(Config{Path: t.TempDir(), AllowSQL: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	src := model.Source{SQL: `SELECT * FROM (VALUES
		({'person': {'age': 41, 'a/b~': 'x'}}, '{"n": 7.5, "t": "8", "list": [1]}'::JSON, MAP {'ml.x': '1'}, MAP {1: 'one'}),
		({'person': {'age': NULL, 'a/b~': 'y'}}, '{"n": "none"}'::JSON, MAP {'ml.y': '2'}, MAP {2: 'two'})) t(s, j, m, numbered)`}
	for column, want := range map[store.Column]string{
		{Name: "s.person.age", Kind: model.Numeric}: "41:1 null:1",
		{Name: "s.person.a/b~"}:                     "x:1 y:1",
		{Name: "s.nothing"}:                         "null:2",
		{Name: "j.t", Kind: model.Numeric}:          "8:1 null:1",
		{Name: "j.n"}:                               "7.5:1 none:1",
		{Name: "j.list"}:                            "[1]:1 null:1",
		{Name: "m.ml.x"}:                            "1:1 null:1",
		{Name: `m.' OR 1=1 --`}:                     "null:2",
		{Name: "numbered.1"}:                        "null:1 one:1",
		{Name: "numbered.one"}:                      "null:2",
	} {
		result, err := s.Counts(t.Context(), store.CountsRequest{Relation: store.Relation{Source: src}, Columns: []store.CountColumn{{Column: column}}, Windows: []store.Window{{}}})
		if err != nil || result.ByColumn[0].Err != nil {
			t.Errorf("%s: %v %v", column.Name, err, result)
			continue
		}
		c := result.ByColumn[0].Counts[0][0]
		var parts []string
		for i, w := range c.W {
			parts = append(parts, fmt.Sprintf("%s:%g", c.Name(i), w))
		}
		if c.Null > 0 {
			parts = append(parts, fmt.Sprintf("null:%g", c.Null))
		}
		sort.Strings(parts)
		if got := strings.Join(parts, " "); got != want {
			t.Errorf("%s: %s, want %s", column.Name, got, want)
		}
	}
}
