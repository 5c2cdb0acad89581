package servertest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/conformance"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// Conformance runs the conformance suite. place makes a schema or a database of the test's own, load a table in it.
func Conformance(t *testing.T, name string, place func(t *testing.T) string, load func(t *testing.T, place string, table conformance.Table), open func(t *testing.T) server.Engine) {
	t.Helper()
	conformance.Run(t, name, func(t *testing.T, tables []conformance.Table) (store.Store, map[string]model.Source) {
		own := place(t)
		sources := map[string]model.Source{}
		for _, table := range tables {
			load(t, own, table)
			sources[table.Name] = model.Source{Table: own + "." + table.Name}
		}
		st := server.New(open(t))
		t.Cleanup(func() { st.Close() })
		return st, sources
	})
}

// Kinds are described columns with their kinds.
func Kinds(columns []store.Column) string {
	var kinds []string
	for _, c := range columns {
		kinds = append(kinds, c.Name+" "+c.Kind)
	}
	return strings.Join(kinds, ", ")
}

// Hourly counts a column of a log with one row an hour in two hours, and shows what each holds: "41:1 | null:1"; or says what is wrong.
func Hourly(st store.Store, src model.Source, from time.Time, c store.Column) string {
	result, err := st.Counts(context.Background(), store.CountsRequest{Relation: store.Relation{Source: src, Time: "time"},
		Windows: []store.Window{{From: from, To: from.Add(time.Hour)}, {From: from.Add(time.Hour), To: from.Add(2 * time.Hour)}}, Columns: []store.CountColumn{{Column: c}}})
	if err != nil {
		return err.Error()
	}
	if err := result.ByColumn[0].Err; err != nil {
		return err.Error()
	}
	var shown []string
	for _, counted := range result.ByColumn[0].Counts[0] {
		one := fmt.Sprintf("null:%v", counted.Null)
		for i, w := range counted.W {
			one = fmt.Sprintf("%s:%v", counted.Name(i), w)
		}
		shown = append(shown, one)
	}
	return strings.Join(shown, " | ")
}

// GivenUp asks what would never end, many times at once, and gives all up after a while; each must be an error.
func GivenUp(t *testing.T, times int, while time.Duration, ask func(ctx context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), while)
	defer cancel()
	failed := make(chan error)
	for range times {
		go func() { failed <- ask(ctx) }()
	}
	for range times {
		if err := <-failed; err == nil {
			t.Error("an endless query ended")
		}
	}
}
