package duckdb

import (
	"context"
	"errors"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
	"github.com/tideline-ml/tideline/pkg/store/tally"
)

// Cuts cuts stretches of time into parts of a number of rows. It reads the column of times twice, a third time only of huge logs.
func (s *Store) Cuts(ctx context.Context, q store.CutsRequest) (*store.CutsResult, error) {
	if q.Rows < 1 {
		return nil, errors.New("parts of no rows cannot be asked for")
	}
	for _, w := range q.Within {
		if w.From.IsZero() || w.To.IsZero() {
			return nil, errors.New("only bounded stretches of time can be cut")
		}
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
			result.Parts[i] = onTimeLine(written.Clock, w, cutter.Parts(i))
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

// onTimeLine brings parts from a clock to points in time. Where a log has readings that its clock skips, two cuts may be one point in time; their parts are
// put together.
func onTimeLine(clock *sql.Clock, stretch store.Window, parts []tally.Part) []store.Part {
	instant := func(micros int64) time.Time {
		switch micros {
		case clock.OnClock(stretch.From):
			return stretch.From
		case clock.OnClock(stretch.To):
			return stretch.To
		}
		return clock.Instant(micros)
	}
	var out []store.Part
	for _, p := range parts {
		part := store.Part{Window: store.Window{From: instant(p.From), To: instant(p.To)}, Rows: float64(p.Rows)}
		if n := len(out); n > 0 && !(part.From.After(out[n-1].From) && part.To.After(part.From)) {
			out[n-1].To, out[n-1].Rows = latest(out[n-1].To, part.To), out[n-1].Rows+part.Rows
			continue
		}
		out = append(out, part)
	}
	return out
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
