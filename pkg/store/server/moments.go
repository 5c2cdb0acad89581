package server

import (
	"context"
	"math"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Moments gives exact moments of numeric columns in every window and segment.
func (s *Store) Moments(ctx context.Context, q store.MomentsRequest) (*store.MomentsResult, error) {
	var result *store.MomentsResult
	kept, errs, err := s.sparing(ctx, q.Relation, q.Columns, q.Windows, func(kept []int) (err error) {
		some := q
		some.Columns = chosen(q.Columns, kept)
		result, err = s.moments(ctx, some)
		return err
	})
	if err != nil {
		return nil, err
	}
	summed, reasons := result.ByColumn, result.Errs
	result.ByColumn, result.Errs = make([][][]*store.Moments, len(q.Columns)), errs
	for k, i := range kept {
		result.ByColumn[i], result.Errs[i] = summed[k], reasons[k]
	}
	return result, nil
}

// moments asks first where values lie, so that they can be taken from a centre.
func (s *Store) moments(ctx context.Context, q store.MomentsRequest) (*store.MomentsResult, error) {
	started := time.Now()
	r, err := s.relation(ctx, q.Relation)
	if err != nil {
		return nil, err
	}
	asked, err := r.Moments(q.Columns, q.GroupBy, q.Windows)
	if err != nil {
		return nil, err
	}
	ranges, err := asked.Ranges()
	if err != nil {
		return nil, err
	}
	if ranges.Text != "" {
		row, err := s.one(ctx, ranges)
		if err == nil {
			err = asked.Centre(row)
		}
		if err != nil {
			return nil, err
		}
	}
	st, columns, err := asked.Grouped()
	if err != nil {
		return nil, err
	}
	segments := NewSegments(len(q.GroupBy), len(q.Windows))
	found := make([][]*store.Moments, len(q.Columns)) // by slot
	scanned := 0.0
	err = s.each(ctx, st, func(row []any) error {
		window := asked.Slots.Window(row[0])
		if window < 0 {
			return nil
		}
		slot, err := segments.Slot(row[1:1+asked.Groups], window)
		if err != nil {
			return err
		}
		rows, oldest, newest := number(row[1+asked.Groups]), int64(0), int64(0)
		if us, ok := row[2+asked.Groups].(int64); ok {
			oldest = r.Clock.Instant(us).UnixMicro()
		}
		if us, ok := row[3+asked.Groups].(int64); ok {
			newest = r.Clock.Instant(us).UnixMicro()
		}
		scanned += rows
		for k, i := range columns {
			for slot >= len(found[i]) {
				found[i] = append(found[i], nil)
			}
			m := momentsOf(&asked.Columns[i], row[4+asked.Groups+k*sql.MomentValues:], rows)
			m.OldestMicros, m.NewestMicros = oldest, newest
			found[i][slot] = m
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	result := &store.MomentsResult{ByColumn: make([][][]*store.Moments, len(q.Columns)), Errs: make([]error, len(q.Columns))}
	var notices []string
	var order []int
	result.Segments, result.SegmentNulls, order = segments.Sorted()
	for i, c := range asked.Columns {
		if c.Notice != "" {
			notices = append(notices, c.Notice)
		}
		if result.Errs[i] = c.Err; c.Err != nil {
			continue
		}
		result.ByColumn[i] = make([][]*store.Moments, len(order))
		for place, segment := range order {
			list := make([]*store.Moments, len(q.Windows))
			for w := range list {
				if slot := segment*len(q.Windows) + w; slot < len(found[i]) {
					list[w] = found[i][slot]
				}
			}
			result.ByColumn[i][place] = list
		}
	}
	result.Stats = statistics(started, scanned, notices, ranges, st)
	return result, nil
}

// momentsOf brings what a server says of d back to the values.
func momentsOf(c *sql.MomentsColumn, values []any, rows float64) *store.Moments {
	some, nan, inf := number(values[0]), number(values[1]), number(values[2])
	m := &store.Moments{Rows: rows, N: some - nan - inf, Null: rows - some, NaN: nan, Inf: inf}
	if m.N == 0 {
		return m
	}
	m.Min, m.Max = number(values[3]), number(values[4])
	mean, variance, covariance := number(values[5]), number(values[6]), number(values[7])
	low := c.Whole & (1<<20 - 1) // the rest has 44 digits
	m.SetMean(float64(c.Whole-low)+c.Float, float64(low)+mean/c.Scale)
	if m.Min == m.Max && c.Whole == 0 {
		m.Mean, m.MeanRest = m.Min, 0
		return m
	}
	// The covariance of d² and d is the third moment and twice the mean times the variance.
	m.M2 = m.N * variance / c.Scale / c.Scale
	m.M3 = m.N * (covariance - 2*mean*variance) / c.Scale / c.Scale / c.Scale
	if m.M2 < 0 || math.IsNaN(m.M2) {
		m.M2 = 0
	}
	return m
}

// number is a number of either kind, 0 for a missing one.
func number(v any) float64 {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	}
	return 0
}
