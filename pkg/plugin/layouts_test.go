package plugin

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
)

// telemetryTables are tables of telemetry as their writers make them: the columns and keys of each generation, by what OpenTelemetry's exporter and SigNoz's
// migrations say. insert makes a row of a photo; noise is a row that belongs to no prediction.
var telemetryTables = map[string]struct {
	layout, name  string
	columns, keys string
	insert        func(p photo) string
	noise         func(at time.Time) string
	event         string // of spans, their name
}{
	"exporter's logs, first generation": {
		layout: model.OTelLogs, name: "otel_logs",
		columns: otelLogColumns("Map(LowCardinality(String), String)", "TimestampTime DateTime DEFAULT toDateTime(Timestamp)"),
		keys:    "PARTITION BY toDate(TimestampTime) PRIMARY KEY (ServiceName, TimestampTime) ORDER BY (ServiceName, TimestampTime, Timestamp)",
		insert:  otelLog(photoTexts, ""), noise: otelNoise(""),
	},
	"exporter's logs with event names": {
		layout: model.OTelLogs, name: "otel_logs",
		columns: otelLogColumns("Map(LowCardinality(String), String)", "EventName String"),
		keys:    "PARTITION BY toDate(Timestamp) PRIMARY KEY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp) ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)",
		insert:  otelLog(photoTextsUnnamed, "ml.prediction"), noise: otelNoise("other"),
	},
	"exporter's logs in JSON": {
		layout: model.OTelLogs, name: "otel_logs",
		columns: otelLogColumns("JSON", "LogAttributesKeys Array(LowCardinality(String))"),
		keys:    "PARTITION BY toDate(Timestamp) PRIMARY KEY (ServiceName, toDateTime(Timestamp)) ORDER BY (ServiceName, toDateTime(Timestamp), Timestamp)",
		insert: func(p photo) string {
			return fmt.Sprintf("INTO_TABLE (Timestamp, ServiceName, ResourceAttributes, LogAttributes) ('%s', 'shop', '{\"service.version\": \"1.0\"}', '%s')", nanos(p.time), photoJSON(p))
		},
		noise: otelNoise(""),
	},
	"exporter's spans": {
		layout: model.OTelTraces, name: "otel_traces", event: "POST /predict",
		columns: otelSpanColumns("Map(LowCardinality(String), String)"),
		keys:    "PARTITION BY toDate(Timestamp) PRIMARY KEY (ServiceName, SpanName, toDateTime(Timestamp)) ORDER BY (ServiceName, SpanName, toDateTime(Timestamp), Timestamp)",
		insert:  otelSpan(func(p photo) string { return mapOf(photoTexts(p)) }), noise: otelSpanNoise,
	},
	"exporter's spans in JSON": {
		layout: model.OTelTraces, name: "otel_traces", event: "POST /predict",
		columns: otelSpanColumns("JSON"),
		keys:    "PARTITION BY toDate(Timestamp) ORDER BY (ServiceName, SpanName, toDateTime(Timestamp), Timestamp)",
		insert:  otelSpan(func(p photo) string { return "'" + photoJSON(p) + "'" }), noise: otelSpanNoise,
	},
	"SigNoz's logs": {
		layout: model.SigNozLogs, name: "distributed_logs_v2",
		columns: `ts_bucket_start UInt64, resource_fingerprint String, timestamp UInt64, observed_timestamp UInt64, id String, trace_id String, span_id String, trace_flags UInt32,
			severity_text LowCardinality(String), severity_number UInt8, body String, ` + signozMaps + `, scope_name String, scope_version String, scope_string Map(LowCardinality(String), String),
			_retention_days UInt16 DEFAULT 15, _retention_days_cold UInt16 DEFAULT 0`,
		keys: "PARTITION BY (toDate(timestamp / 1000000000), _retention_days, _retention_days_cold) ORDER BY (ts_bucket_start, resource_fingerprint, severity_text, timestamp, id)",
		insert: func(p photo) string {
			return fmt.Sprintf("INTO_TABLE (ts_bucket_start, resource_fingerprint, timestamp, id, attributes_string, attributes_number, resources_string) (%d, 'shop', %d, '%s', %s)",
				p.time.Unix()/1800*1800, p.time.UnixNano(), p.id, signozAttributes(p))
		},
		noise: func(at time.Time) string {
			return fmt.Sprintf("INTO_TABLE (ts_bucket_start, resource_fingerprint, timestamp, attributes_number) (%d, 'other', %d, map('ml.feature.brightness', 1e6))", at.Unix()/1800*1800, at.UnixNano())
		},
	},
	"SigNoz's spans": {
		layout: model.SigNozTraces, name: "distributed_signoz_index_v3", event: "POST /predict",
		columns: `ts_bucket_start UInt64, resource_fingerprint String, timestamp DateTime64(9), trace_id FixedString(32), span_id String, parent_span_id String, name LowCardinality(String), kind Int8,
			kind_string String, duration_nano UInt64, status_code Int16, status_message String, status_code_string String, ` + signozMaps + `, events Array(String), has_error Bool`,
		keys: "PARTITION BY toDate(timestamp) ORDER BY (ts_bucket_start, resource_fingerprint, has_error, name, timestamp)",
		insert: func(p photo) string {
			return fmt.Sprintf("INTO_TABLE (ts_bucket_start, resource_fingerprint, timestamp, span_id, name, duration_nano, attributes_string, attributes_number, resources_string) (%d, 'shop', '%s', '%s', 'POST /predict', 5000000, %s)",
				p.time.Unix()/1800*1800, nanos(p.time), p.id, signozAttributes(p))
		},
		noise: func(at time.Time) string {
			return fmt.Sprintf("INTO_TABLE (ts_bucket_start, resource_fingerprint, timestamp, name, attributes_number) (%d, 'other', '%s', 'GET /', map('ml.feature.brightness', 1e6))", at.Unix()/1800*1800, nanos(at))
		},
	},
}

