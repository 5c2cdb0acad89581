package plugin

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
)

// The spans of these tests: two hours of two services, a request every two seconds. The shop answers /predict and /health; its /predict becomes four times
// slower after an hour, and every 25th fails with an exception. Spans of kind Client belong to nobody's rate.
type span struct {
	time               time.Time
	service, operation string
	nanos              int64
	status, kind       string
	exception, message string
}

var spanStart = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func spanLog() []span {
	var log []span
	state := uint32(99)
	random := func() float64 {
		state = state*1664525 + 1013904223
		return float64(state>>8) / (1 << 24)
	}
	for i := range 3600 {
		s := span{time: spanStart.Add(time.Duration(i) * 2 * time.Second), service: "shop", operation: "POST /predict", status: "Ok", kind: "Server"}
		s.nanos = int64(1e6 * math.Exp(3+2*random())) // 20 to 148 ms
		if i >= 1800 {
			s.nanos *= 8
		}
		switch {
		case i%5 == 1:
			s.operation, s.nanos = "GET /health", 1_000_000
		case i%7 == 2:
			s.service, s.operation = "labels", "GET /label"
		case i%11 == 3:
			s.kind = "Client"
		case i%25 == 4:
			s.status, s.exception, s.message = "Error", "ValueError", fmt.Sprintf("no face in picture of camera %d", i%2)
		}
		log = append(log, s)
	}
	return log
}

// serviceSettings say what the columns of the spans are.
func serviceSettings(source model.Source) *model.Service {
	return &model.Service{Source: source, Time: "time", Service: model.Part{Column: "service"}, Operation: model.Part{Column: "operation"},
		Duration: model.Part{Column: "duration"}, Unit: "ns", Error: model.Part{Column: "status"}, Kind: model.Part{Column: "kind"},
		Exceptions: &model.Exceptions{Type: model.Part{Column: "exception"}, Message: model.Part{Column: "message"}}, Apdex: 0.1}
}

func serviceAnalysisOver(st store.Store, service *model.Service, id string) *analysis.Analysis {
	return analysis.New(st, nil, cache.New(64<<20), analysis.Options{StoreID: id, Service: service, Now: func() time.Time { return spanStart.Add(2*time.Hour + time.Minute) }})
}

func spansOnDuckDB(t *testing.T) (store.Store, model.Source) {
	t.Helper()
	folder := t.TempDir()
	var csv bytes.Buffer
	csv.WriteString("time,service,operation,duration,status,kind,exception,message\n")
	for _, s := range spanLog() {
		fmt.Fprintf(&csv, "%s,%s,%s,%d,%s,%s,%s,%s\n", s.time.Format(time.RFC3339), s.service, s.operation, s.nanos, s.status, s.kind, s.exception, s.message)
	}
	if err := os.WriteFile(filepath.Join(folder, "spans.csv"), csv.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st, model.Source{File: "spans.csv"}
}

var serviceQueries = map[string]string{
	"service-list":       `{"queryType": "service", "groupBy": ["service"]}`,
	"service-operations": `{"queryType": "service", "groupBy": ["operation"], "filters": [{"column": "service", "operator": "=", "value": ["shop"]}], "columns": ["operation", "requests", "rate", "p50", "p90", "p99", "error_share"]}`,
	"service-exceptions": `{"queryType": "service", "groupBy": ["exception", "message"]}`,
	"service-p99":        `{"queryType": "service", "format": "timeseries", "value": "p99", "groupBy": ["service"], "window": {"mode": "duration", "every": "15m"}}`,
	"service-apdex":      `{"queryType": "service", "format": "timeseries", "value": "apdex", "threshold": 0.2, "window": {"mode": "duration", "every": "30m"}}`,
	"service-rule":       `{"queryType": "service", "format": "numeric", "value": "error_share", "groupBy": ["service"]}`,
	"service-thrown":     `{"queryType": "service", "format": "timeseries", "value": "exceptions", "groupBy": ["service"], "window": {"mode": "duration", "every": "1h"}}`,
}

func askService(a *analysis.Analysis, who caller, text string) backend.DataResponse {
	return answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: []byte(text),
		TimeRange: backend.TimeRange{From: spanStart, To: spanStart.Add(2 * time.Hour)}}, who)
}

