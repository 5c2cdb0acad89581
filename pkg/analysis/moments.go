package analysis

import (
	"context"
	"fmt"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// momentSlice is the moments of one column in one interval, by segment: what the cache keeps.
type momentSlice struct {
	segments map[string][]string // the values of each segment, by SegmentKey
	moments  map[string]*store.Moments
	err      error
}

// momentTable is the moments of columns in intervals.
type momentTable []map[window.Interval]*momentSlice

// of is the moments of a column in a window and segment, its steps put together; nil without rows.
func (t momentTable) of(column int, w window.Window, segment string) *store.Moments {
	var sum *store.Moments
	for _, step := range w.Steps {
		if s := t[column][step]; s != nil && s.moments[segment] != nil {
			sum = addMoments(sum, s.moments[segment])
		}
	}
	return sum
}

// addMoments puts two sets of values together (Chan, Golub and LeVeque 1979; Terriberry 2007 for the third moment).
func addMoments(a, b *store.Moments) *store.Moments {
	if a == nil {
		return b
	}
	sum := &store.Moments{Rows: a.Rows + b.Rows, N: a.N + b.N, Null: a.Null + b.Null, NaN: a.NaN + b.NaN, Inf: a.Inf + b.Inf,
		OldestMicros: older(a.OldestMicros, b.OldestMicros), NewestMicros: max(a.NewestMicros, b.NewestMicros)}
	switch {
	case b.N == 0:
		sum.Mean, sum.MeanRest, sum.M2, sum.M3, sum.Min, sum.Max = a.Mean, a.MeanRest, a.M2, a.M3, a.Min, a.Max
	case a.N == 0:
		sum.Mean, sum.MeanRest, sum.M2, sum.M3, sum.Min, sum.Max = b.Mean, b.MeanRest, b.M2, b.M3, b.Min, b.Max
	default:
		n, d := sum.N, b.Mean-a.Mean+(b.MeanRest-a.MeanRest)
		sum.M2 = a.M2 + b.M2 + d*d*a.N*b.N/n
		sum.M3 = a.M3 + b.M3 + d*d*d*a.N*b.N*(a.N-b.N)/(n*n) + 3*d*(a.N*b.M2-b.N*a.M2)/n
		sum.Min, sum.Max = min(a.Min, b.Min), max(a.Max, b.Max)
		sum.SetMean(a.Mean, a.MeanRest+d*b.N/n)
	}
	return sum
}

// older of two times, of which 0 is none.
func older(a, b int64) int64 {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// moments asks for the exact moments of numeric columns, from the cache or the store.
func (r *run) moments(ctx context.Context, rel *relation, columns []store.Column, groups []store.Column, intervals []window.Interval) (momentTable, error) {
	table := make(momentTable, len(columns))
	if len(columns) == 0 || len(intervals) == 0 {
		return table, nil
	}
	intervals = unique(intervals)
	var keys []string
	for _, c := range columns {
		prefix := "moments " + digest(c, groups)
		for _, v := range intervals {
			keys = append(keys, prefix+instants(v)+" "+rel.in(v))
		}
	}
	values, found, err := r.cache.Many(ctx, keys, func(ctx context.Context, missing []int) ([]cache.Entry, error) {
		// All columns in all intervals of which any is missing: the scan is what costs.
		lacking, entry := map[int]bool{}, map[int]int{}
		var positions []int
		for e, position := range missing {
			entry[position] = e
			if k := position % len(intervals); !lacking[k] {
				lacking[k] = true
				positions = append(positions, k)
			}
		}
		entries := make([]cache.Entry, len(missing))
		for _, layer := range layers(intervals, positions) {
			asked := make([]window.Interval, len(layer))
			for i, k := range layer {
				asked[i] = intervals[k]
			}
			answer, err := r.store.Moments(ctx, store.MomentsRequest{Relation: rel.Relation, Columns: columns, Windows: storeWindows(asked), GroupBy: groups})
			if err != nil {
				return nil, &StoreError{fmt.Sprintf("model %q: its log could not be summed up", r.model.Name), err}
			}
			r.spent(answer.Stats)
			named := named(answer.Segments, answer.SegmentNulls)
			for w, k := range layer {
				for c := range columns {
					e, ok := entry[c*len(intervals)+k]
					if !ok {
						continue
					}
					s := &momentSlice{segments: map[string][]string{}, moments: map[string]*store.Moments{}, err: answer.Errs[c]}
					if s.err == nil {
						for i, values := range named {
							if m := answer.ByColumn[c][i][w]; m != nil && m.Rows > 0 {
								s.segments[SegmentKey(values)], s.moments[SegmentKey(values)] = values, m
							}
						}
					}
					entries[e] = cache.Entry{Value: s, Bytes: int64(100 + 150*len(s.moments)), Keep: s.err == nil, For: r.life(intervals[k], rel.version)}
				}
			}
		}
		return entries, nil
	})
	if err != nil {
		return nil, err
	}
	r.used(ctx, found)
	for c := range columns {
		table[c] = map[window.Interval]*momentSlice{}
		for k, v := range intervals {
			table[c][v] = values[c*len(intervals)+k].(*momentSlice)
		}
	}
	return table, nil
}