func nanos(at time.Time) string { return at.UTC().Format("2006-01-02 15:04:05.000000000") }

func otelLogColumns(bag, more string) string {
	return fmt.Sprintf(`Timestamp DateTime64(9), TraceId String, SpanId String, TraceFlags UInt8, SeverityText LowCardinality(String), SeverityNumber UInt8, ServiceName LowCardinality(String), Body String,
		ResourceSchemaUrl LowCardinality(String), ResourceAttributes %[1]s, ScopeSchemaUrl LowCardinality(String), ScopeName String, ScopeVersion LowCardinality(String), ScopeAttributes %[1]s, LogAttributes %[1]s, %[2]s`, bag, more)
}

func otelSpanColumns(bag string) string {
	return fmt.Sprintf(`Timestamp DateTime64(9), TraceId String, SpanId String, ParentSpanId String, TraceState String, SpanName LowCardinality(String), SpanKind LowCardinality(String),
		ServiceName LowCardinality(String), ResourceAttributes %[1]s, ScopeName String, ScopeVersion String, SpanAttributes %[1]s, Duration UInt64, StatusCode LowCardinality(String), StatusMessage String,
		Events Nested (Timestamp DateTime64(9), Name LowCardinality(String), Attributes %[1]s), Links Nested (TraceId String, SpanId String, TraceState String, Attributes %[1]s)`, bag)
}

const signozMaps = `attributes_string Map(LowCardinality(String), String), attributes_number Map(LowCardinality(String), Float64), attributes_bool Map(LowCardinality(String), Bool),
	resources_string Map(LowCardinality(String), String)`

// photoTexts are the attributes of a prediction, all as texts.
func photoTexts(p photo) []string {
	return append(photoTextsUnnamed(p), "event.name", "ml.prediction")
}

