package clickhouse

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// sortedTables are tables of telemetry with what their primary keys are made of, a row a second for thirty days of which every second one is of the service
// shop; %s is the time of a row, in seconds.
var sortedTables = map[string]struct{ layout, columns, keys, values string }{
	"otel_logs by service and second": {model.OTelLogs,
		"Timestamp DateTime64(9), TimestampTime DateTime DEFAULT toDateTime(Timestamp), TraceId String, SpanId String, ServiceName LowCardinality(String), LogAttributes Map(LowCardinality(String), String)",
		"PARTITION BY toDate(TimestampTime) PRIMARY KEY (ServiceName, TimestampTime) ORDER BY (ServiceName, TimestampTime, Timestamp)",
		"(Timestamp, ServiceName, LogAttributes) SELECT fromUnixTimestamp(toInt64(%[1]s)), if(number %% 2 = 0, 'shop', 'other'), map('event.name', 'ml.prediction', 'ml.feature.x', toString(number))"},
	"otel_logs by five minutes": {model.OTelLogs,
		"Timestamp DateTime64(9), TraceId String, SpanId String, ServiceName LowCardinality(String), LogAttributes Map(LowCardinality(String), String), EventName String",
		"PRIMARY KEY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp) ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)",
		"(Timestamp, ServiceName, LogAttributes, EventName) SELECT fromUnixTimestamp(toInt64(%[1]s)), if(number %% 2 = 0, 'shop', 'other'), map('ml.feature.x', toString(number)), 'ml.prediction'"},
	"otel_traces": {model.OTelTraces,
		"Timestamp DateTime64(9), TraceId String, SpanId String, SpanName LowCardinality(String), SpanKind LowCardinality(String), ServiceName LowCardinality(String), SpanAttributes Map(LowCardinality(String), String), Duration UInt64, StatusCode LowCardinality(String)",
		"PARTITION BY toDate(Timestamp) PRIMARY KEY (ServiceName, SpanName, toDateTime(Timestamp)) ORDER BY (ServiceName, SpanName, toDateTime(Timestamp), Timestamp)",
		"(Timestamp, ServiceName, SpanAttributes) SELECT fromUnixTimestamp(toInt64(%[1]s)), if(number %% 2 = 0, 'shop', 'other'), map('ml.feature.x', toString(number))"},
	"logs_v2": {model.SigNozLogs,
		"ts_bucket_start UInt64, resource_fingerprint String, timestamp UInt64, id String, trace_id String, span_id String, severity_text LowCardinality(String), attributes_string Map(LowCardinality(String), String), attributes_number Map(LowCardinality(String), Float64), attributes_bool Map(LowCardinality(String), Bool), resources_string Map(LowCardinality(String), String)",
		"ORDER BY (ts_bucket_start, resource_fingerprint, severity_text, timestamp, id)",
		"(ts_bucket_start, resource_fingerprint, timestamp, attributes_string, attributes_number, resources_string) SELECT intDiv(%[1]s, 1800) * 1800, if(number %% 2 = 0, 'f-shop', 'f-other'), toUInt64(%[1]s) * 1000000000, map('event.name', 'ml.prediction'), map('ml.feature.x', number), map('service.name', if(number %% 2 = 0, 'shop', 'other'))"},
	"signoz_index_v3": {model.SigNozTraces,
		"ts_bucket_start UInt64, resource_fingerprint String, timestamp DateTime64(9), trace_id FixedString(32), span_id String, name LowCardinality(String), kind_string String, duration_nano UInt64, has_error Bool, attributes_string Map(LowCardinality(String), String), attributes_number Map(LowCardinality(String), Float64), attributes_bool Map(LowCardinality(String), Bool), resources_string Map(LowCardinality(String), String)",
		"ORDER BY (ts_bucket_start, resource_fingerprint, has_error, name, timestamp)",
		"(ts_bucket_start, resource_fingerprint, timestamp, attributes_number, resources_string) SELECT intDiv(%[1]s, 1800) * 1800, if(number %% 2 = 0, 'f-shop', 'f-other'), fromUnixTimestamp(toInt64(%[1]s)), map('ml.feature.x', number), map('service.name', if(number %% 2 = 0, 'shop', 'other'))"},
}

