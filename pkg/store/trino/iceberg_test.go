package trino

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// An Iceberg table knows which days its files hold (day(time)), so a question about five of sixty days reads the rows of those, and the model names no partition:
// of times with and without a zone.
func TestIceberg(t *testing.T) {
	if os.Getenv("TIDELINE_TRINO_LAKE") == "" {
		t.Skip("needs the Trino of npm run engines, which has a catalog of Iceberg's tables")
	}
	c := configOf(t)
	c.Database, c.Timeout = "iceberg", time.Minute
	e := open(t, c)
	st := server.New(e)
	t.Cleanup(func() { st.Close() })
	schema := newSchema(t, "iceberg")
	ctx := context.Background()
	windows := fiveDays()
	var first string
	for kind, begin := range map[string]string{
		"timestamp(6)":                "TIMESTAMP '2026-01-01 00:00:00'",
		"timestamp(6) with time zone": "TIMESTAMP '2026-01-01 00:00:00 UTC'",
	} {
		name := schema + ".log_" + strconv.Itoa(len(kind))
		run(t, fmt.Sprintf("CREATE TABLE iceberg.%s WITH (partitioning = ARRAY['day(time)']) AS SELECT CAST(%s + minute * INTERVAL '1' MINUTE + hour * INTERVAL '1' HOUR AS %s) AS time, "+
			"CAST((hour * 60 + minute) %% 1009 AS double) / 7 AS x, CAST(minute %% 3 AS varchar) AS device FROM UNNEST(sequence(0, 1439)) AS h (hour) CROSS JOIN UNNEST(sequence(0, 59)) AS m (minute)", name, begin, kind))
		result, err := st.Counts(ctx, store.CountsRequest{Relation: store.Relation{Source: model.Source{Table: name}, Time: "time"}, Windows: windows,
			Columns: []store.CountColumn{{Column: store.Column{Name: "x"}}, {Column: store.Column{Name: "device"}}}})
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		var counted string
		for w := range windows {
			if result.Rows[0][w] != 24*60 || result.ByColumn[0].Err != nil || result.ByColumn[1].Err != nil {
				t.Errorf("%s: window %d has %v rows, %v", kind, w, result.Rows[0][w], result.ByColumn[0].Err)
			}
			counted += fmt.Sprint(result.ByColumn[0].Counts[0][w].Floats, result.ByColumn[0].Counts[0][w].W, result.ByColumn[1].Counts[0][w].W)
		}
		if first == "" {
			first = counted
		} else if counted != first {
			t.Errorf("%s: the same log is counted differently", kind)
		}
		if rows := rowsRead(t, e, result.Stats.SQL); rows != 5*24*60 {
			t.Errorf("%s: %d rows are read for five days of %d", kind, rows, 24*60)
		}
	}
}

var input = regexp.MustCompile(`Input: (\d+) rows`)

// rowsRead are the most rows that any step of a statement took in, by the server's own account of running it.
func rowsRead(t *testing.T, e *Engine, statement string) (most int) {
	t.Helper()
	plan, err := e.all(context.Background(), "EXPLAIN ANALYZE "+statement)
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range input.FindAllStringSubmatch(plan[0][0].(string), -1) {
		if n, _ := strconv.Atoi(found[1]); n > most {
			most = n
		}
	}
	if most == 0 {
		t.Fatalf("the plan does not say what was read:\n%s", plan[0][0])
	}
	return most
}
