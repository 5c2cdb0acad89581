package server

import (
	"context"
	"slices"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Cuts cuts stretches of time into parts of a number of rows.
func (s *Store) Cuts(ctx context.Context, q store.CutsRequest) (*store.CutsResult, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	result := &store.CutsResult{}
	if len(q.Within) == 0 {
		return result, nil
	}
	started := time.Now()
	r, err := s.relation(ctx, q.Relation)
	if err != nil {
		return nil, err
	}
	rows, counted, err := s.rowsOf(ctx, r, q.Within)
	if err != nil {
		return nil, err
	}
	parts, all := int64(0), int64(0)
	for _, n := range rows {
		parts, all = parts+(n+int64(q.Rows)-1)/int64(q.Rows), all+n
	}
	if parts > int64(q.MaxParts) {
		return nil, &store.TooManyPartsError{Parts: parts, Limit: int64(q.MaxParts)}
	}
	st, slots, err := r.Cuts(q.Within, q.Rows, q.FromEnd)
	if err != nil {
		return nil, err
	}
	cuts := make([][]cut, len(q.Within))
	err = s.each(ctx, st, func(row []any) error {
		i := slots.Window(row[0])
		micros, ok := row[1].(int64)
		if i < 0 || !ok {
			return nil
		}
		with, _ := row[2].(int64)
		if q.FromEnd {
			cuts[i] = append(cuts[i], cut{micros, rows[i] - with})
		} else {
			cuts[i] = append(cuts[i], cut{micros + 1, with})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	result.Parts = make([][]store.Part, len(q.Within))
	for i, w := range q.Within {
		if q.FromEnd {
			slices.Reverse(cuts[i])
		}
		result.Parts[i] = r.Clock.TimeLine(w, between(r.Clock.OnClock(w.From), r.Clock.OnClock(w.To), cuts[i], rows[i]))
	}
	result.Stats = statistics(started, float64(all), nil, counted, st)
	return result, nil
}

// cut is a reading of a clock and the rows of its stretch that come before it.
type cut struct{ at, before int64 }

// between are the parts of a stretch that have rows.
func between(from, to int64, cuts []cut, rows int64) []sql.Reading {
	var parts []sql.Reading
	last := cut{from, 0}
	for _, next := range append(cuts, cut{to, rows}) {
		if next.at > last.at {
			if n := next.before - last.before; n > 0 {
				parts = append(parts, sql.Reading{From: last.at, To: next.at, Rows: n})
			}
			last = next
		}
	}
	return parts
}

// rowsOf counts the rows of each window.
func (s *Store) rowsOf(ctx context.Context, r *sql.Relation, windows []store.Window) ([]int64, sql.Statement, error) {
	rows := make([]int64, len(windows))
	asked, err := r.Counts(nil, nil, windows, nil)
	if err != nil {
		return nil, sql.Statement{}, err
	}
	st := asked.Statements[0].Statement
	err = s.each(ctx, st, func(row []any) error {
		if w := asked.Slots.Window(row[1]); w >= 0 {
			n, _ := row[5].(int64)
			rows[w] += n
		}
		return nil
	})
	return rows, st, err
}