func serviceGoldens(t *testing.T, a *analysis.Analysis) {
	t.Helper()
	for name, q := range serviceQueries {
		t.Run(name, func(t *testing.T) {
			response := askService(a, admin, q)
			if response.Error != nil {
				t.Fatal(response.Error)
			}
			golden(t, name, response.Frames)
		})
	}
}

func TestServiceGolden(t *testing.T) {
	st, source := spansOnDuckDB(t)
	serviceGoldens(t, serviceAnalysisOver(st, serviceSettings(source), t.Name()))
}

// The same spans give the same frames wherever they lie.
func TestSameServiceFramesOnServers(t *testing.T) {
	types := map[string][2]string{ // of a time and of a text that may be missing
		"postgres":   {"timestamptz", "text"},
		"clickhouse": {"DateTime64(3, 'UTC')", "Nullable(String)"},
		"trino":      {"timestamp(3) with time zone", "varchar"},
	}
	for engine, s := range photoServers {
		t.Run(engine, func(t *testing.T) {
			u := servertest.URL(t, s.variable)
			if *update {
				t.Skip("the frames that are kept are DuckDB's")
			}
			columns := fmt.Sprintf("time %s, service %[2]s, operation %[2]s, duration bigint, status %[2]s, kind %[2]s, exception %[2]s, message %[2]s", types[engine][0], types[engine][1])
			var rows []string
			for _, s := range spanLog() {
				rows = append(rows, fmt.Sprintf("('%s', '%s', '%s', %d, '%s', '%s', nullif('%s', ''), nullif('%s', ''))",
					s.time.Format(time.DateTime), s.service, s.operation, s.nanos, s.status, s.kind, s.exception, s.message))
			}
			source := tableOn[engine](t, u, columns, rows)
			settings, secrets := reached(t, engine, u)
			st, id, err := openServer(settings, secrets, false)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { st.Close() })
			serviceGoldens(t, serviceAnalysisOver(st, serviceSettings(source), id))
		})
	}
}

// tableOn makes a table on a server, and drops it after the test.
var tableOn = map[string]func(t *testing.T, server *url.URL, columns string, rows []string) model.Source{
	"postgres": func(t *testing.T, server *url.URL, columns string, rows []string) model.Source {
		run := onPostgres(t, server)
		schema := fmt.Sprintf("test_%d", time.Now().UnixNano())
		run("CREATE SCHEMA " + schema)
		t.Cleanup(func() { run("DROP SCHEMA " + schema + " CASCADE") })
		run("SET TIME ZONE 'UTC'")
		run("CREATE TABLE " + schema + ".log (" + columns + ")")
		run("INSERT INTO " + schema + ".log VALUES " + strings.Join(rows, ", "))
		return model.Source{Table: schema + ".log"}
	},
	"clickhouse": func(t *testing.T, server *url.URL, columns string, rows []string) model.Source {
		run := onClickHouse(t, server)
		table := fmt.Sprintf("tideline.test_%d", time.Now().UnixNano())
		run("CREATE TABLE " + table + " (" + columns + ") ENGINE = MergeTree ORDER BY time")
		t.Cleanup(func() { run("DROP TABLE " + table) })
		run("INSERT INTO " + table + " VALUES " + strings.Join(rows, ", "))
		return model.Source{Table: table}
	},
	"trino": func(t *testing.T, server *url.URL, columns string, rows []string) model.Source {
		run := onTrino(t, server)
		table := fmt.Sprintf("default.test_%d", time.Now().UnixNano())
		run("CREATE TABLE " + table + " (" + columns + ")")
		t.Cleanup(func() { run("DROP TABLE " + table) })
		run("INSERT INTO " + table + " VALUES " + strings.ReplaceAll(strings.Join(rows, ", "), "('2", "(TIMESTAMP '2")) // a time comes first
		return model.Source{Table: table}
	},
}

