package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/plugin"
)

// options of a run.
type options struct {
	rows, smallRows int
	runs            int
	only            string
	began           func() error // called when the logs are written and everything is warm
}

// full is what the limits are about: 500,000 rows of reference and as many to judge, and a small model of 5,000 rows.
var full = options{rows: 1_000_000, smallRows: 5_000, runs: 7}

// The limits, as the project promises them.
const (
	oneWindowLimit   = 5.0  // × the floor
	manyWindowsLimit = 12.0 // × the floor
	cachedLimit      = 50 * time.Millisecond
	smallLimit       = 150 * time.Millisecond
)

// question is a query whose cost has a limit: as a multiple of the floor, or in time.
type question struct {
	name    string
	log     int // its place in bench.logs
	window  string
	windows int
	ratio   float64
	time    time.Duration
}

var questions = []question{
	{"1 window", large, `{"mode": "range"}`, 1, oneWindowLimit, 0},
	{"50 windows", large, `{"mode": "calendar", "unit": "day"}`, logDays - referenceDays, manyWindowsLimit, 0},
	{"small model, 1 window", small, `{"mode": "range"}`, 1, 0, smallLimit},
	{"small model, 50 windows", small, `{"mode": "calendar", "unit": "day"}`, logDays - referenceDays, 0, smallLimit},
}

const (
	large = iota
	small
)

// bench is a running data source over two logs, and DuckDB beside it for the floor.
type bench struct {
	options
	db         *sql.DB
	datasource backend.QueryDataHandler
	logs       [2]string // paths
	asked      [2]int    // models of each log that were asked about
}

