package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

// attributes are those of OTLP. Whole numbers are texts, as the collector writes them, or numbers, as OpenTelemetry for JavaScript does.
func attributes(pairs ...any) []any {
	var list []any
	for i := 0; i < len(pairs); i += 2 {
		value := map[string]any{"stringValue": pairs[i+1]}
		switch v := pairs[i+1].(type) {
		case int:
			value = map[string]any{"intValue": fmt.Sprint(v)}
			if i%4 == 0 {
				value = map[string]any{"intValue": v}
			}
		case float64:
			value = map[string]any{"doubleValue": v}
		}
		list = append(list, map[string]any{"key": pairs[i], "value": value})
	}
	return list
}

// otlpPhotos are the photos as OTLP: log records, or spans, of which every second one is of something else; a hundred in a line.
func otlpPhotos(t *testing.T, spans bool) string {
	t.Helper()
	var text strings.Builder
	var records []any
	flush := func() {
		request := map[string]any{"resourceLogs": []any{map[string]any{"resource": map[string]any{"attributes": attributes("service.name", "shop")},
			"scopeLogs": []any{map[string]any{"scope": map[string]any{}, "logRecords": records}}}}}
		if spans {
			request = map[string]any{"resourceSpans": []any{map[string]any{"resource": map[string]any{"attributes": attributes("service.name", "shop")},
				"scopeSpans": []any{map[string]any{"spans": records}}}}}
		}
		line, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(append(line, '\n'))
		records = nil
	}
	for i, p := range photoLog() {
		class := 0
		fmt.Sscan(p.predict, &class)
		list := attributes("ml.model.name", "photos", "ml.prediction.id", p.id, "ml.prediction.class", class, "ml.feature.aspect", p.aspect, "ml.feature.device", p.device)
		if !math.IsNaN(p.brightness) {
			list = append(list, attributes("ml.feature.brightness", p.brightness)...)
		}
		at := fmt.Sprint(p.time.UnixNano())
		if spans {
			records = append(records, map[string]any{"startTimeUnixNano": at, "endTimeUnixNano": fmt.Sprint(p.time.UnixNano() + 5_000_000), "name": "POST /predict", "kind": 2, "attributes": list},
				map[string]any{"startTimeUnixNano": at, "endTimeUnixNano": at, "name": "GET /", "attributes": attributes("ml.feature.brightness", 1e6)})
		} else {
			records = append(records, map[string]any{"timeUnixNano": at, "eventName": "ml.prediction", "attributes": list},
				map[string]any{"timeUnixNano": at, "body": map[string]any{"stringValue": "a line of text"}, "attributes": attributes("ml.feature.brightness", 1e6)})
		}
		if i%100 == 99 {
			flush()
		}
	}
	flush()
	return text.String()
}