// Every number against the raw spans: counts and Apdex exactly, quantiles to the 1/64 that durations are known to, and exactly where that is asked for.
func TestServiceNumbersAreThoseOfTheSpans(t *testing.T) {
	st, source := spansOnDuckDB(t)
	a := serviceAnalysisOver(st, serviceSettings(source), t.Name())
	type state struct {
		seconds                        []float64
		errors, satisfied, toleratings float64
	}
	want := map[string]*state{}
	for _, s := range spanLog() {
		if s.kind != "Server" {
			continue
		}
		w := want[s.service]
		if w == nil {
			w = &state{}
			want[s.service] = w
		}
		seconds := float64(s.nanos) / 1e9
		w.seconds = append(w.seconds, seconds)
		if s.status == "Error" {
			w.errors++
		}
		if seconds <= 0.1 {
			w.satisfied++
		} else if seconds <= 0.4 {
			w.toleratings++
		}
	}
	for _, precision := range []string{"auto", "exact"} {
		response := askService(a, viewer, fmt.Sprintf(`{"queryType": "service", "groupBy": ["service"], "precision": %q}`, precision))
		if response.Error != nil {
			t.Fatal(response.Error)
		}
		frame := response.Frames[0]
		if frame.Rows() != 2 {
			t.Fatalf("%d services", frame.Rows())
		}
		for i := range frame.Rows() {
			w := want[column(t, frame, "service").At(i).(string)]
			n := float64(len(w.seconds))
			slices.Sort(w.seconds)
			is := func(name string, want, tolerance float64) {
				t.Helper()
				if got := *column(t, frame, name).At(i).(*float64); math.Abs(got-want) > tolerance {
					t.Errorf("%s: %s of row %d is %v, want %v", precision, name, i, got, want)
				}
			}
			is("requests", n, 0)
			is("rate", n/7200, 1e-12)
			is("errors", w.errors, 0)
			is("error_share", w.errors/n, 1e-12)
			is("apdex", (w.satisfied+w.toleratings/2)/n, 1e-12)
			for name, share := range map[string]float64{"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99} {
				row := share * (n - 1)
				at := int(row)
				exactly := w.seconds[at] + (row-float64(at))*(w.seconds[min(at+1, len(w.seconds)-1)]-w.seconds[at])
				if precision == "exact" {
					is(name, exactly, 1e-9)
				} else {
					is(name, exactly, exactly/32)
				}
			}
		}
	}
}

// durationsOnDuckDB are spans a second apart that took so many milliseconds.
func durationsOnDuckDB(t *testing.T, durations ...string) *analysis.Analysis {
	t.Helper()
	text := "time,duration\n"
	for i, d := range durations {
		text += spanStart.Add(time.Duration(i)*time.Second).Format(time.RFC3339) + "," + d + "\n"
	}
	st, source, folder := spansIn(t, text)
	return serviceAnalysisOver(st, durationsIn(source), folder)
}

// spansIn is a store of a folder with a file of spans.
func spansIn(t *testing.T, text string) (st *duckdb.Store, source model.Source, folder string) {
	t.Helper()
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "spans.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st, model.Source{File: "spans.csv"}, folder
}

func durationsIn(source model.Source) *model.Service {
	return &model.Service{Source: source, Time: "time", Duration: model.Part{Column: "duration"}, Unit: "ms"}
}

// checkService compares numbers of the only row of a table; NaN stands for none.
func checkService(t *testing.T, name string, response backend.DataResponse, want map[string]float64) {
	t.Helper()
	if response.Error != nil {
		t.Fatal(name, response.Error)
	}
	frame := response.Frames[0]
	if frame.Rows() != 1 {
		t.Fatalf("%s: %d rows", name, frame.Rows())
	}
	for value, want := range want {
		got := math.NaN()
		if p := column(t, frame, value).At(0).(*float64); p != nil {
			got = *p
		}
		if !(math.Abs(got-want) <= math.Abs(want)/32 || math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("%s: %s is %v, want %v", name, value, got, want)
		}
	}
}

