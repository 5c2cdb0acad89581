// Package otlp reads OTLP in JSON, as the collector's file exporter writes it: a request a line, with many records of several resources. It makes of each
// record that belongs to a log one flat object whose members are columns.
package otlp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
)

// mostLine bounds the bytes of a line: a request of the collector's is a few megabytes at most.
var mostLine = 256 << 20

// Column is a column of the objects with DuckDB's name of the type that all of its values have.
type Column struct{ Name, Type string }

// Result is what a file came to.
type Result struct {
	Columns []Column // time first, in microseconds since 1970
	Records int
	Bad     int // lines that are no OTLP of the kind that is read
}

// Flatten writes the records of a log, one JSON object a line. A last line that has no end is still being written, and left out.
func Flatten(ctx context.Context, r io.Reader, src model.Source, w io.Writer) (Result, error) {
	f := flattener{source: src, spans: src.Layout == model.OTLPTraces, out: json.NewEncoder(w), types: map[string]string{}, spelled: map[string]string{}}
	for _, name := range ownColumns {
		f.spelled[name] = name
	}
	lines := bufio.NewReaderSize(r, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return f.Result, err
		}
		line, err := readLine(lines)
		switch {
		case err == io.EOF:
			return f.finish(), nil
		case errors.Is(err, errTooLong):
			f.Bad++
			continue
		case err != nil:
			return f.Result, err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if err := f.line(line); err != nil {
			return f.Result, err
		}
	}
}

// LayoutOf is the layout that fits a file, by its first line that is an object: "" where it is no OTLP.
func LayoutOf(r io.Reader) string {
	lines := bufio.NewReaderSize(r, 1<<20)
	for {
		line, err := readLine(lines)
		if errors.Is(err, errTooLong) {
			continue
		}
		if err != nil {
			return ""
		}
		var members map[string]json.RawMessage
		if json.Unmarshal(line, &members) == nil && len(members) > 0 {
			return model.LayoutOf(slices.Collect(maps.Keys(members)))
		}
	}
}

var errTooLong = errors.New("the line is too long")

// readLine is a whole line; io.EOF where none is left, or only its beginning. One that is too long is passed over.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > mostLine; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case err == nil && long:
			return nil, errTooLong
		case err == nil:
			return line, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case err == io.EOF && json.Valid(line): // a writer that ends no line
			return line, nil
		default:
			return nil, err
		}
	}
}

type flattener struct {
	Result
	source model.Source
	spans  bool
	out    *json.Encoder
	types  map[string]string

	spelled map[string]string // the names of columns by their lower case: DuckDB tells no others apart
}

// ownColumns have these names, however an attribute before them spells its own.
var ownColumns = []string{"time", "trace_id", "span_id", "service", "service_version", "environment", "operation", "span_kind", "span_ns", "failed", "exception_type", "exception_message"}

// column is the name of a column as it was first spelled.
func (f *flattener) column(name string) string {
	folded := strings.ToLower(name)
	if first, ok := f.spelled[folded]; ok {
		return first
	}
	f.spelled[folded] = name
	return name
}

// What the JSON holds, as far as it is read.
type (
	request struct {
		ResourceLogs  []resourceRecords `json:"resourceLogs"`
		ResourceSpans []resourceRecords `json:"resourceSpans"`
	}
	resourceRecords struct {
		Resource   struct{ Attributes []attribute }
		ScopeLogs  []struct{ LogRecords []record } `json:"scopeLogs"`
		ScopeSpans []struct{ Spans []record }      `json:"scopeSpans"`
	}
	record struct {
		TimeUnixNano         number
		ObservedTimeUnixNano number
		StartTimeUnixNano    number
		EndTimeUnixNano      number
		TraceID              string `json:"traceId"`
		SpanID               string `json:"spanId"`
		EventName            string
		Name                 string
		Kind                 word
		Status               struct{ Code word }
		Attributes           []attribute
		Events               []struct {
			Name       string
			Attributes []attribute
		}
	}
	attribute struct {
		Key   string
		Value value
	}
	value struct {
		StringValue *string
		IntValue    json.RawMessage
		DoubleValue json.RawMessage
		BoolValue   json.RawMessage
		ArrayValue  json.RawMessage
		KvlistValue json.RawMessage
		BytesValue  *string
	}
)

