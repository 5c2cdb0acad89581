package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/plugin"
)

// options of a run.
type options struct {
	sizes  []size // of the logs
	only   string
	python string        // that has the peers; empty: they are not measured
	minute time.Duration // of the busy dashboard; 0: it is not measured
	began  func() error  // called when the logs are written and everything is warm
}

// size is a log and how often its questions are measured.
type size struct{ rows, runs int }

const (
	small      = 5_000
	standard   = 1_000_000 // half of it the reference: what the limits are about
	hugeRows   = 100_000_000
	hugeMemory = 1 << 30 // bytes that the process may take for a log of hugeRows
)

// full is every log but the huge one, which takes minutes to read.
var full = options{sizes: []size{{small, 7}, {100_000, 5}, {standard, 7}, {10_000_000, 3}}, minute: time.Minute}

// The limits, as the project promises them.
const (
	oneWindowLimit   = 3.5 // × the floor, of the standard log
	manyWindowsLimit = 8.0 // × the floor, fifty windows
	cachedLimit      = 50 * time.Millisecond
	smallLimit       = 150 * time.Millisecond
	rowsLimit        = 1.2 // times the processor time a row of ten times fewer rows
	windowsLimit     = 1.5 // times the processor time of one window, for a hundred
)

// question is a query whose cost is measured: as a multiple of the floor, or in time. A limit of 0 is none.
type question struct {
	log     *log
	windows int
	window  string
	ratio   float64
	time    time.Duration
}

func (q question) String() string {
	if q.windows == 1 {
		return fmt.Sprintf("%v, 1 window", q.log)
	}
	return fmt.Sprintf("%v, %d windows", q.log, q.windows)
}

// cuts are how the fifty days to judge are cut into windows.
var cuts = []struct {
	windows int
	query   string
}{
	{1, `{"mode": "range"}`},
	{10, `{"mode": "duration", "every": "5d"}`},
	{50, `{"mode": "duration", "every": "1d"}`},
	{100, `{"mode": "duration", "every": "12h"}`},
}

// questionsOf are the questions to a log, with their limits.
func questionsOf(l *log) []question {
	var list []question
	for _, c := range cuts {
		q := question{log: l, windows: c.windows, window: c.query}
		switch {
		case l.rows <= small && c.windows <= 50:
			q.time = smallLimit
		case l.rows == standard && c.windows == 1:
			q.ratio = oneWindowLimit
		case l.rows == standard && c.windows == 50:
			q.ratio = manyWindowsLimit
		}
		if l.rows > small || q.time > 0 && c.windows != 10 {
			list = append(list, q)
		}
	}
	return list
}

// bench is a running data source over logs, and DuckDB beside it for the floor.
type bench struct {
	options
	db         *sql.DB
	datasource backend.QueryDataHandler
	logs       []*log
}

