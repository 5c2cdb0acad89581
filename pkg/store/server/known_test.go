package server

import (
	"context"
	"errors"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// finding is an engine that counts how often a table is looked for, and fails statements on demand.
type finding struct {
	Engine
	found  int
	failed error
}

func (f *finding) Table(context.Context, model.Source) (sql.Table, error) {
	f.found++
	return sql.Table{From: "log"}, nil
}

func (f *finding) Query(context.Context, sql.Statement) (Rows, error) { return nil, f.failed }

// What a table looks like is asked once, and again after a statement has failed: it may have been altered.
func TestTablesAreRemembered(t *testing.T) {
	e := &finding{failed: errors.New("no such column")}
	s := New(e)
	find := func() {
		t.Helper()
		if table, err := s.table(context.Background(), model.Source{Table: "log"}); err != nil || table.From != "log" {
			t.Fatal(table, err)
		}
	}
	find()
	find()
	if e.found != 1 {
		t.Errorf("looked for %d times, not once", e.found)
	}
	if _, err := s.all(context.Background(), sql.Statement{Text: "SELECT gone FROM log"}); err == nil {
		t.Fatal("the statement should fail")
	}
	find()
	if e.found != 2 {
		t.Errorf("looked for %d times, not again after a failure", e.found)
	}
}
