package trino

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
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// What Trino has and the conformance suite does not: rows, maps, JSON, wide numbers, times of other digits and zones, bytes, views.
func TestTypes(t *testing.T) {
	schema := newSchema(t, "memory")
	run(t, fmt.Sprintf(`CREATE TABLE memory.%s.log AS SELECT TIMESTAMP '2026-01-01 10:00:00.000 Asia/Tokyo' + n * INTERVAL '1' HOUR AS time,
		TIMESTAMP '2026-01-01 10:59:59.999999999' + n * INTERVAL '1' HOUR AS nano,
		IF(n = 0, MAP(ARRAY['ml.feature.x', 'odd"key'], ARRAY['41', 'a']), MAP(ARRAY['ml.feature.x'], ARRAY['7.5'])) AS attributes, MAP(ARRAY['x'], ARRAY[n / 4e0]) AS scores,
		IF(n = 0, JSON '{"age": 41, "device": {"name": "pixel", "odd\"k": true}}', JSON '{"age": 7.5}') AS payload,
		CAST(ROW(n, ROW('x', n * 2)) AS row(a bigint, b row("C d" varchar, e bigint))) AS pair,
		CAST(n AS decimal(38, 0)) * DECIMAL '100000000000000000000' AS huge, DECIMAL '0.100' AS price, CAST(n AS decimal(18, 0)) AS whole, CAST('ab' AS char(4)) AS code,
		UUID '6f0f2c5e-0000-0000-0000-000000000001' AS id, IPADDRESS '10.0.0.1' AS address, IF(n = 0, CAST(100 AS tinyint)) AS small, REAL '0.5' AS share, n = 0 AS truth,
		ARRAY[n] AS tags, X'00' AS bytes, TIME '10:00:00' AS clock, DATE '2026-01-01' AS day FROM (VALUES 0, 1) AS v (n)`, schema))
	run(t, fmt.Sprintf("CREATE VIEW memory.%[1]s.seen AS SELECT * FROM memory.%[1]s.log", schema))
	st := server.New(open(t, configOf(t)))
	t.Cleanup(func() { st.Close() })
	ctx := context.Background()
	for _, table := range []string{"log", "seen"} {
		src := model.Source{Table: schema + "." + table}
		columns, err := st.Describe(ctx, src)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := servertest.Kinds(columns), "time timestamp, nano timestamp, attributes , scores , payload , pair , huge numeric, price numeric, whole numeric, code categorical, "+
			"id categorical, address categorical, small numeric, share numeric, truth boolean, tags , bytes , clock categorical, day timestamp"; got != want {
			t.Errorf("described %s, want %s", got, want)
		}
		from := time.Date(2026, 1, 1, 1, 0, 0, 0, time.UTC)
		for _, c := range []struct {
			column store.Column
			want   string
		}{
			{store.Column{Name: "attributes.ml.feature.x", Kind: model.Numeric}, "41:1 | 7.5:1"},
			{store.Column{Name: `attributes.odd"key`}, "a:1 | null:1"},
			{store.Column{Name: "scores.x", Kind: model.Numeric}, "0:1 | 0.25:1"},
			{store.Column{Name: "payload.age", Kind: model.Numeric}, "41:1 | 7.5:1"},
			{store.Column{Name: "payload.device.name"}, "pixel:1 | null:1"},
			{store.Column{Name: `payload.device.odd"k`}, "true:1 | null:1"},
			{store.Column{Name: "pair.a", Kind: model.Numeric}, "0:1 | 1:1"},
			{store.Column{Name: "pair.b.e", Kind: model.Numeric}, "0:1 | 2:1"},
			{store.Column{Name: "pair.b.c d"}, "x:1 | x:1"},
			{store.Column{Name: "pair.nothing"}, "null:1 | null:1"},
			{store.Column{Name: "huge"}, "0:1 | 1e+20:1"},
			{store.Column{Name: "price"}, "0.1:1 | 0.1:1"},
			{store.Column{Name: "whole"}, "0:1 | 1:1"},
			{store.Column{Name: "code"}, "ab  :1 | ab  :1"},
			{store.Column{Name: "id"}, "6f0f2c5e-0000-0000-0000-000000000001:1 | 6f0f2c5e-0000-0000-0000-000000000001:1"},
			{store.Column{Name: "address"}, "10.0.0.1:1 | 10.0.0.1:1"},
			{store.Column{Name: "small"}, "100:1 | null:1"},
			{store.Column{Name: "share"}, "0.5:1 | 0.5:1"},
			{store.Column{Name: "truth"}, "true:1 | false:1"},
			{store.Column{Name: "clock"}, "10:00:00:1 | 10:00:00:1"},
			{store.Column{Name: "hour", Expression: "hour(nano)"}, "10:1 | 11:1"},
			{store.Column{Name: "tags"}, `column "tags" is a list or struct: only columns with one value a row can be counted`},
			{store.Column{Name: "bytes"}, `column "bytes" is of type varbinary, which has no values to count: use a view that casts it`},
		} {
			if got := servertest.Hourly(st, src, from, c.column); got != c.want {
				t.Errorf("%s: %s: got %s, want %s", table, c.column.Name, got, c.want)
			}
		}
	}
	shown, err := st.Rows(ctx, store.RowsRequest{Relation: store.Relation{Source: model.Source{Table: schema + ".log"}, Time: "time"}, Limit: 1,
		Columns: []store.Column{{Name: "pair"}, {Name: "attributes"}, {Name: "tags"}, {Name: "payload"}}})
	if want := `[[{"a":1,"b":{"C d":"x","e":2}}] [{"ml.feature.x":"7.5"}] [[1]] [{"age":7.5}]]`; err != nil || fmt.Sprint(shown.Values) != want {
		t.Errorf("rows: %v, %v", shown, err)
	}
}