// measure writes logs into folder and measures.
func measure(ctx context.Context, folder string, o options) (*Report, error) {
	b := &bench{options: o}
	db, err := sql.Open("duckdb", fmt.Sprintf("?threads=%d", runtime.GOMAXPROCS(0))) // as many as the plugin's engine
	if err != nil {
		return nil, err
	}
	defer db.Close()
	b.db = db
	var chosen []question
	var names []string
	for _, s := range o.sizes {
		if s.runs < 1 {
			return nil, errors.New("at least one run is needed")
		}
		l := &log{rows: s.rows, runs: s.runs}
		asked := len(chosen)
		for _, q := range questionsOf(l) {
			if names = append(names, q.String()); o.only == "" || strings.Contains(q.String(), o.only) {
				chosen = append(chosen, q)
			}
		}
		if len(chosen) > asked {
			b.logs = append(b.logs, l)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("there is no question %q: there are %s", o.only, strings.Join(names, "; "))
	}
	for _, l := range b.logs {
		if err := l.make(ctx, db, folder); err != nil {
			return nil, err
		}
	}
	closing, err := b.open(ctx, folder)
	if err != nil {
		return nil, err
	}
	defer closing()
	if _, err := b.pair(ctx, chosen[0]); err != nil { // code and connections are warm from here on
		return nil, err
	}
	if o.began != nil {
		if err := o.began(); err != nil {
			return nil, err
		}
	}
	report := &Report{CPUs: runtime.NumCPU()}
	for _, l := range b.logs {
		lines, err := b.lines(ctx, slices.DeleteFunc(slices.Clone(chosen), func(q question) bool { return q.log != l }))
		if err != nil {
			return nil, err
		}
		report.Lines = append(report.Lines, lines...)
	}
	report.Slopes = slopes(report.Lines)
	if l := b.log(standard); l.rows == standard {
		if report.Live, err = b.live(ctx, folder); err != nil {
			return nil, err
		}
	}
	if o.minute > 0 {
		if report.Busy, err = b.busy(ctx, modelName(b.log(standard), 0), o.minute); err != nil {
			return nil, err
		}
	}
	if o.python != "" {
		if report.Peers, err = b.beside(ctx, report); err != nil {
			return nil, err
		}
	}
	return report, nil
}

// lines asks the questions to a log, round after round: a machine that others use as well is faster in one minute than in the next, and what many windows cost more
// than one is read from one round.
func (b *bench) lines(ctx context.Context, questions []question) ([]Line, error) {
	runs := make([][]pair, len(questions))
	for range questions[0].log.runs {
		for n, q := range questions {
			p, err := b.pair(ctx, q)
			if err != nil {
				return nil, err
			}
			runs[n] = append(runs[n], p)
		}
	}
	var list []Line
	for n, q := range questions {
		list = append(list, lineOf(q, runs[n]))
	}
	return list, nil
}

// log of a number of rows; the first where there is none.
func (b *bench) log(rows int) *log {
	for _, l := range b.logs {
		if l.rows == rows {
			return l
		}
	}
	return b.logs[0]
}

// beside has other tools answer what was asked of the standard log.
func (b *bench) beside(ctx context.Context, report *Report) ([]Versus, error) {
	one, fifty := report.line(standard, 1), report.line(standard, 50)
	if one == nil || fifty == nil {
		return nil, fmt.Errorf("other tools are compared over %v, 1 and 50 windows: leave --only away", b.log(standard))
	}
	costs, err := peers(ctx, b.python, b.log(standard).path)
	if err != nil {
		return nil, err
	}
	return costs.beside(one.Cold, fifty.Cold), nil
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
	for _, l := range b.logs {
		for n := range len(cuts)*l.runs + 2 {
			settings.Models = append(settings.Models, model.Model{Name: modelName(l, n), Source: l.source, Time: "time",
				Window: "1d", Features: features, Reference: reference, Segments: []string{"category_5"}})
		}
	}
	settings.Models = append(settings.Models, liveModel(settings.Models[0]))
	text, err := json.Marshal(settings)
	if err != nil {
		return nil, err
	}
	if err := os.Setenv("GF_PLUGIN_DATA_DIRECTORIES", folder); err != nil { // what the server's operator allows
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

func modelName(l *log, n int) string { return fmt.Sprintf("%v, model %d", l, n) }

// pair is a question's costs in one run, and the floor's just before.
type pair struct {
	floor       cost
	cold, again answer
}

func (b *bench) pair(ctx context.Context, q question) (p pair, err error) {
	if p.floor, err = b.floor(ctx, q.log); err != nil {
		return p, err
	}
	name := modelName(q.log, q.log.asked)
	q.log.asked++
	now := time.Now() // as if the file had just been written: what was learnt about it is not believed any more
	if err := os.Chtimes(q.log.path, now, now); err != nil {
		return p, err
	}
	if p.cold, err = b.ask(ctx, q, name); err != nil {
		return p, err
	}
	p.again, err = b.ask(ctx, q, name)
	return p, err
}

// floor has DuckDB add up a log.
func (b *bench) floor(ctx context.Context, l *log) (cost, error) {
	runtime.GC() // what the work before has left behind is not this work's
	return spend(func() error {
		rows, err := b.db.QueryContext(ctx, l.floorStatement())
		if err != nil {
			return err
		}
		defer rows.Close()
		rows.Next()
		return rows.Err()
	})
}

// answer is the cost of one answer, its way out included, and of that way.
type answer struct {
	cost
	sent  time.Duration
	bytes int
}

// send makes of a response what the plugin hands to Grafana: frames as Arrow, in messages. It gives their bytes.
func send(response *backend.QueryDataResponse) (bytes int, err error) {
	message, err := backend.ToProto().QueryDataResponse(backend.DataFrameFormat_ARROW, response)
	if err != nil {
		return 0, err
	}
	for _, r := range message.Responses {
		for _, frame := range r.Frames {
			bytes += len(frame)
		}
	}
	return bytes, nil
}

// ask puts a question to the data source and sends the response. It fails where not every feature has its verdict in every window.
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
	bytes := 0
	sent, err := spend(func() (err error) {
		bytes, err = send(response)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	if err := complete(response.Responses["A"], q.windows*len(columns())); err != nil {
		return answer{}, fmt.Errorf("%s: %w", text, err)
	}
	total := cost{CPU: asked.CPU + sent.CPU, Wall: asked.Wall + sent.Wall, Peak: asked.Peak}
	return answer{cost: total, sent: sent.CPU, bytes: bytes}, nil
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