func photoTextsUnnamed(p photo) []string {
	attributes := []string{"ml.model.name", "photos", "ml.prediction.id", p.id, "ml.prediction.class", p.predict, "ml.feature.device", p.device, "ml.feature.aspect", fmt.Sprint(p.aspect)}
	if !math.IsNaN(p.brightness) {
		attributes = append(attributes, "ml.feature.brightness", fmt.Sprint(p.brightness))
	}
	return attributes
}

func photoJSON(p photo) string {
	brightness := ""
	if !math.IsNaN(p.brightness) {
		brightness = fmt.Sprintf(`, "ml.feature.brightness": %v`, p.brightness)
	}
	return fmt.Sprintf(`{"event.name": "ml.prediction", "ml.model.name": "photos", "ml.prediction.id": "%s", "ml.prediction.class": %s, "ml.feature.device": "%s", "ml.feature.aspect": %v%s}`,
		p.id, p.predict, p.device, p.aspect, brightness)
}

func mapOf(texts []string) string { return "map('" + strings.Join(texts, "', '") + "')" }

func signozAttributes(p photo) string {
	numbers := fmt.Sprintf("'ml.prediction.class', %s, 'ml.feature.aspect', %v", p.predict, p.aspect)
	if !math.IsNaN(p.brightness) {
		numbers += fmt.Sprintf(", 'ml.feature.brightness', %v", p.brightness)
	}
	return fmt.Sprintf("map('event.name', 'ml.prediction', 'ml.model.name', 'photos', 'ml.prediction.id', '%s', 'ml.feature.device', '%s'), map(%s), map('service.name', 'shop')", p.id, p.device, numbers)
}

func otelLog(attributes func(photo) []string, event string) func(p photo) string {
	return func(p photo) string {
		columns, value := "", ""
		if event != "" {
			columns, value = ", EventName", ", '"+event+"'"
		}
		return fmt.Sprintf("INTO_TABLE (Timestamp, ServiceName, ResourceAttributes, LogAttributes%s) ('%s', 'shop', map('service.name', 'shop'), %s%s)", columns, nanos(p.time), mapOf(attributes(p)), value)
	}
}

func otelNoise(event string) func(at time.Time) string {
	return func(at time.Time) string {
		if event != "" {
			return fmt.Sprintf("INTO_TABLE (Timestamp, ServiceName, LogAttributes, EventName) ('%s', 'shop', map('ml.feature.brightness', '1e6'), '%s')", nanos(at), event)
		}
		return fmt.Sprintf("INTO_TABLE (Timestamp, ServiceName, Body) ('%s', 'shop', 'a line of text')", nanos(at))
	}
}

func otelSpan(attributes func(photo) string) func(p photo) string {
	return func(p photo) string {
		return fmt.Sprintf("INTO_TABLE (Timestamp, SpanId, SpanName, SpanKind, ServiceName, SpanAttributes, Duration, StatusCode) ('%s', '%s', 'POST /predict', 'Server', 'shop', %s, 5000000, 'Unset')",
			nanos(p.time), p.id, attributes(p))
	}
}

func otelSpanNoise(at time.Time) string {
	return fmt.Sprintf("INTO_TABLE (Timestamp, SpanName, ServiceName, Duration) ('%s', 'GET /', 'shop', 1)", nanos(at))
}

// telemetryDatabase makes a database with a table of telemetry that holds the photos and as many other rows.
func telemetryDatabase(t *testing.T, server *url.URL, name string) (source model.Source) {
	t.Helper()
	table := telemetryTables[name]
	run := onClickHouse(t, server)
	database := fmt.Sprintf("telemetry_%d", time.Now().UnixNano())
	run("CREATE DATABASE " + database)
	t.Cleanup(func() { run("DROP DATABASE " + database) })
	local := strings.TrimPrefix(table.name, "distributed_")
	run(fmt.Sprintf("CREATE TABLE %s.%s (%s) ENGINE = MergeTree %s SETTINGS index_granularity = 64", database, local, table.columns, table.keys))
	if local != table.name {
		run(servertest.OverTwoShards(database+"."+table.name, database+"."+local))
	}
	byColumns := map[string][]string{}
	add := func(row string) {
		head, values, _ := strings.Cut(strings.TrimPrefix(row, "INTO_TABLE "), ") (")
		byColumns[head+")"] = append(byColumns[head+")"], "("+values)
	}
	for _, p := range photoLog() {
		add(table.insert(p))
		add(table.noise(p.time.Add(time.Second)))
	}
	for columns, rows := range byColumns {
		run(fmt.Sprintf("INSERT INTO %s.%s %s VALUES %s", database, local, columns, strings.Join(rows, ", ")))
	}
	return model.Source{Table: database + "." + table.name, Layout: table.layout, Event: table.event}
}