// A request without a duration that can be is a request, but has no say in quantiles nor in Apdex.
func TestImpossibleDurationsAreMissing(t *testing.T) {
	none := math.NaN()
	for name, c := range map[string]struct {
		durations []string
		want      map[string]float64
	}{
		"negative integers": {[]string{"-1", "-1", "-5", "100", "1000"}, map[string]float64{"requests": 5, "p50": 0.1, "p99": 1, "apdex": 0.75}},
		"negative floats":   {[]string{"-1.5", "-1e300", "-inf", "100.5", "1000.5"}, map[string]float64{"requests": 5, "p50": 0.1005, "p99": 1.0005, "apdex": 0.75}},
		"NaN":               {[]string{"nan", "nan", "inf", "100.5"}, map[string]float64{"requests": 4, "p50": 0.1005, "p99": 0.1005, "apdex": 1}},
		"all negative":      {[]string{"-1", "-2"}, map[string]float64{"requests": 2, "p50": none, "p99": none, "apdex": none}},
		"nothing but NaN":   {[]string{"nan", "nan"}, map[string]float64{"requests": 2, "p50": none, "p99": none, "apdex": none}},
		"zero":              {[]string{"0", "0"}, map[string]float64{"requests": 2, "p50": 0, "p99": 0, "apdex": 1}},
	} {
		for _, precision := range []string{"auto", "exact"} {
			response := askService(durationsOnDuckDB(t, c.durations...), viewer, fmt.Sprintf(`{"queryType": "service", "precision": %q}`, precision))
			want := c.want
			if precision == "exact" && len(c.durations) == 5 { // between the two that are left
				want = map[string]float64{"requests": 5, "p50": 0.55, "p99": 0.991, "apdex": 0.75}
			}
			checkService(t, name+" "+precision, response, want)
		}
	}
}

// Servers, which sort NaN in ways of their own, agree.
func TestImpossibleDurationsAreMissingOnServers(t *testing.T) {
	types := map[string][3]string{ // of a time, of a float, and NaN
		"postgres":   {"timestamptz", "double precision", "'NaN'"},
		"clickhouse": {"DateTime64(3, 'UTC')", "Float64", "nan"},
		"trino":      {"timestamp(3) with time zone", "double", "nan()"},
	}
	for engine, s := range photoServers {
		t.Run(engine, func(t *testing.T) {
			u := servertest.URL(t, s.variable)
			var rows []string
			for i, duration := range []string{"-1", types[engine][2], "-5.5", "100.5", types[engine][2], "1000.5"} {
				rows = append(rows, fmt.Sprintf("('%s', %s)", spanStart.Add(time.Duration(i)*time.Second).Format(time.DateTime), duration))
			}
			source := tableOn[engine](t, u, fmt.Sprintf("time %s, duration %s", types[engine][0], types[engine][1]), rows)
			settings, secrets := reached(t, engine, u)
			st, id, err := openServer(settings, secrets, false)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { st.Close() })
			a := serviceAnalysisOver(st, durationsIn(source), id)
			checkService(t, engine, askService(a, viewer, `{"queryType": "service"}`), map[string]float64{"requests": 6, "p50": 0.1005, "p99": 1.0005, "apdex": 0.75})
		})
	}
}

// Durations beyond what the cells tell apart are shown as where that ends, whole numbers as others, and it is said.
func TestEndlessDurationsAreShownAsTheLongestKnown(t *testing.T) {
	for _, duration := range []string{"9223372036854775807", "1123200000", "1123200000.5", "1e300"} {
		response := askService(durationsOnDuckDB(t, duration, duration), viewer, `{"queryType": "service"}`)
		bound := math.Ldexp(1, 30) / 1e3
		checkService(t, duration, response, map[string]float64{"requests": 2, "p50": bound, "p99": bound, "apdex": 0})
		if notices := response.Frames[0].Meta.Notices; len(notices) != 1 || !strings.Contains(notices[0].Text, "12 days") {
			t.Errorf("%s: %+v", duration, notices)
		}
		if response = askService(durationsOnDuckDB(t, duration, "5"), viewer, `{"queryType": "service", "precision": "exact"}`); len(response.Frames[0].Meta.Notices) != 0 {
			t.Errorf("%s exactly: %+v", duration, response.Frames[0].Meta.Notices)
		}
	}
}

