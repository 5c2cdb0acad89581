package sql

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/store"
)

// A statement of Trino's has a million letters at most, however many bounds are in its text.
func TestTrinoStatementsFit(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	table := Table{From: "log"}
	var columns []store.Column
	var keys []*Keys
	for i := range 20 {
		name := fmt.Sprintf("n%d", i)
		table.Fields = append(table.Fields, Field{Name: name, Type: "double", Class: Float})
		columns = append(columns, store.Column{Name: name})
		points := make([]float64, 6000)
		for k := range points {
			points[k] = rng.NormFloat64() * math.Ldexp(1, -k%50)
		}
		keys = append(keys, FloatBounds(points))
	}
	table.Fields = append(table.Fields, Field{Name: "device", Type: "varchar", Class: Text})
	r, err := NewRelation(Trino, store.Relation{}, table, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, groupBy := range [][]store.Column{nil, {{Name: "device"}}} {
		q, err := r.Counts(columns, groupBy, []store.Window{{}}, keys)
		if err != nil {
			t.Fatal(err)
		}
		counted := map[int]bool{}
		for _, st := range q.Arrays {
			for _, place := range st.Columns {
				counted[place] = true
			}
			if n := len(st.Text); n > 1_000_000 {
				t.Errorf("a statement of %d letters", n)
			}
		}
		for _, st := range q.Statements {
			for _, place := range st.list[st.first : st.first+st.columns] {
				counted[place] = true
			}
			if n := len(st.Text); n > 1_000_000 {
				t.Errorf("grouped by %v: a statement of %d letters", groupBy, n)
			}
		}
		if len(counted) != len(columns) {
			t.Errorf("grouped by %v: %d of %d columns are counted", groupBy, len(counted), len(columns))
		}
	}
}

func TestTrinoText(t *testing.T) {
	for text, want := range map[string]string{"it's": "'it''s'", `\'`: `'\'''`, "a\xffb": "'a\uFFFDb'", "": "''", "''": "''''''"} {
		if got := trinoText(text); got != want {
			t.Errorf("%q is written %s, want %s", text, got, want)
		}
		if inner := strings.TrimSuffix(strings.TrimPrefix(trinoText(text), "'"), "'"); strings.Contains(strings.ReplaceAll(inner, "''", ""), "'") {
			t.Errorf("%q ends before its end", text)
		}
	}
}

func TestRowPart(t *testing.T) {
	const row = `row(a bigint, "B, c" varchar(3), d row(e decimal(3, 1), f map(varchar, row(g bigint))), "h""i" date)`
	for name, want := range map[string]string{"a": "bigint", "A": "bigint", "B, c": "varchar(3)", "d": "row(e decimal(3, 1), f map(varchar, row(g bigint)))", `h"i`: "date", "e": "", "": ""} {
		if got := rowPart(row, name); got != want {
			t.Errorf("%s has type %q, want %q", name, got, want)
		}
	}
}