// What is asked about a day of thirty reads the granules of that day by the primary key, and of one service, of its half of them.
func TestLayoutsReadByThePrimaryKey(t *testing.T) {
	const days = 30
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for name, table := range sortedTables {
		t.Run(name, func(t *testing.T) {
			database := newDatabase(t)
			run(t, fmt.Sprintf("CREATE TABLE %s.log (%s) ENGINE = MergeTree %s SETTINGS index_granularity = 512", database, table.columns, table.keys))
			values := fmt.Sprintf(table.values, fmt.Sprintf("(%d + number * 10)", start.Unix()))
			run(t, fmt.Sprintf("INSERT INTO %s.log %s FROM numbers(%d)", database, values, days*8640))
			run(t, fmt.Sprintf("OPTIMIZE TABLE %s.log FINAL", database))
			for i, kind := range []string{"logs", "traces"} {
				if strings.HasPrefix(table.layout, "signoz-"+kind) {
					resources := []string{"distributed_logs_v2_resource", "distributed_traces_v3_resource"}[i]
					run(t, fmt.Sprintf("CREATE TABLE %s.%s (labels String, fingerprint String, seen_at_ts_bucket_start Int64) ENGINE = MergeTree ORDER BY (labels, fingerprint)", database, resources))
					run(t, fmt.Sprintf(`INSERT INTO %s.%s VALUES ('{"service.name":"shop"}', 'f-shop', 0), ('{"service.name":"other"}', 'f-other', 0)`, database, resources))
				}
			}
			e := open(t, configOf(t))
			t.Cleanup(func() { e.Close() })
			read := func(service string, windows ...store.Window) (rows float64, plan string) {
				t.Helper()
				src := model.Source{Table: database + ".log", Layout: table.layout, Service: service}
				described, err := e.Table(t.Context(), src)
				if err != nil {
					t.Fatal(err)
				}
				clock, err := sql.NewClock(described.Fields[0], nil, nil)
				if err != nil {
					t.Fatal(err)
				}
				r, err := sql.NewRelation(sql.ClickHouse, store.Relation{Source: src, Time: "time"}, described, nil, clock)
				if err != nil {
					t.Fatal(err)
				}
				st, _, err := r.Count(windows)
				if err != nil {
					t.Fatal(err)
				}
				counted, err := e.all(t.Context(), st)
				if err != nil {
					t.Fatal(err)
				}
				explained, err := e.all(t.Context(), sql.Statement{Text: "EXPLAIN indexes = 1 " + st.Text, Args: st.Args})
				if err != nil {
					t.Fatal(err)
				}
				for _, line := range explained {
					plan += line[0].(string) + "\n"
				}
				n, _ := counted[0][0].(int64)
				return float64(n), plan
			}
			day := store.Window{From: start.AddDate(0, 0, 11), To: start.AddDate(0, 0, 12)}
			rows, plan := read("", day)
			if granules, all := selected(t, plan); rows != 8640 || granules > all/days*1.6+3 {
				t.Errorf("a day of %d: %v rows, read from %v of %v granules", days, rows, granules, all)
			}
			rows, plan = read("shop", day)
			if granules, all := selected(t, plan); rows != 4320 || granules > all/days*1.1+3 {
				t.Errorf("a service's day: %v rows, read from %v of %v granules", rows, granules, all)
			}
			if rows, _ := read(""); rows != days*8640 {
				t.Errorf("%v rows in all", rows)
			}
		})
	}
}

// selected reads how many granules a plan reads in the end, and how many the table has.
func selected(t *testing.T, plan string) (granules, all float64) {
	t.Helper()
	found := regexp.MustCompile(`Granules: (\d+)/(\d+)`).FindAllStringSubmatch(plan, -1)
	if len(found) == 0 {
		t.Fatalf("a plan without granules:\n%s", plan)
	}
	granules, all = number(found[len(found)-1][1]), number(found[0][2])
	return granules, all
}

func number(text string) float64 {
	x, _ := strconv.ParseFloat(text, 64)
	return x
}