// A request that takes just the threshold satisfies, in whatever unit durations are.
func TestApdexIncludesItsThreshold(t *testing.T) {
	for threshold, durations := range map[string][]string{"1.001": {"1001", "4004"}, "0.0011": {"1.1", "4.4"}, "2.003": {"2003", "8012"}} {
		response := askService(durationsOnDuckDB(t, durations...), viewer, `{"queryType": "service", "threshold": `+threshold+`}`)
		checkService(t, threshold, response, map[string]float64{"apdex": 0.75})
	}
}

// In an outage the rate is 0 and not unknown, so that a rule on it fires: all requests together are a segment that is there without any.
func TestWithoutRequestsTheRateIsZero(t *testing.T) {
	st, source := spansOnDuckDB(t)
	outage := spanStart.Add(3 * time.Hour) // an hour after the last span
	a := analysis.New(st, nil, cache.New(64<<20), analysis.Options{StoreID: t.Name(), Service: serviceSettings(source), Now: func() time.Time { return outage.Add(time.Hour) }})
	ask := func(who caller, text string) *data.Frame {
		t.Helper()
		response := answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: []byte(text), TimeRange: backend.TimeRange{From: outage, To: outage.Add(3 * time.Hour)}}, who)
		if response.Error != nil || len(response.Frames) != 1 {
			t.Fatal(text, response.Error, len(response.Frames))
		}
		return response.Frames[0]
	}
	none := math.NaN()
	want := map[string]float64{"requests": 0, "rate": 0, "errors": 0, "error_share": none, "p50": none, "p99": none, "apdex": none}
	checkService(t, "table", backend.DataResponse{Frames: data.Frames{ask(viewer, `{"queryType": "service"}`)}}, want)
	if rows := ask(viewer, `{"queryType": "service", "window": {"mode": "duration", "every": "30m"}, "includePartial": true}`).Rows(); rows != 2 {
		t.Errorf("%d windows within the hour that has passed", rows)
	}
	if rows := ask(viewer, `{"queryType": "service", "groupBy": ["service"]}`).Rows(); rows != 0 {
		t.Errorf("%d services without requests", rows)
	}
	want[query.Exceptions] = 0
	for value, want := range want {
		frame := ask(rule, fmt.Sprintf(`{"queryType": "service", "format": "numeric", "value": %q}`, value))
		if rows := frame.Rows(); math.IsNaN(want) && rows != 0 || want == 0 && rows != 1 {
			t.Errorf("a rule on %s has %d numbers", value, rows)
		} else if rows == 1 && column(t, frame, value).At(0) != 0.0 {
			t.Errorf("a rule on %s has %v", value, column(t, frame, value).At(0))
		}
	}
	line := ask(viewer, `{"queryType": "service", "format": "timeseries", "value": "rate"}`)
	for i := range line.Rows() {
		if p := line.Fields[1].At(i).(*float64); p == nil || *p != 0 {
			t.Errorf("rate %d of %d is %v", i, line.Rows(), p)
		}
	}
	if line.Rows() == 0 {
		t.Error("no line")
	}
}