// Predictions in tables of telemetry give the frames that the same log gives as a file.
func TestSameFramesFromTelemetry(t *testing.T) {
	for name := range telemetryTables {
		t.Run(name, func(t *testing.T) {
			u := servertest.URL(t, photoServers["clickhouse"].variable)
			if *update {
				t.Skip("the frames that are kept are DuckDB's")
			}
			source := telemetryDatabase(t, u, name)
			st, id := openClickHouse(t, u)
			m := photoModel(source)
			m.ID, m.Prediction.Label = "prediction_id", "prediction"
			a := photoAnalysisOf(st, m, id)
			for _, query := range []string{"drift-table", "drift-numeric", "distribution", "summary", "explain-segments", "values"} {
				t.Run(query, func(t *testing.T) {
					response := put(t, a, admin, goldenQueries[query])
					if response.Error != nil {
						t.Fatal(response.Error)
					}
					golden(t, query, response.Frames)
				})
			}
		})
	}
}

// What the settings page is told of a table of telemetry: its attributes are columns, with the parts they play.
func TestLayoutsAreGuessed(t *testing.T) {
	u := servertest.URL(t, photoServers["clickhouse"].variable)
	source := telemetryDatabase(t, u, "SigNoz's logs")
	password, _ := u.User.Password()
	store := fmt.Sprintf(`"store": {"engine": "clickhouse", "url": "http://%s", "user": %q, "tls": {"mode": "disable"}}, "secrets": {"password": %q}`, u.Host, u.User.Username(), password)
	d := &Datasource{secrets: map[string]string{}}
	d.CallResourceHandler = httpadapter.New(d.routes())
	post := func(path string, source model.Source) (int, string) {
		raw, err := json.Marshal(source)
		if err != nil {
			t.Fatal(err)
		}
		return ask(t, d, "Admin", "POST", path, fmt.Sprintf(`{%s, "source": %s}`, store, raw))
	}
	source.Model, source.Service = "photos", "shop"
	_, said := post("guess", source)
	var guess model.Model
	if err := json.Unmarshal([]byte(said), &guess); err != nil {
		t.Fatal(err, said)
	}
	var names []string
	for _, f := range guess.Features {
		names = append(names, f.Name+" "+f.Kind)
	}
	if got := strings.Join(names, ", "); got != "aspect numeric, brightness numeric, device categorical" || guess.Name != "photos" || guess.Time != "time" ||
		guess.ID != "prediction_id" || guess.Prediction == nil || guess.Prediction.Label != "prediction" || guess.Source != source {
		t.Errorf("%s", said)
	}
	if _, said := post("schema", source); strings.Contains(said, "attributes_string.") || !strings.Contains(said, `"name":"brightness"`) {
		t.Errorf("%s", said)
	}
	source.Layout = model.OTelLogs
	if status, said := post("schema", source); status == 200 || !strings.Contains(said, `no column \"Timestamp\"`) {
		t.Errorf("%d %s", status, said)
	}
}

