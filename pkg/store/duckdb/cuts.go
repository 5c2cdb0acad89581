package duckdb

import (
	"context"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
	"github.com/tideline-ml/tideline/pkg/store/tally"
)

// Cuts cuts stretches of time into parts of a number of rows. It reads the column of times twice, a third time only of huge logs.
func (s *Store) Cuts(ctx context.Context, q store.CutsRequest) (*store.CutsResult, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	result := &store.CutsResult{}
	if len(q.Within) == 0 {
		return result, nil
	}
	rows := 0
	stats, err := s.write(ctx, q.Relation, nil, nil, q.Within, nil, func(written *sql.Scan) error {
		cutter := tally.NewCutter(written.Windows.From, written.Windows.To, int64(q.Rows), q.FromEnd, q.MaxParts)
		for rows = 0; !cutter.Done(); {
			var looks []*tally.Look // takeEverywhere calls open under its lock
			seen := make(map[*tally.Look]*int)
			open := func() func(*chunk) error {
				look, n := cutter.Look(), new(int)
				looks, seen[look] = append(looks, look), n
				return func(c *chunk) error {
					look.Add(c.vectors[written.Time], c.size)
					*n += c.size
					return nil
				}
			}
			if err := s.engine.takeEverywhere(ctx, written, open); err != nil {
				return err
			}
			for _, n := range seen {
				rows += *n
			}
			if err := cutter.Next(looks); err != nil {
				return err
			}
		}
		result.Parts = make([][]store.Part, len(q.Within))
		for i, w := range q.Within {
			var parts []sql.Reading
			for _, p := range cutter.Parts(i) {
				parts = append(parts, sql.Reading(p))
			}
			result.Parts[i] = written.Clock.TimeLine(w, parts)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	result.Stats = stats
	result.Stats.RowsScanned = float64(rows)
	return result, nil
}
