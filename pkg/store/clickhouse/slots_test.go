package clickhouse

import (
	"context"
	"testing"

	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// The same slots are found where settings are the server's own.
func TestSlots(t *testing.T) {
	for _, free := range []freedom{setsAll, setsNothing} {
		e := open(t, configOf(t))
		e.free.Store(free)
		servertest.Slots(t, sql.ClickHouse, 70_000, func(expression, values string, args []any) []any {
			return slots(t, e, expression, values, args)
		})
		e.Close()
	}
}

func slots(t *testing.T, e *Engine, text, values string, args []any) []any {
	t.Helper()
	rows, err := e.all(context.Background(), sql.Statement{Text: "SELECT " + text + " FROM (SELECT arrayJoin(" + values + ") AS x)", Args: args})
	if err != nil {
		t.Fatal(err)
	}
	// The same where values may be missing, and one is.
	missing, err := e.all(context.Background(), sql.Statement{Text: "SELECT " + text + " FROM (SELECT arrayJoin(arrayConcat(" + values + ", [NULL])) AS x)", Args: args})
	if err != nil {
		t.Fatal(err)
	}
	list := make([]any, len(rows))
	for i, row := range rows {
		if list[i] = row[0]; missing[i][0] != row[0] {
			t.Errorf("value %d lies in slot %v, and in slot %v where values may be missing", i, row[0], missing[i][0])
		}
	}
	if last := missing[len(rows)][0]; last != nil {
		t.Errorf("a missing value lies in slot %v", last)
	}
	return list
}
