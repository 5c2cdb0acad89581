package sql

import (
	"reflect"
	"testing"

	"github.com/tideline-ml/tideline/pkg/store"
)

// What has very many names is counted by a statement of its own, and the others together.
func TestAlone(t *testing.T) {
	table := Table{From: "log"}
	var columns []store.Column
	for _, name := range []string{"a", "session", "b", "c"} {
		table.Fields = append(table.Fields, Field{Name: name, Type: "String", Class: Text})
		columns = append(columns, store.Column{Name: name})
	}
	r, err := NewRelation(ClickHouse, store.Relation{}, table, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	q, err := r.Counts(columns, nil, []store.Window{{}}, []*Keys{nil, Alone, nil, nil})
	if err != nil {
		t.Fatal(err)
	}
	var places [][]int
	for _, st := range q.Statements {
		places = append(places, st.list[st.first:st.first+st.columns])
	}
	if want := [][]int{{0}, {1}, {2, 3}}; !reflect.DeepEqual(places, want) {
		t.Errorf("columns were put together as %v, want %v", places, want)
	}
	if q.Columns[1].Keys != nil {
		t.Error("names are not grouped by value")
	}
}