// measure writes logs into folder and measures.
func measure(ctx context.Context, folder string, o options) (*Report, error) {
	if o.runs < 1 {
		return nil, errors.New("at least one run is needed")
	}
	var chosen []question
	var names []string
	for _, q := range questions {
		if names = append(names, q.name); o.only == "" || q.name == o.only {
			chosen = append(chosen, q)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("there is no question %q: there are %s", o.only, strings.Join(names, "; "))
	}
	b := &bench{options: o, logs: [2]string{filepath.Join(folder, "large.parquet"), filepath.Join(folder, "small.parquet")}}
	db, err := sql.Open("duckdb", fmt.Sprintf("?threads=%d", runtime.GOMAXPROCS(0))) // as many as the plugin's engine
	if err != nil {
		return nil, err
	}
	defer db.Close()
	b.db = db
	for i, rows := range [2]int{o.rows, o.smallRows} {
		if err := writeLog(ctx, db, b.logs[i], rows); err != nil {
			return nil, err
		}
	}
	closing, err := b.open(ctx, folder)
	if err != nil {
		return nil, err
	}
	defer closing()
	if err := b.warm(ctx, chosen); err != nil {
		return nil, err
	}
	if o.began != nil {
		if err := o.began(); err != nil {
			return nil, err
		}
	}
	report := &Report{CPUs: runtime.NumCPU(), Rows: o.rows, Runs: o.runs}
	var floors []cost
	for _, q := range chosen {
		runs := make([]pair, o.runs)
		for i := range runs {
			if runs[i], err = b.pair(ctx, q); err != nil {
				return nil, err
			}
			if q.ratio > 0 {
				floors = append(floors, runs[i].floor)
			}
		}
		report.Lines = append(report.Lines, linesOf(q, runs)...)
	}
	if len(floors) > 0 {
		report.Floor = medianCost(floors)
	}
	return report, nil
}

// open makes a data source the way Grafana does. It has a model for every time that one must be cold: of a model that was never asked about nothing is
// in the cache, not its grids, not its counts, not its verdicts.
func (b *bench) open(ctx context.Context, folder string) (closing func(), err error) {
	settings := model.Settings{Store: model.StoreSettings{Engine: "duckdb", Path: folder}}
	var features []model.Feature
	for _, c := range columns() {
		features = append(features, model.Feature{Name: c.name})
	}
	reference := model.References{{From: logStart.Format(time.DateOnly), To: boundary.Format(time.DateOnly)}}
	for log, path := range b.logs {
		for n := range len(questions) * (b.runs + 1) {
			settings.Models = append(settings.Models, model.Model{Name: modelName(log, n), Source: model.Source{File: filepath.Base(path)}, Time: "time",
				Window: "1d", Features: features, Reference: reference})
		}
	}
	text, err := json.Marshal(settings)
	if err != nil {
		return nil, err
	}
	if err := os.Setenv("GF_PLUGIN_DATA_DIRECTORIES", folder); err != nil { // where the server's operator says what may be read
		return nil, err
	}
	instance, err := plugin.New(ctx, backend.DataSourceInstanceSettings{UID: "bench", JSONData: text})
	if err != nil {
		return nil, err
	}
	d := instance.(*plugin.Datasource)
	b.datasource = d
	return d.Dispose, nil
}

func modelName(log, n int) string { return fmt.Sprintf("model %d of log %d", n, log) }

// warm runs everything once: code, connections, the system's cache of files.
func (b *bench) warm(ctx context.Context, chosen []question) error {
	for _, q := range chosen {
		if _, err := b.pair(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// pair is a question's costs in one run, and the floor's just before.
type pair struct {
	floor       cost
	cold, again answer
}

func (b *bench) pair(ctx context.Context, q question) (p pair, err error) {
	if q.ratio > 0 {
		if p.floor, err = b.floor(ctx); err != nil {
			return p, err
		}
	}
	name := modelName(q.log, b.asked[q.log])
	b.asked[q.log]++
	// As if the file had just been written: what was learnt about it is not believed any more.
	now := time.Now()
	if err := os.Chtimes(b.logs[q.log], now, now); err != nil {
		return p, err
	}
	if p.cold, err = b.ask(ctx, q, name); err != nil {
		return p, err
	}
	p.again, err = b.ask(ctx, q, name)
	return p, err
}

// floor has DuckDB add up the large log.
func (b *bench) floor(ctx context.Context) (cost, error) {
	runtime.GC() // what the work before has left behind is not this work's
	return spend(func() error {
		rows, err := b.db.QueryContext(ctx, floorStatement(b.logs[large]))
		if err != nil {
			return err
		}
		defer rows.Close()
		rows.Next()
		return rows.Err()
	})
}

// answer is the cost of one answer, JSON included, and of its JSON.
type answer struct {
	cost
	json  time.Duration
	bytes int
}

// ask puts a question to the data source and writes the response as JSON. It fails where not every feature has its verdict in every window.
func (b *bench) ask(ctx context.Context, q question, modelName string) (answer, error) {
	text := fmt.Sprintf(`{"queryType": "drift", "model": %q, "format": "table", "window": %s}`, modelName, q.window)
	request := &backend.QueryDataRequest{
		PluginContext: backend.PluginContext{User: &backend.User{Role: "Editor"}},
		Queries:       []backend.DataQuery{{RefID: "A", JSON: []byte(text), TimeRange: backend.TimeRange{From: boundary, To: logEnd}}},
	}
	var response *backend.QueryDataResponse
	runtime.GC()
	asked, err := spend(func() (err error) {
		response, err = b.datasource.QueryData(ctx, request)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	var encoded []byte
	written, err := spend(func() (err error) {
		encoded, err = json.Marshal(response)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	if err := complete(response.Responses["A"], q.windows*len(columns())); err != nil {
		return answer{}, fmt.Errorf("%s: %w", text, err)
	}
	total := cost{CPU: asked.CPU + written.CPU, Wall: asked.Wall + written.Wall, Peak: asked.Peak}
	return answer{cost: total, json: written.CPU, bytes: len(encoded)}, nil
}

// complete checks that an answer has a verdict in each of its rows, and as many rows as it should: a bench of failures would be fast.
func complete(response backend.DataResponse, rows int) error {
	if response.Error != nil {
		return response.Error
	}
	if len(response.Frames) != 1 || response.Frames[0].Rows() != rows {
		return fmt.Errorf("the answer has not one frame of %d rows", rows)
	}
	verdicts, _ := response.Frames[0].FieldByName("verdict")
	if verdicts == nil {
		return errors.New("the answer has no verdicts")
	}
	for i := range rows {
		if v, _ := verdicts.ConcreteAt(i); v != "fine" && v != "drifted" {
			return fmt.Errorf("verdict %d is %v", i, v)
		}
	}
	return nil
}
