package prometheus

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
)

// farthest is how far back a family is looked for, an hour at a time: as many instants as a server answers at once, 13 months.
const farthest = 9_600 * time.Hour

// Extent looks at a family once an hour, and closer where it begins and ends. Rows are what its counters grew from one hour to the next: about as many as there were.
func (s *Store) Extent(ctx context.Context, rel store.Relation) (store.Extent, error) {
	about, err := s.asked(ctx, rel, nil)
	if err != nil {
		return store.Extent{}, err
	}
	metric, now := about.chosen.metric(about.counter()), s.now()
	counter := metric
	if about.counter() == valueMetric {
		counter = "histogram_count(" + metric + ")"
	}
	hour := time.Hour.Milliseconds()
	found, err := s.api.over(ctx, "sum "+by(featureLabel)+" ("+counter+")", now.Add(-farthest).UnixMilli(), now.UnixMilli(), hour)
	if err != nil {
		return store.Extent{}, err
	}
	first, last, rows := now.UnixMilli(), now.UnixMilli()-hour, 0.0
	for _, one := range found.series {
		first, last = min(first, one.at[0]), max(last, one.at[len(one.at)-1])
		rows = max(rows, grown(one.values))
	}
	var out store.Extent
	if out.From, err = s.scrape(ctx, "min", metric, first); err != nil {
		return out, err
	}
	if out.To, err = s.scrape(ctx, "max", metric, min(last+hour, now.UnixMilli())); err != nil || out.From.IsZero() || out.To.IsZero() {
		return store.Extent{}, err
	}
	out.Timed, out.Rows = true, math.Round(rows)
	if short := out.To.Sub(out.From); short > 0 && short < 6*time.Hour { // in which hours say little
		counted, err := s.Counts(ctx, store.CountsRequest{Relation: rel, Windows: []store.Window{{From: out.From, To: out.To}}})
		if err != nil {
			return out, err
		}
		out.Rows = counted.Rows[0][0]
	}
	return out, nil
}

// grown is by how much a counter grew, which begins anew when its service does.
func grown(values []float64) float64 {
	sum, before := 0.0, 0.0
	for _, x := range values {
		if sum += x; x >= before {
			sum -= before
		}
		before = x
	}
	return sum
}

// scrape is the first (min) or last (max) scrape in the hour before an instant, to 15 s; the zero time where there is none.
func (s *Store) scrape(ctx context.Context, which, metric string, at int64) (time.Time, error) {
	found, err := s.api.at(ctx, which+"("+which+"_over_time(timestamp("+metric+")[1h:15s]))", time.UnixMilli(at))
	if err != nil || len(found.series) == 0 || len(found.series[0].values) == 0 {
		return time.Time{}, err
	}
	return time.UnixMilli(milliseconds(found.series[0].values[0])).UTC(), nil
}

// Profile counts everything: what is counted already needs no sample.
func (s *Store) Profile(ctx context.Context, rel store.Relation, columns []store.Column, windows []store.Window, _ int) (*store.Profile, error) {
	if slices.Contains(windows, store.Window{}) { // the last day stands in for all there is
		extent, err := s.Extent(ctx, rel)
		if err != nil {
			return nil, err
		}
		to := extent.To
		if to.IsZero() {
			to = s.now()
		}
		windows = []store.Window{{From: to.AddDate(0, 0, -1), To: to}}
	}
	request := store.CountsRequest{Relation: rel, Windows: windows}
	for _, c := range columns {
		if c.Name != timeColumn {
			request.Columns = append(request.Columns, store.CountColumn{Column: c})
		}
	}
	counted, err := s.Counts(ctx, request)
	if err != nil {
		return nil, err
	}
	out := &store.Profile{Stats: counted.Stats, Columns: make([]store.SampleColumn, 0, len(columns))}
	for _, n := range counted.Rows[0] {
		out.Rows += n
	}
	out.Sampled = int(out.Rows)
	next := 0
	for _, c := range columns {
		one := store.SampleColumn{Column: c}
		if c.Name != timeColumn {
			of := counted.ByColumn[next]
			next++
			if one.Err = of.Err; one.Err == nil {
				if all := slices.DeleteFunc(slices.Clone(of.Counts[0]), func(c *counts.Counts) bool { return c == nil }); len(all) > 0 {
					if one.Counts, err = counts.Merge(all...); err != nil {
						return nil, err
					}
				}
			}
		}
		out.Columns = append(out.Columns, one)
	}
	return out, nil
}
