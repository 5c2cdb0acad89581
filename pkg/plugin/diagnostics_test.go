package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/telemetry"
)

// askedDatasource is a data source with a small log that was asked twice, and once about a model that there is not.
func askedDatasource(t *testing.T) *Datasource {
	t.Helper()
	root := t.TempDir()
	var log strings.Builder
	log.WriteString("time,x\n")
	for i := range 600 {
		fmt.Fprintf(&log, "%s,%d\n", logStart.Add(time.Duration(i)*time.Hour).Format(time.DateTime), i%7)
	}
	write(t, filepath.Join(root, "log.csv"), log.String())
	d := open(t, root, map[string]any{"store": map[string]any{"engine": "duckdb", "path": root}, "models": []any{map[string]any{
		"name": "asked", "source": map[string]any{"file": "log.csv"}, "time": "time", "features": []any{map[string]any{"name": "x"}}}}})
	for _, model := range []string{"asked", "asked", "unknown"} {
		_, err := d.QueryData(context.Background(), &backend.QueryDataRequest{Queries: []backend.DataQuery{{RefID: "A",
			JSON: []byte(`{"queryType": "drift", "format": "table", "model": "` + model + `"}`), TimeRange: backend.TimeRange{From: logStart, To: logNow}}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// What another query is computing is waited for: of two at the same time one says so.
func TestWaitingForAnothersAnswerIsAPhase(t *testing.T) {
	account := telemetry.SourceOf(1, t.Name())
	computing, let := make(chan struct{}), make(chan struct{})
	ask := func(model string, load func()) {
		ctx, query := telemetry.Begin(telemetry.For(context.Background(), account), telemetry.About{Model: model})
		_, _, err := sharedCache().One(ctx, t.Name(), func(context.Context) (cache.Entry, error) { load(); return cache.Entry{}, nil })
		query.End(ctx, err)
	}
	var group sync.WaitGroup
	group.Go(func() { ask("computes", func() { close(computing); <-let }) })
	<-computing
	group.Go(func() { ask("waits", func() { t.Error("computed twice") }) })
	time.Sleep(50 * time.Millisecond)
	close(let)
	group.Wait()
	for _, m := range account.Models() {
		if _, waited := m.Costs.Phases[telemetry.Waiting]; waited != (m.Model == "waits") {
			t.Errorf("%s: %v", m.Model, m.Costs.Phases)
		}
	}
}

func TestDiagnostics(t *testing.T) {
	d := askedDatasource(t)
	if status, text := ask(t, d, "Editor", http.MethodGet, "diagnostics", ""); status != http.StatusForbidden {
		t.Errorf("an editor is told: %d %s", status, text)
	}
	status, text := ask(t, d, "Admin", http.MethodGet, "diagnostics", "")
	var told diagnostics
	if err := json.Unmarshal([]byte(text), &told); err != nil || status != http.StatusOK {
		t.Fatal(status, text, err)
	}
	if told.Cache.Bytes <= 0 || told.Cache.Bytes > told.Cache.Limit || told.Cache.Limit != cacheBytes || told.Cache.Entries == 0 {
		t.Errorf("cache: %+v", told.Cache)
	}
	if told.Memory.EngineLimit == 0 || told.Memory.Engine > told.Memory.EngineLimit {
		t.Errorf("memory: %+v", told.Memory)
	}
	var asked, other int64
	for _, m := range told.Models {
		if m.Model == "asked" {
			asked = m.Queries
			if m.Scans < 1 || m.Hits == 0 || m.Misses == 0 || m.Rows < 600 || m.Phases["counts"] <= 0 || m.Phases["judge"] <= 0 || m.Phases["plan"] <= 0 {
				t.Errorf("%+v", m)
			}
		} else {
			other += m.Failed
			if m.Model != "" {
				t.Errorf("a model that there is not has an account: %q", m.Model)
			}
		}
	}
	if asked != 2 || other == 0 {
		t.Errorf("%d queries of the model, %d failures of none", asked, other)
	}
}

// Grafana collects the default registry of a plugin's process.
func TestMetrics(t *testing.T) {
	askedDatasource(t)
	families, err := prometheus.DefaultGatherer.Gather()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, f := range families {
		found[f.GetName()] = true
	}
	for _, name := range []string{"tideline_queries_total", "tideline_query_duration_seconds", "tideline_phase_seconds_total", "tideline_scans_total",
		"tideline_scan_duration_seconds", "tideline_rows_scanned_total", "tideline_cache_answers_total", "tideline_cache_bytes", "tideline_cache_limit_bytes",
		"tideline_cache_entries", "tideline_cache_evictions_total", "tideline_engine_memory_bytes", "tideline_engine_memory_limit_bytes", "tideline_engine_spilled_bytes"} {
		if !found[name] {
			t.Errorf("there is no %s", name)
		}
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			for _, l := range m.GetLabel() {
				if strings.HasPrefix(f.GetName(), "tideline_") && l.GetValue() == "unknown" {
					t.Errorf("%s has a label of a model that there is not", f.GetName())
				}
			}
		}
	}
	problems, err := promlint.NewWithMetricFamilies(families).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if strings.HasPrefix(p.Metric, "tideline_") {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
}
