package prometheus

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Moments are those that a metric has: how many values, and their mean, which is exact, because a histogram keeps their sum. What only single values tell is not
// a number, and neither is the mean of negative values in a classic histogram: their sum falls as if its service had begun anew.
func (s *Store) Moments(ctx context.Context, q store.MomentsRequest) (*store.MomentsResult, error) {
	request := store.CountsRequest{Relation: q.Relation, Windows: q.Windows, GroupBy: q.GroupBy}
	for _, c := range q.Columns {
		request.Columns = append(request.Columns, store.CountColumn{Column: c})
	}
	counted, err := s.Counts(ctx, request)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	about, err := s.asked(ctx, q.Relation, q.GroupBy)
	if err != nil {
		return nil, err
	}
	means, err := s.means(ctx, about, q.Windows)
	if err != nil {
		return nil, err
	}
	newest, err := s.newest(ctx, about, q.Windows)
	if err != nil {
		return nil, err
	}
	out := &store.MomentsResult{Segments: counted.Segments, SegmentNulls: counted.SegmentNulls, Stats: counted.Stats}
	out.Stats.Seconds += time.Since(began).Seconds()
	for i, c := range q.Columns {
		out.Errs = append(out.Errs, counted.ByColumn[i].Err)
		bySegment := make([][]*store.Moments, len(counted.Segments))
		name, _ := nameOf(c)
		for n, texts := range counted.Segments {
			bySegment[n] = make([]*store.Moments, len(q.Windows))
			if counted.ByColumn[i].Err != nil {
				continue
			}
			mean, at := means[joined(append([]string{name}, texts...))], newest[joined(texts)]
			for w, one := range counted.ByColumn[i].Counts[n] {
				if one == nil {
					continue
				}
				m := &store.Moments{Rows: one.Rows, N: one.Total(), Null: one.Null, Mean: math.NaN(), M2: math.NaN(), M3: math.NaN(), Min: math.Inf(-1), Max: math.Inf(1)}
				if m.N > 0 && mean != nil && (about.features[name].native || notNegative(one)) {
					m.Mean = mean[w]
				}
				if at != nil && !math.IsNaN(at[w]) {
					m.NewestMicros = int64(at[w] * 1e6)
				}
				bySegment[n][w] = m
			}
		}
		out.ByColumn = append(out.ByColumn, bySegment)
	}
	return out, nil
}

// notNegative tells whether no value lies in a cell below zero.
func notNegative(c *counts.Counts) bool {
	lo, _, _ := c.Grid.Bounds(int(c.Cells[0]))
	return lo >= 0
}

// means by feature and segment, window by window. Sum and number are extrapolated to the ends of a window alike, so that their ratio is not.
func (s *Store) means(ctx context.Context, about *asked, windows []store.Window) (map[string][]float64, error) {
	out := map[string][]float64{}
	ask := func(expression func(length int64) string) error {
		found, err := s.overWindows(ctx, windows, expression)
		if err != nil {
			return err
		}
		for _, one := range found.series {
			out[joined(valuesOf(one.labels, append([]string{featureLabel}, about.groups...)))] = one.values
		}
		return nil
	}
	if about.has(model.Numeric, false) {
		sum, number := about.increase(about.chosen.metric(sumMetric), featureLabel), about.increase(about.chosen.metric(countMetric), featureLabel)
		if err := ask(func(length int64) string { return sum(length) + " / " + number(length) }); err != nil {
			return nil, err
		}
	}
	if about.has(model.Numeric, true) {
		all := about.increase(about.chosen.metric(valueMetric), featureLabel)
		if err := ask(func(length int64) string {
			return "histogram_sum(" + all(length) + ") / histogram_count(" + all(length) + ")"
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// mostLooks is how often a window is looked into for the last scrape of a service that had stopped before its end.
const mostLooks = 1000

// newest is when each window was last scraped, by segment, in seconds: a metric knows nothing closer of when its newest row came.
func (s *Store) newest(ctx context.Context, about *asked, windows []store.Window) (map[string][]float64, error) {
	metric, groups := about.chosen.metric(about.counter()), by(about.groups...)
	counter := metric
	if about.counter() == valueMetric {
		counter = "histogram_count(" + metric + ")"
	}
	found, err := s.overWindows(ctx, windows, func(length int64) string {
		// Where there is no scrape within five minutes of the end. (timestamp() of many instants is slow in Prometheus 2.42.)
		looks := fmt.Sprintf("[%dms:%dms]", length, max(length/mostLooks, 15_000))
		return "max " + groups + " (timestamp(" + metric + ")) or max " + groups + " (max_over_time((time() + 0 * " + counter + ")" + looks + "))"
	})
	if err != nil {
		return nil, err
	}
	out := map[string][]float64{}
	for _, one := range found.series {
		out[joined(valuesOf(one.labels, about.groups))] = one.values
	}
	return out, nil
}

// joined names a combination of values.
func joined(texts []string) string { return strings.Join(texts, "\x00") }

func valuesOf(labels map[string]string, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = labels[name]
	}
	return out
}
