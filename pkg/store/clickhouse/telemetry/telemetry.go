// Package telemetry reads predictions and spans where OpenTelemetry's ClickHouse exporter and SigNoz keep them: it derives the columns of a log from the
// attributes of a table of telemetry, says which of its rows count, and how their time prunes the table's primary key. It writes SQL and runs none.
package telemetry

import (
	"fmt"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Stored is a table of telemetry as it is: its name, the types of its columns, what it is sorted by, and whether it has the tables beside it that a layout
// may use.
type Stored struct {
	Database, Table string
	Types           map[string]string
	SortedBy        string
	Resources       string // SigNoz: the table of resource fingerprints, quoted; empty where there is none
}

// Layout is how one source is read.
type Layout struct {
	shape
	source model.Source
	stored Stored
	bags   []bag
}

// shape is what differs between layouts.
type shape struct {
	needs    []string // columns that every generation has
	time     string   // the event time
	fixed    []Column // what is in columns of its own
	bags     []string // columns of attributes
	resource string   // column of the resource's attributes
	event    func(l *Layout) string
	service  string // the service's name
	spans    bool
}

// Column is a derived column.
type Column struct {
	Name, SQL string
	Class     sql.Class
}

var shapes = map[string]shape{
	model.OTelLogs: {
		needs: []string{"Timestamp", "ServiceName", "LogAttributes"},
		time:  "Timestamp", bags: []string{"LogAttributes"}, resource: "ResourceAttributes", service: "ServiceName", event: (*Layout).exportedEvent,
		fixed: []Column{{"trace_id", "nullIf(TraceId, '')", sql.Text}, {"span_id", "nullIf(SpanId, '')", sql.Text}, {"service", "toString(ServiceName)", sql.Text}},
	},
	model.OTelTraces: {
		needs: []string{"Timestamp", "ServiceName", "SpanName", "SpanAttributes", "Duration"},
		time:  "Timestamp", bags: []string{"SpanAttributes"}, resource: "ResourceAttributes", service: "ServiceName", event: spanNamed("SpanName"), spans: true,
		fixed: []Column{{"trace_id", "TraceId", sql.Text}, {"span_id", "SpanId", sql.Text}, {"service", "toString(ServiceName)", sql.Text},
			{"operation", "toString(SpanName)", sql.Text}, {"span_kind", "toString(SpanKind)", sql.Text}, {"span_ns", "toInt64(Duration)", sql.Integer},
			{"failed", "(StatusCode IN ('Error', 'STATUS_CODE_ERROR'))", sql.Boolean}},
	},
	model.SigNozLogs: {
		needs: []string{"ts_bucket_start", "resource_fingerprint", "timestamp", "attributes_string", "attributes_number", "attributes_bool", "resources_string"},
		time:  "fromUnixTimestamp64Nano(toInt64(timestamp), 'UTC')", bags: []string{"attributes_number", "attributes_bool", "attributes_string"},
		resource: "resources_string", service: "resources_string['service.name']", event: (*Layout).exportedEvent,
		fixed: []Column{{"trace_id", "nullIf(trace_id, '')", sql.Text}, {"span_id", "nullIf(span_id, '')", sql.Text}, {"log_id", "id", sql.Text},
			{"service", "nullIf(resources_string['service.name'], '')", sql.Text}},
	},
	model.SigNozTraces: {
		needs: []string{"ts_bucket_start", "resource_fingerprint", "timestamp", "name", "duration_nano", "has_error", "attributes_string", "attributes_number", "attributes_bool", "resources_string"},
		time:  "timestamp", bags: []string{"attributes_number", "attributes_bool", "attributes_string"},
		resource: "resources_string", service: "resources_string['service.name']", event: spanNamed("name"), spans: true,
		fixed: []Column{{"trace_id", "toString(trace_id)", sql.Text}, {"span_id", "span_id", sql.Text}, {"service", "nullIf(resources_string['service.name'], '')", sql.Text},
			{"operation", "toString(name)", sql.Text}, {"span_kind", "kind_string", sql.Text}, {"span_ns", "toInt64(duration_nano)", sql.Integer}, {"failed", "has_error", sql.Boolean}},
	},
}

// New looks at a table and says how a source is read from it, or what it lacks.
func New(src model.Source, stored Stored) (*Layout, error) {
	shape, ok := shapes[src.Layout]
	if !ok {
		return nil, fmt.Errorf("source.layout %q is not known; there are %s", src.Layout, strings.Join(model.Layouts, ", "))
	}
	for _, name := range shape.needs {
		if stored.Types[name] == "" {
			return nil, fmt.Errorf("table %q has no column %q that its user may read, and is not of the layout %s", src.Table, name, src.Layout)
		}
	}
	l := &Layout{shape: shape, source: src, stored: stored}
	for _, name := range shape.bags {
		l.bags = append(l.bags, bagOf(name, stored.Types[name]))
	}
	return l, nil
}

// Table is the source as SQL sees it. attributes are the columns made of attributes (Attributes).
func (l *Layout) Table(attributes []Column) sql.Table {
	columns := append([]Column{{"time", l.time, sql.Instant}}, l.fixed...)
	taken := map[string]bool{}
	for _, c := range columns {
		taken[c.Name] = true
	}
	add := func(c Column) {
		if !taken[c.Name] {
			taken[c.Name] = true
			columns = append(columns, c)
		}
	}
	for _, c := range l.ofResource() {
		add(c)
	}
	for _, c := range l.ofException() {
		add(c)
	}
	for _, c := range attributes {
		add(c)
	}
	t := sql.Table{Identity: fmt.Sprintf("%s %s %s", l.source.Layout, l.name(), l.conditions())}
	var list []string
	for _, c := range columns {
		list = append(list, c.SQL+" AS "+sql.ClickHouse.Quote(c.Name))
		t.Fields = append(t.Fields, sql.Field{Name: c.Name, Type: typeNames[c.Class], Class: c.Class})
	}
	for i, edge := range l.edges() {
		name := fmt.Sprintf("tideline: key %d", i)
		list = append(list, edge.sql+" AS "+sql.ClickHouse.Quote(name))
		t.Edges = append(t.Edges, sql.Edge{Column: name, Literal: edge.literal})
	}
	for _, b := range l.bags { // an attribute that no row lately had can still be named, by a path
		list = append(list, sql.ClickHouse.Quote(b.column))
		t.Fields = append(t.Fields, sql.Field{Name: b.column, Type: b.typeName, Class: sql.Nested})
	}
	t.From = "(SELECT " + strings.Join(list, ", ") + " FROM " + l.name() + l.where() + ")"
	key := []string{sql.MainAlias + `."time"`}
	for _, name := range []string{"span_id", "log_id", "prediction_id"} {
		if taken[name] {
			key = append(key, sql.MainAlias+"."+sql.ClickHouse.Quote(name))
		}
	}
	t.RowHash = "cityHash64(tuple(" + strings.Join(key, ", ") + "))"
	return t
}

var typeNames = map[sql.Class]string{sql.Instant: "DateTime64(9, 'UTC')", sql.Text: "Nullable(String)", sql.Float: "Nullable(Float64)", sql.Integer: "Int64", sql.Boolean: "Nullable(Bool)"}

func (l *Layout) name() string {
	return sql.ClickHouse.Quote(l.stored.Database) + "." + sql.ClickHouse.Quote(l.stored.Table)
}

func (l *Layout) where() string {
	if c := l.conditions(); c != "" {
		return " WHERE " + c
	}
	return ""
}

// conditions say which rows of the table are the log.
func (l *Layout) conditions() string {
	var all []string
	if l.source.Service != "" {
		all = append(all, l.service+" = "+quoted(l.source.Service))
		if l.stored.Resources != "" { // the second column of SigNoz's primary key
			all = append(all, fmt.Sprintf("resource_fingerprint GLOBAL IN (SELECT fingerprint FROM %s WHERE simpleJSONExtractString(labels, 'service.name') = %s)",
				l.stored.Resources, quoted(l.source.Service)))
		}
	}
	if event := l.event(l); event != "" {
		all = append(all, event)
	}
	if l.source.Model != "" {
		all = append(all, l.text("ml.model.name")+" = "+quoted(l.source.Model))
	}
	return strings.Join(all, " AND ")
}

// exportedEvent is the condition that a log record is the event: by its name, which newer tables have a column for, or by the attributes that stand for it.
func (l *Layout) exportedEvent() string {
	event := quoted(l.source.EventName())
	either := []string{l.text("event.name") + " = " + event, l.text("otel.event.name") + " = " + event}
	if l.stored.Types["EventName"] != "" {
		either = append([]string{"EventName = " + event}, either...)
	}
	return "(" + strings.Join(either, " OR ") + ")"
}

func spanNamed(column string) func(l *Layout) string {
	return func(l *Layout) string {
		if l.source.Event == "" {
			return ""
		}
		return column + " = " + quoted(l.source.Event)
	}
}

// text is an attribute as a text, missing where a row has none.
func (l *Layout) text(key string) string {
	var parts []string
	for _, b := range l.bags {
		parts = append(parts, b.text(key))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return "coalesce(" + strings.Join(parts, ", ") + ")"
}

// ofResource are the attributes of who logged that people filter by.
func (l *Layout) ofResource() []Column {
	if l.stored.Types[l.resource] == "" {
		return nil
	}
	b := bagOf(l.resource, l.stored.Types[l.resource])
	return []Column{{"service_version", b.text("service.version"), sql.Text}, {"environment", b.text("deployment.environment.name"), sql.Text}}
}

// ofException is what a span of the exporter's threw: the event `exception` among its events. SigNoz keeps exceptions in a table of their own.
func (l *Layout) ofException() []Column {
	if l.source.Layout != model.OTelTraces || !strings.Contains(l.stored.Types["Events.Attributes"], "Map(") {
		return nil
	}
	attribute := func(key string) string {
		return fmt.Sprintf("nullIf(`Events.Attributes`[indexOf(`Events.Name`, 'exception')][%s], '')", quoted(key))
	}
	return []Column{{"exception_type", attribute("exception.type"), sql.Text}, {"exception_message", attribute("exception.message"), sql.Text}}
}

// edge is a column of the primary key that is no finer than the time: what a stretch of time says of it.
type edge struct {
	sql     string
	literal func(micros int64, end bool) string
}

// edges are the columns that a primary key is pruned by, beside the time itself.
func (l *Layout) edges() []edge {
	second := func(micros int64, end bool) int64 {
		if end {
			micros += 999_999 // the second in which a stretch ends is in it
		}
		return micros / 1_000_000
	}
	toSecond := func(micros int64, end bool) string {
		return fmt.Sprintf("toDateTime(%d, 'UTC')", max(0, second(micros, end)))
	}
	switch {
	case l.stored.Types["ts_bucket_start"] != "":
		const bucket = 1800 // seconds
		edges := []edge{{"ts_bucket_start", func(micros int64, end bool) string {
			at := second(micros, end)
			if !end {
				at -= bucket // the bucket in which a stretch begins began before it
			}
			return fmt.Sprint(max(0, at))
		}}}
		if l.stored.Types["timestamp"] == "UInt64" { // partitions are by it
			edges = append(edges, edge{"timestamp", func(micros int64, end bool) string {
				return fmt.Sprint(max(0, min(micros, 9_000_000_000_000_000)) * 1000)
			}})
		}
		return edges
	case l.stored.Types["TimestampTime"] != "":
		return []edge{{"TimestampTime", toSecond}}
	case strings.Contains(l.stored.SortedBy, "toStartOfFiveMinutes(Timestamp)"):
		return []edge{{"toStartOfFiveMinutes(Timestamp)", func(micros int64, end bool) string {
			return "toStartOfFiveMinutes(" + toSecond(micros, end) + ")"
		}}}
	}
	return nil
}

// Slices are conditions on how recent rows are, from the newest row backwards, each wider than the one before; the last takes all.
func Slices(newest time.Time) []time.Time {
	var from []time.Time
	for _, back := range []time.Duration{time.Hour, 24 * time.Hour, 30 * 24 * time.Hour} {
		from = append(from, newest.Add(-back))
	}
	return append(from, time.Time{})
}

func quoted(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
}
