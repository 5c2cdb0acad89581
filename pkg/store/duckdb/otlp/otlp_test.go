package otlp

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
)

func flatten(t *testing.T, src model.Source, text string) (Result, []string) {
	t.Helper()
	var out bytes.Buffer
	result, err := Flatten(context.Background(), strings.NewReader(text), src, &out)
	if err != nil {
		t.Fatal(err)
	}
	return result, strings.Fields(out.String())
}

func types(r Result) string {
	var list []string
	for _, c := range r.Columns {
		list = append(list, c.Name+" "+c.Type)
	}
	return strings.Join(list, ", ")
}

// Numbers come as texts from the collector and as numbers from JavaScript; what names something is a text; what is of no kind that can be counted is its JSON.
func TestEveryKindOfValueIsRead(t *testing.T) {
	line := `{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeLogs":[{"logRecords":[
		{"timeUnixNano":"1772323200000001500","traceId":"00000000000000000000000000000000","spanId":"0102030405060708","eventName":"ml.prediction","attributes":[
			{"key":"ml.prediction.class","value":{"intValue":"7"}},{"key":"ml.feature.width","value":{"intValue":640}},{"key":"ml.feature.height","value":{"intValue":"9007199254740993"}},
			{"key":"ml.feature.blur","value":{"doubleValue":0.25}},{"key":"ml.feature.night","value":{"boolValue":true}},{"key":"ml.feature.tags","value":{"arrayValue":{"values":[{"intValue":"1"}]}}},
			{"key":"device","value":{"stringValue":"pixel"}},{"key":"empty","value":{}}]},
		{"observedTimeUnixNano":1772323201000000000,"attributes":[{"key":"event.name","value":{"stringValue":"ml.prediction"}},{"key":"ml.feature.width","value":{"doubleValue":1.5}}]},
		{"timeUnixNano":"1772323200000000000","eventName":"ml.label"}]}]}]}`
	result, rows := flatten(t, model.Source{Layout: model.OTLPLogs}, strings.ReplaceAll(line, "\n", "")+"\n")
	want := "time BIGINT, blur DOUBLE, device VARCHAR, height BIGINT, night BOOLEAN, prediction VARCHAR, service VARCHAR, span_id VARCHAR, tags VARCHAR, width DOUBLE"
	if got := types(result); got != want || result.Records != 2 || result.Bad != 0 {
		t.Errorf("%+v\n%s\nwant\n%s", result, got, want)
	}
	first := `{"blur":0.25,"device":"pixel","height":9007199254740993,"night":true,"prediction":"7","service":"shop","span_id":"0102030405060708","tags":"{\"values\":[{\"intValue\":\"1\"}]}","time":1772323200000001,"width":640}`
	if rows[0] != first || !strings.Contains(rows[1], `"time":1772323201000000`) {
		t.Errorf("%s", rows)
	}
}

// Spans are told apart by name and service, their kinds and states by name or number.
func TestSpansAreRead(t *testing.T) {
	span := `{"startTimeUnixNano":"1000000000","endTimeUnixNano":"1005000000","name":"%s","kind":%s,"status":{"code":%s},"events":[{"name":"exception","attributes":[{"key":"exception.type","value":{"stringValue":"ValueError"}}]}]}`
	line := `{"resourceSpans":[{"resource":{},"scopeSpans":[{"spans":[` + fmt.Sprintf(span, "POST", "2", "2") + "," + fmt.Sprintf(span, "POST", `"SPAN_KIND_SERVER"`, `"STATUS_CODE_OK"`) + "," + fmt.Sprintf(span, "GET", "3", "0") + `]}]}]}` + "\n"
	_, rows := flatten(t, model.Source{Layout: model.OTLPTraces, Event: "POST"}, line)
	if len(rows) != 2 || rows[0] != `{"exception_type":"ValueError","failed":true,"operation":"POST","span_kind":"Server","span_ns":5000000,"time":1000000}` ||
		!strings.Contains(rows[1], `"failed":false`) || !strings.Contains(rows[1], `"span_kind":"SPAN_KIND_SERVER"`) {
		t.Errorf("%s", rows)
	}
	if result, _ := flatten(t, model.Source{Layout: model.OTLPTraces, Service: "shop"}, line); result.Records != 0 {
		t.Errorf("%+v", result)
	}
}