// Microseconds are read exactly in all years, also of times with more digits and of texts.
func TestMicroseconds(t *testing.T) {
	e := open(t, configOf(t))
	defer e.Close()
	for _, c := range []struct {
		class sql.Class
		value string
		want  string
	}{
		{sql.Time, "TIMESTAMP '2026-01-01 00:00:00.123456'", "2026-01-01T00:00:00.123456Z"},
		{sql.Time, "TIMESTAMP '2026-01-01 23:59:59.999999999'", "2026-01-01T23:59:59.999999Z"},
		{sql.Time, "TIMESTAMP '1969-12-31 23:59:59.999999'", "1969-12-31T23:59:59.999999Z"},
		{sql.Time, "TIMESTAMP '1969-12-31 23:59:59.000001'", "1969-12-31T23:59:59.000001Z"},
		{sql.Time, "TIMESTAMP '0001-01-01 00:00:00.000001'", "0001-01-01T00:00:00.000001Z"},
		{sql.Time, "TIMESTAMP '9999-12-31 23:59:59.999999'", "9999-12-31T23:59:59.999999Z"},
		{sql.Time, "TIMESTAMP '2026-01-01 00:00:00'", "2026-01-01T00:00:00Z"},
		{sql.Instant, "TIMESTAMP '2026-01-01 02:00:00.123456 Europe/Copenhagen'", "2026-01-01T01:00:00.123456Z"},
		{sql.Instant, "TIMESTAMP '2026-01-01 02:00:00.999999999 +02:30'", "2025-12-31T23:30:00.999999Z"},
		{sql.Date, "DATE '1969-12-31'", "1969-12-31T00:00:00Z"},
		{sql.Text, "' 2026-1-1T02:00:00.1234567+0230 '", "2025-12-31T23:30:00.123456Z"},
		{sql.Text, "'2026-01-01T02:00Z'", "2026-01-01T02:00:00Z"},
		{sql.Text, "'2026-01-01 02:00:00 -01'", "2026-01-01T03:00:00Z"},
		{sql.Text, "'2026-02-30'", ""},
		{sql.Text, "'2026-01-01 02:00:00 Europe/Paris'", ""},
	} {
		format := sql.Trino.Micros[c.class]
		if c.class == sql.Text {
			format = sql.Trino.ParseTime
		}
		rows, err := e.all(context.Background(), "SELECT "+strings.ReplaceAll(format, "%[1]s", "x")+" FROM (VALUES "+c.value+") AS v (x)")
		if err != nil {
			t.Errorf("%s: %v", c.value, err)
			continue
		}
		got := ""
		if micros, ok := rows[0][0].(int64); ok {
			got = time.UnixMicro(micros).UTC().Format(time.RFC3339Nano)
		}
		if got != c.want {
			t.Errorf("%s is %q, want %q", c.value, got, c.want)
		}
	}
}

// What no cast may fail on, and what is read as a number.
func TestNumbersInTexts(t *testing.T) {
	e := open(t, configOf(t))
	defer e.Close()
	for text, want := range map[string]string{"1": "1", " -2.5e3 ": "-2500", ".5": "0.5", "5.": "5", "1e400": "+Inf", "inf": "+Inf", "-Infinity": "-Inf", "NaN": "NaN",
		"1d": "<nil>", "0x1p3": "<nil>", "": "<nil>", "1,5": "<nil>", "1 2": "<nil>", "1_000": "<nil>"} {
		rows, err := e.all(context.Background(), "SELECT "+strings.ReplaceAll(sql.Trino.TryFloat, "%[1]s", "x")+" FROM (VALUES "+literal(text)+") AS v (x)")
		if err != nil || fmt.Sprint(rows[0][0]) != want {
			t.Errorf("%q is read as %v, %v; want %s", text, rows, err, want)
		}
	}
}