// number is a 64-bit integer that tells a time; none is 0.
type number int64

func (n *number) UnmarshalJSON(b []byte) error {
	text := unquoted(b)
	if text == "" || text == "null" {
		*n = 0
		return nil
	}
	x, err := whole(text)
	if err != nil {
		var u uint64
		if u, err = strconv.ParseUint(text, 10, 64); err == nil {
			x = int64(u >> 1) // of no use as a time
		}
	}
	*n = number(x)
	return err
}

// unquoted is a number or a word, which some write as a text.
func unquoted(b []byte) string { return strings.Trim(string(b), `"`) }

// whole is an integer, which may be written as a float is.
func whole(text string) (int64, error) {
	x, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		return x, nil
	}
	if f, failed := strconv.ParseFloat(text, 64); failed == nil && f == math.Trunc(f) && math.Abs(f) < 1<<63 {
		return int64(f), nil
	}
	return 0, err
}

// notFinite is a float that JSON has no number for, by the name that it has in OTLP and that DuckDB knows.
type notFinite string

// float is a json.Number or notFinite, nil where it is neither.
func float(text string) any {
	switch text {
	case "NaN", "Infinity", "-Infinity":
		return notFinite(text)
	}
	if _, err := strconv.ParseFloat(text, 64); err != nil || !json.Valid([]byte(text)) {
		return nil
	}
	return json.Number(text)
}

// word is an enumeration, by name or by number.
type word string

func (w *word) UnmarshalJSON(b []byte) error {
	*w = word(unquoted(b))
	if string(b) == "null" {
		*w = ""
	}
	return nil
}

var (
	spanKinds  = map[word]string{"1": "Internal", "2": "Server", "3": "Client", "4": "Producer", "5": "Consumer"}
	errorCodes = []word{"2", "STATUS_CODE_ERROR"}
)