// Services are asked for what they threw also before anything was thrown.
func TestSpansHaveTheColumnsOfServices(t *testing.T) {
	span := `{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"1000000000","name":"POST"}]}]}]}` + "\n"
	result, _ := flatten(t, model.Source{Layout: model.OTLPTraces}, span)
	want := "time BIGINT, exception_message VARCHAR, exception_type VARCHAR, failed BOOLEAN, operation VARCHAR, service VARCHAR, span_kind VARCHAR, span_ns BIGINT"
	if got := types(result); got != want {
		t.Errorf("got %s", got)
	}
	if result, _ = flatten(t, model.Source{Layout: model.OTLPTraces, Event: "GET"}, span); len(result.Columns) != 0 {
		t.Errorf("no span has columns: %v", result.Columns)
	}
}

// A line that is something else is counted, one that is being written is not, and an empty one is nothing.
func TestLinesThatAreNoOTLP(t *testing.T) {
	record := `{"resourceLogs":[{"resource":{},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1000","eventName":"ml.prediction"}]}]}]}`
	for _, c := range []struct {
		text         string
		records, bad int
	}{
		{record + "\n\n" + record + "\n", 2, 0},
		{record + "\n" + record, 2, 0},
		{record + "\n" + record[:len(record)-3], 1, 0},
		{"no JSON\n" + record + "\n" + `{"resourceMetrics":[]}` + "\n", 1, 2},
		{"", 0, 0},
	} {
		if result, _ := flatten(t, model.Source{Layout: model.OTLPLogs}, c.text); result.Records != c.records || result.Bad != c.bad {
			t.Errorf("%q: %+v", c.text, result)
		}
	}
}

// A line beyond all bounds costs itself, wherever it stands; one that is still being written is none.
func TestLinesThatAreTooLong(t *testing.T) {
	record := `{"resourceLogs":[{"resource":{},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1000","eventName":"ml.prediction"}]}]}]}` + "\n"
	defer func(most int) { mostLine = most }(mostLine)
	mostLine = 3 << 20
	long := `{"resourceLogs":[` + strings.Repeat(" ", 5<<20) + `]}`
	for text, bad := range map[string]int{record + long + "\n" + record: 1, record + record + long: 0} {
		if result, _ := flatten(t, model.Source{Layout: model.OTLPLogs}, text); result.Records != 2 || result.Bad != bad {
			t.Errorf("%+v, want %d bad", result, bad)
		}
	}
}

// Names that DuckDB does not tell apart are one column, named as it was first, and what can be no name is nothing.
func TestNamesThatColumnsCannotHave(t *testing.T) {
	record := `{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"%s"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1000","eventName":"ml.prediction","attributes":[%s]}]}]}]}` + "\n"
	attribute := func(key, value string) string { return fmt.Sprintf(`{"key":"%s","value":{%s}}`, key, value) }
	result, rows := flatten(t, model.Source{Layout: model.OTLPLogs},
		fmt.Sprintf(record, "", attribute("Service", `"stringValue":"first"`))+
			fmt.Sprintf(record, "shop", attribute("ml.feature.x", `"intValue":1`)+","+attribute("ml.feature.X", `"intValue":2`)+","+attribute("SERVICE", `"stringValue":"other"`))+
			fmt.Sprintf(record, "shop", attribute("X", `"doubleValue":2.5`)+","+attribute("", `"intValue":1`)+","+attribute(`a\u0000b`, `"intValue":1`)+","+attribute("Time", `"stringValue":"now"`)))
	if got, want := types(result), "time BIGINT, ml.feature.X BIGINT, service VARCHAR, x DOUBLE"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if want := `[{"service":"first","time":1} {"ml.feature.X":2,"service":"shop","time":1,"x":1} {"service":"shop","time":1,"x":2.5}]`; fmt.Sprint(rows) != want {
		t.Errorf("%s, want %s", rows, want)
	}
}

