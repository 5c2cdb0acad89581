package clickhouse

import (
	"context"
	"sync"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/clickhouse/telemetry"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// attributes remembers which attributes the logs of layouts have: looking takes a scan of their newest rows, and what is new there can wait.
type attributes struct {
	mu    sync.Mutex
	known map[model.Source]knownAttributes
}

type knownAttributes struct {
	columns []telemetry.Column
	until   time.Time
}

const (
	attributesLife = 5 * time.Minute
	mostLayouts    = 100
)

// laidOut is a source of a layout: its columns are derived from the attributes that its newest rows have.
func (e *Engine) laidOut(ctx context.Context, src model.Source) (sql.Table, error) {
	stored, err := e.stored(ctx, src.Table)
	if err != nil {
		return sql.Table{}, err
	}
	layout, err := telemetry.New(src, stored)
	if err != nil {
		return sql.Table{}, err
	}
	columns, err := e.attributesOf(ctx, src, layout)
	if err != nil {
		return sql.Table{}, err
	}
	return layout.Table(columns), nil
}

// stored finds out what a table of telemetry is.
func (e *Engine) stored(ctx context.Context, name string) (telemetry.Stored, error) {
	found, err := e.columns(ctx, name)
	if err != nil {
		return telemetry.Stored{}, err
	}
	stored := telemetry.Stored{Database: found[0][2].(string), Table: found[0][3].(string), Types: map[string]string{}}
	for _, row := range found {
		stored.Types[row[0].(string)] = row[1].(string)
	}
	beside, err := e.all(ctx, sql.Statement{Text: `SELECT name, sorting_key FROM system.tables WHERE database = {p1:String} AND name IN ({p2:String}, {p3:String}, {p4:String})`,
		Args: []any{stored.Database, stored.Table, resourcesOf["logs"], resourcesOf["traces"]}})
	if err != nil {
		return stored, err
	}
	for _, row := range beside {
		switch table := row[0].(string); {
		case table == stored.Table:
			stored.SortedBy = row[1].(string)
		case stored.Types["resource_fingerprint"] != "":
			stored.Resources = sql.ClickHouse.Quote(stored.Database) + "." + sql.ClickHouse.Quote(table)
		}
	}
	return stored, nil
}

// resourcesOf are SigNoz's tables of resources, by what they are of: each lies in a database with its telemetry.
var resourcesOf = map[string]string{"logs": "distributed_logs_v2_resource", "traces": "distributed_traces_v3_resource"}

func (e *Engine) attributesOf(ctx context.Context, src model.Source, layout *telemetry.Layout) ([]telemetry.Column, error) {
	e.attributes.mu.Lock()
	found, ok := e.attributes.known[src]
	e.attributes.mu.Unlock()
	if ok && time.Now().Before(found.until) {
		return found.columns, nil
	}
	newest, err := e.all(ctx, layout.Newest())
	if err != nil {
		return nil, err
	}
	micros, _ := newest[0][0].(int64)
	var columns []telemetry.Column
	for _, from := range telemetry.Slices(time.UnixMicro(micros)) {
		rows, err := e.all(ctx, layout.Keys(from))
		if err != nil {
			return nil, err
		}
		var enough bool
		if columns, enough = layout.Attributes(rows); enough {
			break
		}
	}
	e.attributes.mu.Lock()
	defer e.attributes.mu.Unlock()
	if e.attributes.known == nil || len(e.attributes.known) >= mostLayouts {
		e.attributes.known = map[model.Source]knownAttributes{}
	}
	e.attributes.known[src] = knownAttributes{columns, time.Now().Add(attributesLife)}
	return columns, nil
}