// The state of services is read from the spans of OpenTelemetry's exporter and of SigNoz by their layout alone.
func TestSameServiceFramesFromTelemetry(t *testing.T) {
	spans := map[string]func(run func(string), database string) string{
		model.OTelTraces: func(run func(string), database string) string {
			run(fmt.Sprintf("CREATE TABLE %s.otel_traces (%s) ENGINE = MergeTree %s", database, otelSpanColumns("Map(LowCardinality(String), String)"), telemetryTables["exporter's spans"].keys))
			var rows []string
			for _, s := range spanLog() {
				events := "[], [], []"
				if s.exception != "" {
					events = fmt.Sprintf("['%[1]s'], ['exception'], [map('exception.type', '%[2]s', 'exception.message', '%[3]s')]", nanos(s.time), s.exception, s.message)
				}
				rows = append(rows, fmt.Sprintf("('%s', '%s', '%s', '%s', %d, '%s', %s)", nanos(s.time), s.operation, s.kind, s.service, s.nanos, s.status, events))
			}
			run(fmt.Sprintf("INSERT INTO %s.otel_traces (Timestamp, SpanName, SpanKind, ServiceName, Duration, StatusCode, `Events.Timestamp`, `Events.Name`, `Events.Attributes`) VALUES %s", database, strings.Join(rows, ", ")))
			return "otel_traces"
		},
		model.SigNozTraces: func(run func(string), database string) string {
			run(fmt.Sprintf("CREATE TABLE %s.signoz_index_v3 (%s) ENGINE = MergeTree %s", database, telemetryTables["SigNoz's spans"].columns, telemetryTables["SigNoz's spans"].keys))
			run(fmt.Sprintf("CREATE TABLE %s.distributed_signoz_error_index_v2 (timestamp DateTime64(9), errorID FixedString(32), groupID FixedString(32), serviceName LowCardinality(String), exceptionType LowCardinality(String), exceptionMessage String) ENGINE = MergeTree ORDER BY (timestamp, groupID)", database))
			var rows, thrown []string
			for _, s := range spanLog() {
				rows = append(rows, fmt.Sprintf("(%d, '%s', '%s', '%s', %d, %t, map('service.name', '%s'))", s.time.Unix()/1800*1800, nanos(s.time), s.operation, s.kind, s.nanos, s.status == "Error", s.service))
				if s.exception != "" {
					thrown = append(thrown, fmt.Sprintf("('%s', '%s', '%s', '%s')", nanos(s.time), s.service, s.exception, s.message))
				}
			}
			run(fmt.Sprintf("INSERT INTO %s.signoz_index_v3 (ts_bucket_start, timestamp, name, kind_string, duration_nano, has_error, resources_string) VALUES %s", database, strings.Join(rows, ", ")))
			run(fmt.Sprintf("INSERT INTO %s.distributed_signoz_error_index_v2 (timestamp, serviceName, exceptionType, exceptionMessage) VALUES %s", database, strings.Join(thrown, ", ")))
			return "signoz_index_v3"
		},
	}
	for layout, load := range spans {
		t.Run(layout, func(t *testing.T) {
			u := servertest.URL(t, photoServers["clickhouse"].variable)
			run := onClickHouse(t, u)
			database := fmt.Sprintf("spans_%d", time.Now().UnixNano())
			run("CREATE DATABASE " + database)
			t.Cleanup(func() { run("DROP DATABASE " + database) })
			table := load(run, database)
			st, id := openClickHouse(t, u)
			service := (&model.Service{Source: model.Source{Table: database + "." + table, Layout: layout}, Apdex: 0.1}).WithDefaults()
			for _, p := range (&model.Settings{Store: model.StoreSettings{Engine: "clickhouse", URL: "x"}, Service: service}).Problems() {
				t.Error(p)
			}
			serviceGoldens(t, serviceAnalysisOver(st, service, id))
		})
	}
}

// openClickHouse opens a store over a server, and gives its name.
func openClickHouse(t *testing.T, u *url.URL) (st store.Store, id string) {
	t.Helper()
	password, _ := u.User.Password()
	settings := model.StoreSettings{Engine: "clickhouse", URL: "http://" + u.Host, User: u.User.Username(), TLS: model.TLSSettings{Mode: "disable"}}
	st, id, err := openServer(settings, map[string]string{secretPassword: password}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st, id
}
