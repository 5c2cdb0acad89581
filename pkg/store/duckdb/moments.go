package duckdb

import (
	"context"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
	"github.com/tideline-ml/tideline/pkg/store/tally"
)

// Moments gives exact moments of numeric columns in every window and segment.
func (s *Store) Moments(ctx context.Context, q store.MomentsRequest) (*store.MomentsResult, error) {
	var tallies []tally.Moments
	begin := func(sc *scan) {
		tallies = make([]tally.Moments, len(q.Columns))
		for i, c := range sc.Columns {
			if c.Err == nil && c.Holds == sql.Texts {
				sc.failed[i] = &sql.ColumnError{Column: q.Columns[i].Name, Reason: "is text and has no moments"}
			}
		}
	}
	take := func(b *batch) error {
		for i, v := range b.columns {
			if v.Ints != nil || v.Floats != nil {
				tallies[i].Add(b.runs, v, b.times)
			}
		}
		return nil
	}
	sc, stats, err := s.readRows(ctx, q.Relation, q.Columns, q.GroupBy, q.Windows, nil, begin, take)
	if err != nil {
		return nil, err
	}
	result := &store.MomentsResult{Stats: stats, Errs: sc.failed, ByColumn: make([][][]*store.Moments, len(q.Columns))}
	var order []int
	result.Segments, result.SegmentNulls, order = sc.segments.sorted()
	for i := range q.Columns {
		if sc.failed[i] != nil {
			continue
		}
		result.ByColumn[i] = make([][]*store.Moments, len(order))
		for place, segment := range order {
			list := make([]*store.Moments, len(q.Windows))
			for w := range list {
				if list[w] = tallies[i].At(segment*len(q.Windows) + w); list[w] != nil {
					onUnixTime(sc, list[w])
				}
			}
			result.ByColumn[i][place] = list
		}
	}
	return result, nil
}

// onUnixTime brings the oldest and the newest time from the relation's clock to Unix time.
func onUnixTime(sc *scan, m *store.Moments) {
	if sc.Clock == nil || m.NewestMicros == sql.Earliest {
		m.OldestMicros, m.NewestMicros = 0, 0
		return
	}
	m.OldestMicros, m.NewestMicros = sc.Clock.Instant(m.OldestMicros).UnixMicro(), sc.Clock.Instant(m.NewestMicros).UnixMicro()
}
