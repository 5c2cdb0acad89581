package postgres

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
)

// What PostgreSQL has and the conformance suite does not: JSON, domains, enums, times of few digits, views, partitions.
func TestTypes(t *testing.T) {
	admin := administrator(t)
	schema := newSchema(t, admin)
	run(t, admin, fmt.Sprintf(`CREATE TYPE %[1]s.mood AS ENUM ('sad', 'ok');
		CREATE DOMAIN %[1]s.share AS numeric(5, 4) CHECK (VALUE <= 1);
		CREATE TABLE %[1]s.log (time timestamp(3) with time zone, payload jsonb, tags text[], mood %[1]s.mood, share %[1]s.share, code char(3), id uuid, pair point);
		INSERT INTO %[1]s.log VALUES
			('2026-01-01 10:00+02', '{"age": 41, "device": {"name": "pixel"}, "odd \" key": true}', '{a,b}', 'ok', 0.25, 'x', '6f0f2c5e-0000-0000-0000-000000000001', '(1,2)'),
			('2026-01-01 11:00+02', '{"age": 7.5, "device": {"name": null}}', '{}', 'sad', 1, 'xyz', NULL, NULL),
			('2026-01-01 12:00+02', '{"device": "none"}', NULL, NULL, NULL, NULL, NULL, NULL),
			('infinity', '{}', NULL, NULL, NULL, NULL, NULL, NULL);
		CREATE VIEW %[1]s.seen AS SELECT time, payload ->> 'age' AS age, mood FROM %[1]s.log`, schema))
	st := server.New(open(t, configOf(t)))
	t.Cleanup(func() { st.Close() })
	ctx := context.Background()
	src := model.Source{Table: schema + ".log"}
	columns, err := st.Describe(ctx, src)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := servertest.Kinds(columns), "time timestamp, payload , tags , mood categorical, share numeric, code categorical, id categorical, pair categorical"; got != want {
		t.Errorf("described %s, want %s", got, want)
	}
	count := func(src model.Source, c store.Column) string {
		t.Helper()
		from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		result, err := st.Counts(ctx, store.CountsRequest{Relation: store.Relation{Source: src, Time: "time"},
			Windows: []store.Window{{From: from, To: from.AddDate(0, 0, 1)}, {From: from.AddDate(0, 0, 1)}}, Columns: []store.CountColumn{{Column: c}}})
		if err != nil {
			return err.Error()
		}
		if err := result.ByColumn[0].Err; err != nil {
			return err.Error()
		}
		if result.ByColumn[0].Counts[0][1] != nil {
			t.Errorf("%s: infinity lies in a window", c.Name)
		}
		counted := result.ByColumn[0].Counts[0][0]
		var shown []string
		for i, w := range counted.W {
			shown = append(shown, fmt.Sprintf("%s:%v", counted.Name(i), w))
		}
		return strings.Join(append(shown, fmt.Sprintf("null:%v", counted.Null)), " ")
	}
	for _, c := range []struct {
		column store.Column
		want   string
	}{
		{store.Column{Name: "payload.age", Kind: model.Numeric}, "7.5:1 41:1 null:1"},
		{store.Column{Name: "name", Column: "payload.device.name"}, "pixel:1 null:2"},
		{store.Column{Name: `payload.odd " key`}, "true:1 null:2"},
		{store.Column{Name: "payload.device", Kind: model.Numeric}, "not every value is a number"},
		{store.Column{Name: "n", Expression: `length("payload.device.name")`}, "5:1 null:2"},
		{store.Column{Name: "payload"}, "is a list or struct"},
		{store.Column{Name: "tags"}, "is a list or struct"},
		{store.Column{Name: "mood"}, "ok:1 sad:1 null:1"},
		{store.Column{Name: "share"}, "0.25:1 1:1 null:1"},
		{store.Column{Name: "time", Kind: model.Timestamp}, "8:1 9:1 10:1 null:0"},
	} {
		if got := count(src, c.column); !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s, want %s", c.column.Name, got, c.want)
		}
	}
	if got := count(model.Source{Table: schema + ".seen"}, store.Column{Name: "age", Kind: model.Numeric}); got != "7.5:1 41:1 null:1" {
		t.Errorf("a view: %s", got)
	}
	shown, err := st.Rows(ctx, store.RowsRequest{Relation: store.Relation{Source: src, Time: "time"}, Limit: 2, Columns: []store.Column{{Name: "tags"}, {Name: "payload.age"}},
		Window: store.Window{To: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}})
	if err != nil || fmt.Sprint(shown.Values) != "[[<nil> []] [<nil> 7.5]]" {
		t.Errorf("rows: %v, %v", shown, err)
	}
	sampled, err := st.Profile(ctx, store.Relation{Source: model.Source{Table: schema + ".seen"}, Time: "time"}, []store.Column{{Name: "mood"}}, []store.Window{{}}, 10)
	if err != nil || sampled.Sampled != 4 {
		t.Errorf("a sample of a view: %+v, %v", sampled, err)
	}
}

// Partitions out of the windows are not read, and a sample comes from all that are.
func TestPartitions(t *testing.T) {
	admin := administrator(t)
	schema := newSchema(t, admin)
	run(t, admin, fmt.Sprintf(`CREATE TABLE %[1]s.log (time timestamp, x float8) PARTITION BY RANGE (time);
		CREATE TABLE %[1]s.january PARTITION OF %[1]s.log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
		CREATE TABLE %[1]s.february PARTITION OF %[1]s.log FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
		INSERT INTO %[1]s.log SELECT TIMESTAMP '2026-01-01' + i * INTERVAL '1 minute', i FROM generate_series(0, 59 * 24 * 60 - 1) i; ANALYZE %[1]s.log`, schema))
	st := server.New(open(t, configOf(t)))
	t.Cleanup(func() { st.Close() })
	ctx := context.Background()
	rel := store.Relation{Source: model.Source{Table: schema + ".log"}, Time: "time"}
	february := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	var windows []store.Window
	for day := range 28 {
		windows = append(windows, store.Window{From: february.AddDate(0, 0, day), To: february.AddDate(0, 0, day+1)})
	}
	result, err := st.Counts(ctx, store.CountsRequest{Relation: rel, Windows: windows, Columns: []store.CountColumn{{Column: store.Column{Name: "x"}}}})
	if err != nil || result.Rows[0][27] != 1440 {
		t.Fatalf("%v, %+v", err, result)
	}
	var plan []string
	rows, err := admin.Query(ctx, "EXPLAIN "+result.Stats.SQL)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		plan = append(plan, string(rows.RawValues()[0]))
	}
	if text := strings.Join(plan, "\n"); rows.Err() != nil || !strings.Contains(text, "february") || strings.Contains(text, "january") {
		t.Errorf("%v, the plan reads too much:\n%s", rows.Err(), text)
	}
	sampled, err := st.Profile(ctx, rel, []store.Column{{Name: "x"}}, []store.Window{{}}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	early := 0
	for _, x := range sampled.Columns[0].Counts.Floats {
		if x < 31*24*60 {
			early++
		}
	}
	if early < 400 || early > 650 { // 525 are expected
		t.Errorf("%d of 1000 sampled rows are of January", early)
	}
}