func (f *flattener) line(line []byte) error {
	var r request
	if err := json.Unmarshal(line, &r); err != nil && !ofAttribute(err) || f.spans && r.ResourceSpans == nil || !f.spans && r.ResourceLogs == nil {
		f.Bad++
		return nil
	}
	for _, list := range [][]resourceRecords{r.ResourceLogs, r.ResourceSpans} {
		for _, from := range list {
			resource := texts(from.Resource.Attributes)
			if f.source.Service != "" && resource["service.name"] != f.source.Service {
				continue
			}
			var records []record
			for _, s := range from.ScopeLogs {
				records = append(records, s.LogRecords...)
			}
			for _, s := range from.ScopeSpans {
				records = append(records, s.Spans...)
			}
			for i := range records {
				if err := f.record(&records[i], resource); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// ofAttribute tells whether all that is wrong is an attribute's type: it is as good as not there.
func ofAttribute(err error) bool {
	var wrong *json.UnmarshalTypeError
	return errors.As(err, &wrong) && strings.Contains(wrong.Field, ".Attributes")
}

func texts(list []attribute) map[string]string {
	out := map[string]string{}
	for _, a := range list {
		if text, ok := a.Value.read().(string); ok {
			out[a.Key] = text
		}
	}
	return out
}

func (f *flattener) record(r *record, resource map[string]string) error {
	named := texts(r.Attributes)
	if f.spans {
		if f.source.Event != "" && r.Name != f.source.Event {
			return nil
		}
	} else if event := f.source.EventName(); r.EventName != event && named["event.name"] != event && named["otel.event.name"] != event {
		return nil
	}
	if f.source.Model != "" && named["ml.model.name"] != f.source.Model {
		return nil
	}
	row := map[string]any{}
	put := func(name, typeName string, v any) {
		if v == nil || v == "" || name == "" || strings.ContainsRune(name, 0) { // no column can have such a name
			return
		}
		name = f.column(name)
		if _, taken := row[name]; taken {
			return
		}
		row[name] = v
		f.types[name] = common(f.types[name], typeName)
	}
	at := r.TimeUnixNano
	if at == 0 {
		at = r.ObservedTimeUnixNano
	}
	if f.spans {
		at = r.StartTimeUnixNano
	}
	if at == 0 {
		return nil
	}
	put("time", "BIGINT", int64(at)/1000)
	put("trace_id", "VARCHAR", id(r.TraceID))
	put("span_id", "VARCHAR", id(r.SpanID))
	put("service", "VARCHAR", resource["service.name"])
	put("service_version", "VARCHAR", resource["service.version"])
	put("environment", "VARCHAR", resource["deployment.environment.name"])
	if f.spans {
		kind, ok := spanKinds[r.Kind]
		if !ok {
			kind = string(r.Kind)
		}
		put("operation", "VARCHAR", r.Name)
		put("span_kind", "VARCHAR", kind)
		if r.EndTimeUnixNano >= r.StartTimeUnixNano { // else it was written before it ended, or by two clocks
			put("span_ns", "BIGINT", int64(r.EndTimeUnixNano-r.StartTimeUnixNano))
		}
		put("failed", "BOOLEAN", slices.Contains(errorCodes, r.Status.Code))
		for _, event := range r.Events {
			if event.Name == "exception" {
				thrown := texts(event.Attributes)
				put("exception_type", "VARCHAR", thrown["exception.type"])
				put("exception_message", "VARCHAR", thrown["exception.message"])
			}
		}
	}
	for _, a := range r.Attributes {
		if model.SaysTheEvent(a.Key) {
			continue
		}
		v := a.Value.read()
		typeName := "VARCHAR"
		switch v.(type) {
		case int64:
			typeName = "BIGINT"
		case json.Number, notFinite:
			typeName = "DOUBLE"
		case bool:
			typeName = "BOOLEAN"
		}
		if model.IsNameOfSomething(a.Key) && v != nil {
			v, typeName = fmt.Sprint(v), "VARCHAR"
		}
		name := model.ColumnOfAttribute(a.Key)
		if _, taken := row[f.column(name)]; taken {
			name = a.Key
		}
		put(name, typeName, v)
	}
	f.Records++
	return f.out.Encode(row)
}

// id is a trace's or a span's; that of none is nothing.
func id(text string) string {
	if raw, err := hex.DecodeString(text); err == nil && len(bytes.Trim(raw, "\x00")) == 0 {
		return ""
	}
	return text
}

// read is string, int64, json.Number, notFinite, bool or nil; what is nested is its JSON.
func (v value) read() any {
	switch {
	case v.StringValue != nil:
		return *v.StringValue
	case given(v.IntValue):
		if x, err := whole(unquoted(v.IntValue)); err == nil {
			return x
		}
	case given(v.DoubleValue):
		return float(unquoted(v.DoubleValue))
	case given(v.BoolValue):
		switch unquoted(v.BoolValue) {
		case "true":
			return true
		case "false":
			return false
		}
	case given(v.ArrayValue):
		return string(v.ArrayValue)
	case given(v.KvlistValue):
		return string(v.KvlistValue)
	case v.BytesValue != nil:
		return *v.BytesValue
	}
	return nil
}

func given(raw json.RawMessage) bool { return raw != nil && string(raw) != "null" }

// common is a type that holds the values of two.
func common(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case a == "BIGINT" && b == "DOUBLE", a == "DOUBLE" && b == "BIGINT":
		return "DOUBLE"
	}
	return "VARCHAR"
}

// ofServices are the columns that services are made of: spans have them all, also where nothing failed yet.
var ofServices = []Column{{"service", "VARCHAR"}, {"operation", "VARCHAR"}, {"span_kind", "VARCHAR"}, {"span_ns", "BIGINT"}, {"exception_type", "VARCHAR"}, {"exception_message", "VARCHAR"}}

func (f *flattener) finish() Result {
	if f.spans && f.Records > 0 {
		for _, c := range ofServices {
			name := f.column(c.Name)
			f.types[name] = common(f.types[name], c.Type)
		}
	}
	names := make([]string, 0, len(f.types))
	for name := range f.types {
		if name != "time" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if f.Records > 0 {
		names = append([]string{"time"}, names...)
	}
	for _, name := range names {
		f.Columns = append(f.Columns, Column{name, f.types[name]})
	}
	return f.Result
}
