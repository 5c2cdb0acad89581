package server

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
	r, err := s.relation(ctx, q.Relation)
	if err != nil {
		return nil, err
	}
	read, err := r.Rows(q.Columns, q.Window, min(q.Limit, store.MostRows), q.Offset)
	if err != nil {
		return nil, err
	}
	var notices []string
	for _, c := range read.Columns {
		if c.Err != nil {
			notices = append(notices, c.Err.Error())
		}
	}
	rows, err := s.all(ctx, read.Statement)
	if err != nil {
		return nil, err
	}
	result := &store.RowsResult{Columns: q.Columns, Values: make([][]any, len(q.Columns))}
	for i, c := range read.Columns {
		values := make([]any, len(rows))
		for j, row := range rows {
			values[j] = row[i]
			if us, ok := row[i].(int64); ok && c.Class == sql.Instant {
				values[j] = r.Moment(us, c.OnWall)
			}
		}
		result.Values[i] = values
	}
	result.Stats = statistics(started, float64(len(rows)), notices, read.Statement)
	return result, nil
}
