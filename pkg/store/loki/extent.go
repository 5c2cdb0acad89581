package loki

import (
	"context"
	"math"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
)

// countedAt is up to how many lines, as the index has them, all of a log is counted to say how many there are. Of more it is the newest day that is counted.
const countedAt = 1_000_000

// Extent finds the oldest and the newest line, and counts what lies between.
func (s *Store) Extent(ctx context.Context, rel store.Relation) (store.Extent, error) {
	a, err := s.asked(ctx, rel, nil, nil)
	if err != nil {
		return store.Extent{}, err
	}
	out := store.Extent{Notices: a.notices}
	query := a.about.with(only(nil)).String()
	_, _, longest := s.api.limits.get()
	all, entries := pieces([]store.Window{{}}, longest, s.now()), 0.0
	for _, p := range all {
		some, err := s.api.entries(ctx, a.selector, p.from, p.to)
		if err != nil {
			return store.Extent{}, err
		}
		if entries += some; some == 0 || out.Timed {
			continue
		}
		// The oldest lines that the index knows of need not pass what filters lines: then all after them are looked at.
		from, to, err := s.outermost(ctx, a.selector, p.from, p.to, false)
		if err != nil {
			return store.Extent{}, err
		}
		for _, within := range []piece{{from: from, to: to}, {from: to, to: p.to}} {
			if out.Timed || !within.from.Before(within.to) {
				break
			}
			first, _, err := s.page(ctx, query, within.from, within.to, 1, false)
			if err != nil {
				return store.Extent{}, err
			}
			if len(first) > 0 {
				out.From, out.Timed = first[0].at.UTC(), true
			}
		}
	}
	if !out.Timed {
		return out, nil
	}
	last, err := s.newest(ctx, a.logQuery, query, 1)
	if err != nil || len(last) == 0 {
		return out, err
	}
	out.To = last[0].at.UTC()
	from := out.From
	if entries > countedAt {
		if day := out.To.Add(-24 * time.Hour); day.After(from) {
			from = day
		}
	}
	a.windows = []store.Window{{From: from, To: out.To.Add(1)}}
	if err := a.countRows(nil, 0); err != nil {
		return out, err
	}
	out.Rows = a.scanned
	if from.After(out.From) {
		day, err := s.api.entries(ctx, a.selector, from, out.To.Add(1))
		if err != nil {
			return out, err
		}
		out.Rows = math.Round(out.Rows * entries / max(day, 1))
		out.Remarks = append(out.Remarks, "the number of rows is what the index says of the streams, at the newest day’s share of lines that pass")
	}
	return out, nil
}
