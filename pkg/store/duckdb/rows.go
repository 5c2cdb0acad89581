package duckdb

import (
	"context"
	"fmt"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Rows returns raw rows, newest first. A column that cannot be shown is empty and a notice.
func (s *Store) Rows(ctx context.Context, q store.RowsRequest) (*store.RowsResult, error) {
	if q.Limit < 0 || q.Offset < 0 {
		return nil, fmt.Errorf("rows %d from %d on cannot be asked for", q.Limit, q.Offset)
	}
	started := time.Now()
	var result *store.RowsResult
	err := s.withRelation(ctx, q.Relation, func(r *sql.Relation, known said) error {
		read, err := r.Rows(q.Columns, q.Window, min(q.Limit, store.MostRows), q.Offset)
		if err != nil {
			return err
		}
		done, err := s.engine.scanTurn(ctx)
		if err != nil {
			return err
		}
		defer done()
		rows, err := s.engine.all(ctx, read.Statement)
		if err != nil {
			return err
		}
		values, notices := r.Values(read, rows)
		known.notices = append(known.notices, notices...)
		result = &store.RowsResult{Columns: q.Columns, Values: values}
		result.Stats = store.Stats{SQL: read.Text, RowsScanned: float64(len(rows)), Notices: known.notices}
		return nil
	})
	if err != nil {
		return nil, err
	}
	result.Stats.Seconds = time.Since(started).Seconds()
	return result, nil
}
