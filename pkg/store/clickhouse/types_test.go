package clickhouse

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
)

// What ClickHouse has and the conformance suite does not: maps, JSON, enums, low cardinality, wide numbers, times of other digits and zones, states, names
// with backslashes, views.
func TestTypes(t *testing.T) {
	database := newDatabase(t)
	run(t, fmt.Sprintf(`CREATE TABLE %s.log (time DateTime('Asia/Tokyo'), nano DateTime64(9), attributes Map(LowCardinality(String), String), payload JSON,
		mood Enum8('sad' = 1, 'o\'k' = 2), device LowCardinality(Nullable(String)), big UInt64, huge Int128, price Decimal(38, 3), code FixedString(4), id UUID,
		pair Tuple(a Int32, b String), address IPv4, "back\\slash" Int8, state AggregateFunction(sum, Float64), small Nullable(UInt8), truth Bool)
		ENGINE = MergeTree ORDER BY time`, database))
	run(t, fmt.Sprintf(`INSERT INTO %s.log SELECT toDateTime('2026-01-01 10:00:00', 'UTC') + number * 3600 AS time,
		toDateTime64('2026-01-01 10:00:00.123456789', 9, 'UTC') + toIntervalHour(number) AS nano,
		if(number = 0, map('ml.feature.x', '41', 'odd"key', 'a'), map('ml.feature.x', '7.5')) AS attributes, if(number = 0, '{"age": 41, "device": {"name": "pixel"}}', '{"age": 7.5}') AS payload,
		number + 1 AS mood, if(number = 0, 'a', NULL) AS device, toUInt64(number) * 18446744073709551615 AS big, toInt128(number) * toInt128('100000000000000000000') AS huge,
		toDecimal128('0.1', 3) AS price, 'ab' AS code, toUUID('6f0f2c5e-0000-0000-0000-000000000001') AS id, (number, 'x') AS pair, toIPv4('10.0.0.1') AS address, number AS b,
		initializeAggregation('sumState', 1.5) AS s, if(number = 0, 255, NULL) AS small, number = 0 AS truth FROM numbers(2)`, database))
	run(t, fmt.Sprintf("CREATE VIEW %[1]s.seen AS SELECT * FROM %[1]s.log", database))
	st := server.New(open(t, configOf(t)))
	t.Cleanup(func() { st.Close() })
	ctx := context.Background()
	for _, table := range []string{"log", "seen"} {
		src := model.Source{Table: database + "." + table}
		columns, err := st.Describe(ctx, src)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := servertest.Kinds(columns), `time timestamp, nano timestamp, attributes , payload , mood categorical, device categorical, big numeric, huge numeric, price numeric, `+
			`code categorical, id categorical, pair , address categorical, back\slash numeric, state , small numeric, truth boolean`; got != want {
			t.Errorf("described %s, want %s", got, want)
		}
		from := time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)
		for _, c := range []struct {
			column store.Column
			want   string
		}{
			{store.Column{Name: "attributes.ml.feature.x", Kind: model.Numeric}, "41:1 | 7.5:1"},
			{store.Column{Name: `attributes.odd"key`}, "a:1 | null:1"},
			{store.Column{Name: "payload.age", Kind: model.Numeric}, "41:1 | 7.5:1"},
			{store.Column{Name: "payload.device.name"}, "pixel:1 | null:1"},
			{store.Column{Name: "pair.a"}, "0:1 | 1:1"},
			{store.Column{Name: "mood"}, "sad:1 | o'k:1"},
			{store.Column{Name: "device"}, "a:1 | null:1"},
			{store.Column{Name: "big"}, "0:1 | 1.8446744073709552e+19:1"},
			{store.Column{Name: "huge"}, "0:1 | 1e+20:1"},
			{store.Column{Name: "price"}, "0.1:1 | 0.1:1"},
			{store.Column{Name: "code"}, "ab:1 | ab:1"},
			{store.Column{Name: "id"}, "6f0f2c5e-0000-0000-0000-000000000001:1 | 6f0f2c5e-0000-0000-0000-000000000001:1"},
			{store.Column{Name: "address"}, "10.0.0.1:1 | 10.0.0.1:1"},
			{store.Column{Name: `back\slash`}, "0:1 | 1:1"},
			{store.Column{Name: "small"}, "255:1 | null:1"},
			{store.Column{Name: "truth"}, "true:1 | false:1"},
			{store.Column{Name: "hour", Expression: "hour(nano)"}, "10:1 | 11:1"},
			{store.Column{Name: "state"}, `column "state" holds states of an aggregate function, which are no values: use a column or a view with values`},
			{store.Column{Name: "attributes"}, `column "attributes" is a list or struct: only columns with one value a row can be counted`},
		} {
			if got := servertest.Hourly(st, src, from, c.column); got != c.want {
				t.Errorf("%s: %s: got %s, want %s", table, c.column.Name, got, c.want)
			}
		}
	}
}

// A table may have columns of any name, also such as queries give to tables, and parts that are named as other columns are.
func TestColumnsNamedAsTables(t *testing.T) {
	database := newDatabase(t)
	run(t, fmt.Sprintf("CREATE TABLE %s.log (time DateTime('UTC'), x Int64, m Tuple(x Int64, time Int64), l Tuple(x Int64)) ENGINE = MergeTree ORDER BY time", database))
	run(t, fmt.Sprintf("INSERT INTO %s.log VALUES ('2026-01-01 10:00:00', 1, (10, 20), (99)), ('2026-01-01 10:00:01', 2, (11, 21), (99))", database))
	st := server.New(open(t, configOf(t)))
	t.Cleanup(func() { st.Close() })
	rel := store.Relation{Source: model.Source{Table: database + ".log"}, Time: "time"}
	from := time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)
	result, err := st.Counts(context.Background(), store.CountsRequest{Relation: rel, Windows: []store.Window{{From: from, To: from.Add(time.Hour)}},
		Columns: []store.CountColumn{{Column: store.Column{Name: "x", Kind: model.Numeric}}}})
	if err != nil {
		t.Fatal(err)
	}
	if counted := result.ByColumn[0].Counts[0][0]; counted == nil || fmt.Sprint(counted.Ints) != "[1 2]" {
		t.Errorf("counted %v of x, want 1 and 2", counted)
	}
	extent, err := st.Extent(context.Background(), rel)
	if err != nil || !extent.From.Equal(from) {
		t.Errorf("begins %v (%v), want %v", extent.From, err, from)
	}
}