// Numbers are read in each way in which JSON of Protocol Buffers may have them; one that is none costs itself, and neither its record nor its line.
func TestNumbersInEveryWay(t *testing.T) {
	for written, want := range map[string]string{
		`"doubleValue":"NaN"`: `"NaN" DOUBLE`, `"doubleValue":"Infinity"`: `"Infinity" DOUBLE`, `"doubleValue":"-Infinity"`: `"-Infinity" DOUBLE`,
		`"doubleValue":"0.5"`: `0.5 DOUBLE`, `"doubleValue":-1e3`: `-1e3 DOUBLE`,
		`"intValue":1.0`: `1 BIGINT`, `"intValue":"1e3"`: `1000 BIGINT`, `"intValue":"-9223372036854775808"`: `-9223372036854775808 BIGINT`,
		`"boolValue":"true"`: `true BOOLEAN`, `"boolValue":false`: `false BOOLEAN`,
		`"doubleValue":1e400`: "", `"doubleValue":"inf"`: "", `"doubleValue":"0x1p-2"`: "", `"doubleValue":".5"`: "", `"doubleValue":""`: "", `"doubleValue":null`: "", `"doubleValue":{}`: "",
		`"intValue":0.5`: "", `"intValue":"18446744073709551615"`: "", `"intValue":"x"`: "", `"intValue":null`: "",
		`"boolValue":1`: "", `"stringValue":5`: "", `"arrayValue":null`: "", `"bytesValue":[]`: "",
	} {
		result, rows := flatten(t, model.Source{Layout: model.OTLPLogs}, `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1000","observedTimeUnixNano":null,"eventName":"ml.prediction","attributes":[{"key":"v","value":{`+written+`}},{"key":"y","value":{"intValue":1}}]}]}]}]}`+"\n")
		row, columns := `{"time":1,"y":1}`, "time BIGINT, y BIGINT"
		if value, typeName, ok := strings.Cut(want, " "); ok {
			row, columns = `{"time":1,"v":`+value+`,"y":1}`, "time BIGINT, v "+typeName+", y BIGINT"
		}
		if result.Bad != 0 || fmt.Sprint(rows) != "["+row+"]" || types(result) != columns {
			t.Errorf("%s: %s, %s, %d bad", written, rows, types(result), result.Bad)
		}
	}
	for written, bad := range map[string]int{`"timeUnixNano":1000.0`: 0, `"timeUnixNano":"","observedTimeUnixNano":"1000"`: 0, `"timeUnixNano":"soon"`: 1, `"timeUnixNano":"1000","traceId":5`: 1} {
		result, _ := flatten(t, model.Source{Layout: model.OTLPLogs}, `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{`+written+`,"eventName":"ml.prediction"}]}]}]}`+"\n")
		if result.Bad != bad || result.Records != 1-bad {
			t.Errorf("%s: %+v", written, result)
		}
	}
}

// A span that ended before it began, or never, has no duration, and is a span nonetheless.
func TestSpansWithoutAnEnd(t *testing.T) {
	for end, want := range map[string]string{
		`,"endTimeUnixNano":"2500"`: `,"span_ns":500`, `,"endTimeUnixNano":"2000"`: `,"span_ns":0`,
		`,"endTimeUnixNano":"1999"`: "", `,"endTimeUnixNano":"0"`: "", `,"endTimeUnixNano":null`: "", "": "",
	} {
		_, rows := flatten(t, model.Source{Layout: model.OTLPTraces}, `{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"2000","name":"GET","kind":null`+end+`}]}]}]}`+"\n")
		if want := `[{"failed":false,"operation":"GET"` + want + `,"time":2}]`; fmt.Sprint(rows) != want {
			t.Errorf("%s: %s, want %s", end, rows, want)
		}
	}
}