// Kinds are numbers to some instruments and texts in some case to others: the same requests are found.
func TestKindsOfSpansInEverySpelling(t *testing.T) {
	for name, c := range map[string]struct {
		written, kinds []string
	}{
		"numbers, by default":        {[]string{"2", "5", "3"}, nil},
		"numbers among texts":        {[]string{"2", "5", "3"}, []string{"server", "2", "5"}},
		"cases, by default":          {[]string{"server", "CONSUMER", "client"}, nil},
		"other cases, by default":    {[]string{"Server", "SPAN_KIND_SERVER", "SPAN_KIND_CLIENT"}, nil},
		"cases, by settings":         {[]string{"SERVER", "Server", "Client"}, []string{"server"}},
		"cases, the other way round": {[]string{"server", "Server", "client"}, []string{"SERVER"}},
	} {
		folder := t.TempDir()
		text := "time,duration,kind\n"
		for i := range 30 {
			text += fmt.Sprintf("%s,1,%s\n", spanStart.Add(time.Duration(i)*time.Second).Format(time.RFC3339), c.written[i%3])
		}
		if err := os.WriteFile(filepath.Join(folder, "spans.csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, Threads: 2})
		if err != nil {
			t.Fatal(err)
		}
		settings := durationsIn(model.Source{File: "spans.csv"})
		settings.Kind, settings.Kinds = model.Part{Column: "kind"}, c.kinds
		response := askService(serviceAnalysisOver(st, settings, folder), viewer, `{"queryType": "service"}`)
		checkService(t, name, response, map[string]float64{"requests": 20})
		st.Close()
	}
}

// What is wrong with a service query is said in words, and a viewer sees no statement.
func TestServiceQueriesAreChecked(t *testing.T) {
	st, source := spansOnDuckDB(t)
	settings := serviceSettings(source)
	full := serviceAnalysisOver(st, settings, t.Name())
	bare := *settings
	bare.Exceptions, bare.Operation = nil, model.Part{}
	astray := *settings
	astray.Service = model.Part{Column: "servise"}
	for _, c := range []struct {
		a     *analysis.Analysis
		who   caller
		query string
		words string
	}{
		{serviceAnalysisOver(st, nil, ""), admin, `{"queryType": "service"}`, "names no spans"},
		{full, admin, `{"queryType": "service", "groupBy": ["host"]}`, "service, operation"},
		{full, admin, `{"queryType": "service", "filters": [{"column": "exception", "value": "x"}]}`, "service, operation"},
		{full, admin, `{"queryType": "service", "format": "timeseries", "value": "p99", "groupBy": ["exception"]}`, "only exceptions are counted"},
		{full, admin, `{"queryType": "service", "valu": "p99"}`, "value"},
		{full, admin, `{"queryType": "service", "columns": ["p98"]}`, "p99"},
		{full, rule, `{"queryType": "service"}`, "one number for each series"},
		{serviceAnalysisOver(st, &bare, "bare"), admin, `{"queryType": "service", "groupBy": ["exception"]}`, "service.exceptions"},
		{serviceAnalysisOver(st, &bare, "bare"), admin, `{"queryType": "service", "groupBy": ["operation"]}`, "Right would be: service"},
		{serviceAnalysisOver(st, &astray, "astray"), admin, `{"queryType": "service", "filters": [{"column": "service", "operator": "=", "value": "shop"}]}`, `"servise" is not known. Did you mean "service"?`},
	} {
		if response := askService(c.a, c.who, c.query); response.Error == nil || !strings.Contains(response.Error.Error(), c.words) {
			t.Errorf("%s: got %v, want %q", c.query, response.Error, c.words)
		}
	}
	seen := askService(full, viewer, `{"queryType": "service"}`)
	if seen.Error != nil || strings.Contains(seen.Frames[0].Meta.ExecutedQueryString, "SELECT") {
		t.Errorf("a viewer is told %v %+v", seen.Error, seen.Frames)
	}
}

// Exceptions whose messages are all different are still counted.
func TestTooManyMessagesAreCountedTogether(t *testing.T) {
	folder := t.TempDir()
	var csv bytes.Buffer
	csv.WriteString("time,duration,exception,message\n")
	for i := range store.MostSegments + 10 {
		fmt.Fprintf(&csv, "%s,1,KeyError,key %d\n", spanStart.Add(time.Second).Format(time.RFC3339), i)
	}
	if err := os.WriteFile(filepath.Join(folder, "spans.csv"), csv.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	a := serviceAnalysisOver(st, &model.Service{Source: model.Source{File: "spans.csv"}, Time: "time", Duration: model.Part{Column: "duration"},
		Exceptions: &model.Exceptions{Type: model.Part{Column: "exception"}, Message: model.Part{Column: "message"}}}, folder)
	response := askService(a, viewer, `{"queryType": "service", "groupBy": ["exception", "message"]}`)
	if response.Error != nil {
		t.Fatal(response.Error)
	}
	frame := response.Frames[0]
	if frame.Rows() != 1 || *column(t, frame, "exceptions").At(0).(*float64) != store.MostSegments+10 || len(frame.Meta.Notices) != 1 {
		t.Errorf("%d rows, %+v", frame.Rows(), frame.Meta.Notices)
	}
}

// What editors and variables ask: what spans can be told apart by, and who was there within the last day, the busiest first.
func TestServiceResources(t *testing.T) {
	st, source := spansOnDuckDB(t)
	service := serviceSettings(source)
	d := &Datasource{settings: model.Settings{Service: service}, store: st, analysis: serviceAnalysisOver(st, service, t.Name()),
		now: func() time.Time { return spanStart.Add(2 * time.Hour) }}
	d.CallResourceHandler = httpadapter.New(d.routes())
	for path, want := range map[string]string{
		"service":                         `{"requests":["service","operation"],"exceptions":["service","operation","exception","message"],"apdex":0.1}`,
		"service-values?column=service":   `["shop","labels"]`,
		"service-values?column=exception": `["ValueError"]`,
	} {
		if status, said := ask(t, d, "Viewer", "GET", path, ""); status != 200 || strings.TrimSpace(said) != want {
			t.Errorf("%s: %d %s", path, status, said)
		}
	}
	if status, said := ask(t, d, "Viewer", "GET", "service-values?column=host", ""); status != 400 || !strings.Contains(said, "operation") {
		t.Errorf("%d %s", status, said)
	}
	for _, path := range []string{"service-values", "service-values?column="} {
		if status, said := ask(t, d, "Viewer", "GET", path, ""); status != 400 || !strings.Contains(said, "column=service") {
			t.Errorf("%s: %d %s", path, status, said)
		}
	}
	without := &Datasource{}
	without.CallResourceHandler = httpadapter.New(without.routes())
	if _, said := ask(t, without, "Viewer", "GET", "service", ""); !strings.Contains(said, `"requests":[]`) {
		t.Error(said)
	}
}

// What the caller did wrong is told apart from failures, and unknown where the settings do not say what it is.
func TestRefusedRequests(t *testing.T) {
	text := "time,duration,status\n"
	for i, status := range []int{200, 200, 404, 422, 500, 200, 200, 200} {
		text += fmt.Sprintf("%s,1,%d\n", spanStart.Add(time.Duration(i)*time.Second).Format(time.RFC3339), status)
	}
	st, source, folder := spansIn(t, text)
	settings := durationsIn(source)
	settings.Error = model.Part{Column: "status"}
	settings.Errors = []string{"500"}
	none := math.NaN()
	checkService(t, "without", askService(serviceAnalysisOver(st, settings, folder), viewer, `{"queryType": "service"}`),
		map[string]float64{"errors": 1, "error_share": 0.125, "refused": none, "refused_share": none})
	settings.Refused = model.Part{Expression: "case when status >= 400 and status < 500 then 1 else 0 end"}
	checkService(t, "with", askService(serviceAnalysisOver(st, settings, folder+"!"), viewer, `{"queryType": "service"}`),
		map[string]float64{"errors": 1, "error_share": 0.125, "refused": 2, "refused_share": 0.25})
}

// The time before the first span of all is no time without requests.
func TestRatesAreOfTheTimeSinceTheSpansBegan(t *testing.T) {
	st, source := spansOnDuckDB(t)
	a := serviceAnalysisOver(st, serviceSettings(source), t.Name())
	ask := func(from time.Time, text string) backend.DataResponse {
		return answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: []byte(text), TimeRange: backend.TimeRange{From: from, To: spanStart.Add(time.Hour)}}, viewer)
	}
	since := map[string]float64{"rate": *column(t, ask(spanStart, `{"queryType": "service"}`).Frames[0], "rate").At(0).(*float64)}
	if since["rate"] < 0.3 {
		t.Fatalf("%v requests a second", since["rate"])
	}
	checkService(t, "from eleven hours before", ask(spanStart.Add(-11*time.Hour), `{"queryType": "service"}`), since)
	line := ask(spanStart.Add(-time.Hour), `{"queryType": "service", "format": "timeseries", "value": "rate", "window": {"mode": "duration", "every": "45m"}}`).Frames[0]
	for i, want := range []float64{0, since["rate"]} { // 07:30 to 08:15, of which the first half hour has no spans: windows begin at midnight
		if got := *line.Fields[1].At(i).(*float64); math.Abs(got-want) > want/32 {
			t.Errorf("window %d: %v a second, want %v", i, got, want)
		}
	}
}
