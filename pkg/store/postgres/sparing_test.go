package postgres

import (
	"context"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// A product beyond all floats is an error to PostgreSQL, which fails the statement: the others of its columns are answered all the same.
func TestValuesThatCannotBeComputed(t *testing.T) {
	p := newPlace(t)
	st := p.store(t, p.config)
	ctx := context.Background()
	rel := store.Relation{Source: p.table("log"), Time: "time"}
	columns := []store.Column{{Name: "x", Kind: model.Numeric}, {Name: "huge", Expression: "1e300 * (x + 1) * 1e300"}, {Name: "fine", Expression: "x * 2"},
		{Name: "tiny", Expression: "1e-300 * (x + 1) * 1e-300"}, {Name: "wrong", Expression: "x +"}}
	q := store.CountsRequest{Relation: rel, Windows: []store.Window{{}}}
	for _, c := range columns {
		q.Columns = append(q.Columns, store.CountColumn{Column: c})
	}
	check := func(what string, errs []error) {
		t.Helper()
		for i, word := range []string{"", "cannot be computed: value out of range: overflow", "", "cannot be computed: value out of range: underflow", "expected a value"} {
			if (errs[i] == nil) != (word == "") || errs[i] != nil && !strings.Contains(errs[i].Error(), word) {
				t.Errorf("%s of %s: %v, want %q", what, columns[i].Name, errs[i], word)
			}
		}
	}
	errs := make([]error, len(columns))
	counted, err := st.Counts(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range counted.ByColumn {
		if errs[i] = c.Err; c.Err == nil && c.Counts[0][0].Rows != 1000 {
			t.Errorf("counts of %s: %+v", columns[i].Name, c.Counts[0][0])
		}
	}
	check("counts", errs)
	moments, err := st.Moments(ctx, store.MomentsRequest{Relation: rel, Columns: columns, Windows: q.Windows})
	if err != nil {
		t.Fatal(err)
	}
	check("moments", moments.Errs)
	if m := moments.ByColumn[2][0][0]; m.N != 1000 || m.Max != 12 {
		t.Errorf("moments: %+v", m)
	}
	sampled, err := st.Profile(ctx, rel, columns, q.Windows, 10)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range sampled.Columns {
		errs[i] = c.Err
	}
	check("sample", errs)
	rel.Filters = []store.Filter{{Column: columns[1], Operator: ">", Values: []any{1.0}}}
	q.Relation = rel
	if _, err := st.Counts(ctx, q); err == nil || !strings.Contains(err.Error(), "overflow") {
		t.Errorf("a filter that cannot be computed: %v", err)
	}
}
