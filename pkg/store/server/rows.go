package server

import (
	"context"
	"fmt"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
)

// Rows returns raw rows, newest first. A column that cannot be shown is empty and a notice.
func (s *Store) Rows(ctx context.Context, q store.RowsRequest) (*store.RowsResult, error) {
	if q.Limit < 0 || q.Offset < 0 {
		return nil, fmt.Errorf("rows %d from %d on cannot be asked for", q.Limit, q.Offset)
	}
	started := time.Now()
	r, err := s.relation(ctx, q.Relation)
	if err != nil {
		return nil, err
	}
	read, err := r.Rows(q.Columns, q.Window, min(q.Limit, store.MostRows), q.Offset)
	if err != nil {
		return nil, err
	}
	rows, err := s.all(ctx, read.Statement)
	if err != nil {
		return nil, err
	}
	values, notices := r.Values(read, rows)
	result := &store.RowsResult{Columns: q.Columns, Values: values}
	result.Stats = statistics(started, float64(len(rows)), notices, read.Statement)
	return result, nil
}
