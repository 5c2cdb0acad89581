// Package server is a store of any server that answers SQL with rows: PostgreSQL, ClickHouse, Trino. Rows are grouped and counted next to the data;
// this package plans the statements (package sql writes them), and makes counts of the groups that come back. What differs from server to server is an
// Engine.
package server

import (
	"context"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Engine runs statements on one server. It is used by many goroutines at once.
type Engine interface {
	Dialect() *sql.Dialect
	// Table finds a source: what stands after FROM, and its columns. A source that is a statement is allowed or refused here.
	Table(ctx context.Context, src model.Source) (sql.Table, error)
	// Query runs one SELECT, read-only, within the engine's limits, and cancels it on the server when ctx ends.
	Query(ctx context.Context, st sql.Statement) (Rows, error)
	Close() error
}

// Rows are read once and closed, also after an error.
type Rows interface {
	Next() bool
	// Values are int64, float64, string, bool, []int64 or nil. They are valid until Next.
	Values() []any
	Err() error
	Close() error
}

// All reads rows to their end and closes them, where they are few.
func All(rows Rows) ([][]any, error) {
	defer rows.Close()
	var list [][]any
	for rows.Next() {
		list = append(list, append([]any(nil), rows.Values()...))
	}
	return list, rows.Err()
}
