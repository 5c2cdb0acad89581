package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/plugin"
	"github.com/tideline-ml/tideline/pkg/telemetry"
)

// mostScans is what a dashboard that was never opened before may cost: the sample of the reference and a few scans of rows that differ by filter, or
// that are asked for only when others have been answered. A scan a panel, or a feature, would be a dozen or more.
var mostScans = map[string]int64{"tideline-overview": 8, "tideline-feature": 12, "tideline-segment": 12}

// However a dashboard is asked for, panel by panel on one thread or all at once on eight, it gets the same bytes; and all at once by few scans.
func TestDashboards(t *testing.T) {
	folder := t.TempDir()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	path := filepath.Join(folder, "log.parquet")
	if err := writeLog(t.Context(), db, path, 260_000); err != nil { // several row groups, so that several threads have work
		t.Fatal(err)
	}
	t.Setenv("GF_PLUGIN_DATA_DIRECTORIES", folder)
	variables := map[string]string{"{datasource}": "log", "model": "log", "feature": "normal_1", "segment": "category_5", "value": "value 1", "__all": "$__all"}
	for name, most := range mostScans {
		t.Run(name, func(t *testing.T) {
			panels, err := panelsOf("../..", name, variables, backend.TimeRange{From: boundary, To: logEnd})
			if err != nil {
				t.Fatal(err)
			}
			if len(panels) < 8 {
				t.Fatalf("only %d panels ask", len(panels))
			}
			alone, _ := askAll(t, path, panels, 1, 1)
			together, scans := askAll(t, path, panels, 8, len(panels))
			for i, p := range panels {
				if !bytes.Equal(alone[i], together[i]) {
					t.Errorf("panel %q differs:\n%s\n%s", p.title, alone[i], together[i])
				}
			}
			t.Logf("%d panels, %d scans", len(panels), scans)
			if scans > most {
				t.Errorf("%d scans, more than %d", scans, most)
			}
		})
	}
}

// askAll asks the panels of a dashboard that was never asked before, so many at a time, and counts the scans.
func askAll(t *testing.T, log string, panels []panel, threads, atATime int) (answers [][]byte, scans int64) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(threads)) // the engine's threads, and those that judge
	uid := fmt.Sprintf("%s on %d threads", path.Base(t.Name()), threads)
	fresh := filepath.Join(filepath.Dir(log), uid+".parquet") // of which nothing is known, not even a grid
	if err := os.Link(log, fresh); err != nil {
		t.Fatal(err)
	}
	m := model.Model{Name: "log", Source: model.Source{File: filepath.Base(fresh)}, Time: "time", Window: "5d", Segments: []string{"category_5"},
		Prediction: &model.Prediction{Label: "category_2"}, Reference: model.References{{From: logStart.Format(time.DateOnly), To: boundary.Format(time.DateOnly)}}}
	for _, c := range columns() {
		if c.name != "category_2" {
			m.Features = append(m.Features, model.Feature{Name: c.name})
		}
	}
	settings, err := json.Marshal(model.Settings{Store: model.StoreSettings{Engine: "duckdb", Path: filepath.Dir(log)}, Models: []model.Model{m}})
	if err != nil {
		t.Fatal(err)
	}
	instance, err := plugin.New(context.Background(), backend.DataSourceInstanceSettings{UID: uid, JSONData: settings})
	if err != nil {
		t.Fatal(err)
	}
	d := instance.(*plugin.Datasource)
	defer d.Dispose()
	answers = make([][]byte, len(panels))
	gate := make(chan struct{}, atATime)
	var group sync.WaitGroup
	for i, p := range panels {
		gate <- struct{}{}
		group.Go(func() {
			defer func() { <-gate }()
			answers[i] = told(t, put(t, d, p))
		})
	}
	group.Wait()
	for i, p := range panels {
		for range 2 { // from the cache, and from what was kept since
			if again := told(t, put(t, d, p)); !bytes.Equal(again, answers[i]) {
				t.Errorf("panel %q differs when it is asked again", p.title)
			}
		}
	}
	for _, costs := range telemetry.SourceOf(0, uid).Models() {
		scans += costs.Scans
	}
	return answers, scans
}

// put asks what a panel asks.
func put(t *testing.T, d *plugin.Datasource, p panel) *backend.QueryDataResponse {
	response, err := d.QueryData(context.Background(), &backend.QueryDataRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: "Editor"}}, Queries: p.queries})
	if err != nil {
		t.Error(p.title, err)
		return backend.NewQueryDataResponse()
	}
	return response
}

// told is an answer as JSON, without what it cost.
func told(t *testing.T, response *backend.QueryDataResponse) []byte {
	for id, answer := range response.Responses {
		if answer.Error != nil {
			t.Error(id, answer.Error)
		}
		for _, f := range answer.Frames {
			if f.Meta != nil {
				f.Meta.ExecutedQueryString, f.Meta.Stats = "", nil
			}
			for _, field := range f.Fields { // the age of the newest row is of now
				if field.Name == "age" {
					field.SetConcrete(0, 0.0)
				}
			}
		}
	}
	text, err := json.Marshal(response)
	if err != nil {
		t.Error(err)
	}
	return text
}