func openOTLP(t *testing.T, folder, cache string) store.Store {
	t.Helper()
	st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, CacheDirectory: cache, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

// Predictions in OTLP files give the frames that the same log gives as CSV.
func TestSameFramesFromOTLP(t *testing.T) {
	if *update {
		t.Skip("the frames that are kept are those of CSV")
	}
	for layout, event := range map[string]string{model.OTLPLogs: "", model.OTLPTraces: "POST /predict"} {
		t.Run(layout, func(t *testing.T) {
			folder := t.TempDir()
			text := otlpPhotos(t, layout == model.OTLPTraces)
			half := strings.Index(text[len(text)/2:], "\n") + len(text)/2 + 1
			write(t, filepath.Join(folder, "a.jsonl"), text[:half]+"no OTLP\n")
			write(t, filepath.Join(folder, "b.jsonl"), text[half:]+`{"resourceLogs": [{"resou`) // which is being written
			m := photoModel(model.Source{File: "*.jsonl", Layout: layout, Event: event})
			m.ID, m.Prediction.Label = "prediction_id", "prediction"
			a := photoAnalysisOf(openOTLP(t, folder, t.TempDir()), m, folder)
			for query, q := range goldenQueries {
				if query == "rows" { // which have the columns of the log itself
					continue
				}
				t.Run(query, func(t *testing.T) {
					response := put(t, a, admin, q)
					if response.Error != nil {
						t.Fatal(response.Error)
					}
					for _, f := range response.Frames {
						if f.Meta != nil {
							for i, n := range f.Meta.Notices {
								if strings.Contains(n.Text, "1 lines that are no "+layout) { // beside those that are kept
									f.Meta.Notices = append(f.Meta.Notices[:i:i], f.Meta.Notices[i+1:]...)
									break
								}
							}
						}
					}
					golden(t, query, response.Frames)
				})
			}
		})
	}
}

// Without a layout such files have one column that no role fits: what is missing is the layout, and that is said.
func TestOTLPWithoutALayout(t *testing.T) {
	for layout, spans := range map[string]bool{model.OTLPLogs: false, model.OTLPTraces: true} {
		folder := t.TempDir()
		write(t, filepath.Join(folder, "a.jsonl"), otlpPhotos(t, spans))
		found, err := photoAnalysisOf(openOTLP(t, folder, t.TempDir()), photoModel(model.Source{File: "*.jsonl"}), folder).Check(context.Background(), "photos")
		if err != nil {
			t.Fatal(err)
		}
		if len(found.Problems) != 1 || !strings.Contains(found.Problems[0].Text, "choose the layout "+layout) {
			t.Errorf("%s: %+v", layout, found.Problems)
		}
	}
}

// A file is converted once for as long as it stays as it is, leaves nothing behind that is half made, and what it was is not what it has become.
func TestOTLPIsConvertedOnce(t *testing.T) {
	folder, cache := t.TempDir(), t.TempDir()
	text := otlpPhotos(t, false)
	lines := strings.SplitAfter(text, "\n")
	log := filepath.Join(folder, "log.jsonl")
	write(t, log, strings.Join(lines[:5], ""))
	source := model.Source{File: "log.jsonl", Layout: model.OTLPLogs}
	rows := func() float64 {
		t.Helper()
		extent, err := openOTLP(t, folder, cache).Extent(context.Background(), store.Relation{Source: source, Time: "time"})
		if err != nil {
			t.Fatal(err)
		}
		return extent.Rows
	}
	kept := func() []string {
		t.Helper()
		found, err := filepath.Glob(filepath.Join(cache, "*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if n := rows(); n != 500 {
		t.Fatalf("%v rows", n)
	}
	first := kept()
	if len(first) != 1 || !strings.HasSuffix(first[0], ".parquet") {
		t.Fatalf("kept: %q", first)
	}
	made, err := os.Stat(first[0])
	if err != nil {
		t.Fatal(err)
	}
	rows()
	if again, err := os.Stat(first[0]); err != nil || !os.SameFile(made, again) || len(kept()) != 1 {
		t.Errorf("it was converted again: %q, %v", kept(), err)
	}
	write(t, log, strings.Join(lines[:7], ""))
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(log, later, later); err != nil {
		t.Fatal(err)
	}
	if n := rows(); n != 700 || len(kept()) != 2 {
		t.Errorf("%v rows of %q", n, kept())
	}
	source.Event = "ml.label"
	if _, err := openOTLP(t, folder, cache).Extent(context.Background(), store.Relation{Source: source, Time: "time"}); err == nil || !strings.Contains(err.Error(), "no record") {
		t.Errorf("got %v", err)
	}
	source.Event = ""
	if _, err := openOTLP(t, t.TempDir(), "").Describe(context.Background(), source); err == nil {
		t.Error("a file that is not there was read")
	}
}

// What was converted is nobody's source, wherever the operator has it.
func TestCacheIsNoSource(t *testing.T) {
	for _, c := range []struct{ directories, cache, want, words string }{
		{"/srv/data", "/var/cache/tideline", "/var/cache/tideline", ""},
		{"/srv/data", "/srv/data/cache", "", "which data sources may read"},
		{"/srv/data", "cache", "", "not an absolute path"},
		{"/", "", "", ""},
	} {
		t.Setenv("GF_PLUGIN_DATA_DIRECTORIES", c.directories)
		t.Setenv("GF_PLUGIN_CACHE_DIRECTORY", c.cache)
		op, err := operatorFromEnvironment()
		if c.words == "" && err != nil || c.words != "" && (err == nil || !strings.Contains(err.Error(), c.words)) || op.CacheDirectory != c.want {
			t.Errorf("%+v: %q, %v", c, op.CacheDirectory, err)
		}
	}
}

// Services of OTLP files need nothing but the layout, also before anything was thrown.
func TestServicesOfOTLPFiles(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "data", "spans.jsonl"), otlpPhotos(t, true))
	t.Setenv("GF_PLUGIN_CACHE_DIRECTORY", filepath.Join(root, "cache"))
	d := open(t, filepath.Join(root, "data"), map[string]any{"service": map[string]any{"source": map[string]any{"file": "*.jsonl", "layout": model.OTLPTraces}}})
	health, err := d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: "Admin"}}})
	if err != nil || health.Status != backend.HealthStatusOk || strings.Contains(health.Message, "exceptions") {
		t.Errorf("%+v, %v", health, err)
	}
	for query, rows := range map[string]int{`{"queryType": "service", "groupBy": ["operation"]}`: 1, `{"queryType": "service", "groupBy": ["exception"]}`: 0} {
		if response := askService(d.analysis, admin, query); response.Error != nil || response.Frames[0].Rows() != rows {
			t.Errorf("%s: %+v", query, response)
		}
	}
}
