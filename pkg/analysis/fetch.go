package analysis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// tally is the counts of columns in intervals, by segment.
type tally struct {
	places map[window.Interval]int
	slices [][]*slice // by column, and by place of the interval
}

// at is a column in an interval; nil where that was not counted.
func (t *tally) at(column int, step window.Interval) *slice {
	if place, counted := t.places[step]; counted {
		return t.slices[column][place]
	}
	return nil
}

// slice is one column in one interval: what the cache keeps.
type slice struct {
	segments map[string][]string // the values of each segment that has rows, by SegmentKey
	counts   map[string]*counts.Counts
	rows     map[string]float64
	err      error // the column could not be counted
}

// of is the counts of a column in a window and segment, its steps put together; nil without rows.
func (t *tally) of(column int, w window.Window, segment string) (*counts.Counts, error) {
	parts := make([]*counts.Counts, 0, len(w.Steps))
	for _, step := range w.Steps {
		s := t.at(column, step)
		if s == nil {
			continue
		}
		if s.err != nil {
			return nil, s.err
		}
		if c := s.counts[segment]; c != nil {
			parts = append(parts, c)
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return counts.Merge(parts...)
}

// rows of a window and segment, whatever their values.
func (t *tally) rows(w window.Window, segment string) float64 {
	n := 0.0
	for _, step := range w.Steps {
		if s := t.any(step); s != nil {
			n += s.rows[segment]
		}
	}
	return n
}

// segments with rows in any of the windows, by key.
func (t *tally) segments(into map[string][]string, windows ...window.Window) {
	for _, w := range windows {
		for _, step := range w.Steps {
			if s := t.any(step); s != nil {
				for key, values := range s.segments {
					into[key] = values
				}
			}
		}
	}
}

// any is the interval in a column that was asked of the store: all of those have seen the same rows.
func (t *tally) any(step window.Interval) *slice {
	for column := range t.slices {
		if s := t.at(column, step); s != nil && s.rows != nil {
			return s
		}
	}
	return nil
}

// countable is a column with the way it is counted.
type countable struct {
	column store.Column
	keying *keying
	err    error         // it cannot be counted, and the store is not asked
	log    *store.Column // a column of categories: what the log calls it; nil: where there are too many, that is an error
}

// tally counts columns in intervals. It asks the store only for what the cache does not have, all missing columns and intervals in as few scans as
// possible. A column of more distinct numbers than can be counted exactly is counted on its grid instead, in all intervals alike; of more categories it is
// noted, and the error is errManyNames.
func (r *run) tally(ctx context.Context, rel *relation, columns []countable, groups []store.Column, intervals []window.Interval) (*tally, error) {
	intervals = unique(intervals)
	t := &tally{places: make(map[window.Interval]int, len(intervals)), slices: make([][]*slice, len(columns))}
	for k, v := range intervals {
		t.places[v] = k
	}
	var todo []int
	for i := range columns {
		if columns[i].err != nil {
			t.slices[i] = slices.Repeat([]*slice{{err: columns[i].err}}, len(intervals))
			continue
		}
		todo = append(todo, i)
		if k := columns[i].keying; k.fallback != nil {
			if _, failed := r.cache.Get(r.tooManyKey(rel, columns[i])); failed {
				k.grid, k.fallback = k.fallback, nil
			}
		}
	}
	for len(todo) > 0 {
		if err := r.fill(ctx, t, rel, columns, todo, groups, intervals); err != nil {
			return nil, err
		}
		var again []int
		anew := false
		for _, i := range todo {
			var many *store.TooManyError
			failed := false
			for _, s := range t.slices[i] {
				failed = failed || errors.As(s.err, &many)
			}
			if many != nil && columns[i].log != nil && columns[i].keying.names == nil && !r.exact() {
				r.noteManyNames(*columns[i].log)
				anew = true
			}
			if k := columns[i].keying; failed && k.fallback != nil {
				r.cache.Put(r.tooManyKey(rel, columns[i]), cache.Entry{Value: true, Keep: true, For: rememberedFailed})
				k.grid, k.fallback = k.fallback, nil
				again = append(again, i)
			}
		}
		if anew {
			return nil, errManyNames
		}
		todo = again
	}
	return t, nil
}

// That a column has too many distinct values is remembered, so that the next question does not try in vain.
func (r *run) tooManyKey(rel *relation, c countable) string {
	return "too many " + digest(r.options.StoreID, rel.Source, rel.Join, c.column) + c.keying.fallback.Version
}

// fill answers the columns in todo from the cache and the store.
func (r *run) fill(ctx context.Context, t *tally, rel *relation, columns []countable, todo []int, groups []store.Column, intervals []window.Interval) error {
	keys := make([]string, 0, len(todo)*len(intervals))
	within := make([]string, len(intervals))
	for k, v := range intervals {
		within[k] = instants(v) + " " + rel.in(v)
	}
	for _, i := range todo {
		prefix := "counts " + digest(columns[i].column, columns[i].keying.id(), columns[i].keying.maxDistinct, groups)
		for k := range intervals {
			keys = append(keys, prefix+within[k])
		}
	}
	// What this run has seen it does not ask for again: an open window is not kept, and one answer may need it twice.
	values := make([]*slice, len(keys))
	var unseen []int
	r.mu.Lock()
	for i, key := range keys {
		if values[i] = r.seen[key]; values[i] == nil {
			unseen = append(unseen, i)
		}
	}
	r.mu.Unlock()
	asked := make([]string, len(unseen))
	for n, i := range unseen {
		asked[n] = keys[i]
	}
	answers, found, err := r.cache.Many(ctx, asked, func(ctx context.Context, missing []int) ([]cache.Entry, error) {
		positions := make([]int, len(missing))
		for n, i := range missing {
			positions[n] = unseen[i]
		}
		return r.count(ctx, rel, columns, todo, groups, intervals, positions)
	})
	if err != nil {
		return err
	}
	r.used(ctx, found)
	r.mu.Lock()
	for n, i := range unseen {
		values[i] = answers[n].(*slice)
		r.seen[keys[i]] = values[i]
	}
	r.mu.Unlock()
	for n, i := range todo {
		t.slices[i] = values[n*len(intervals) : (n+1)*len(intervals)]
	}
	return nil
}

// count asks the store for the missing (column, interval) pairs: position n·len(intervals)+k is column todo[n] in intervals[k].
func (r *run) count(ctx context.Context, rel *relation, columns []countable, todo []int, groups []store.Column, intervals []window.Interval, missing []int) ([]cache.Entry, error) {
	lacking := make([][]int, len(todo)) // by column: missing intervals
	entry := make(map[int]int, len(missing))
	for e, position := range missing {
		n, k := position/len(intervals), position%len(intervals)
		lacking[n] = append(lacking[n], k)
		entry[position] = e
	}
	// Columns that lack the same intervals are asked for together: almost always all of them.
	together, order := map[string][]int{}, []string{}
	for n := range todo {
		if len(lacking[n]) == 0 {
			continue
		}
		same := fmt.Sprint(lacking[n])
		if together[same] == nil {
			order = append(order, same)
		}
		together[same] = append(together[same], n)
	}
	entries := make([]cache.Entry, len(missing))
	for _, same := range order {
		group := together[same]
		for _, layer := range layers(intervals, lacking[group[0]]) {
			request := store.CountsRequest{Relation: rel.Relation, GroupBy: groups, MaxRows: answeredEntries / len(group)}
			for _, n := range group {
				c := columns[todo[n]]
				request.Columns = append(request.Columns, store.CountColumn{Column: c.column, Grid: c.keying.grid, Vocabulary: c.keying.names, MaxDistinct: c.keying.maxDistinct})
			}
			asked := make([]window.Interval, len(layer))
			for i, k := range layer {
				asked[i] = intervals[k]
			}
			request.Windows = storeWindows(asked)
			answer, err := r.store.Counts(ctx, request)
			if err != nil {
				return nil, &StoreError{fmt.Sprintf("model %q: its log could not be counted", r.model.Name), err}
			}
			r.spent(answer.Stats)
			named := named(answer.Segments, answer.SegmentNulls)
			for w, k := range layer {
				segments, rows := map[string][]string{}, map[string]float64{}
				for s, values := range named {
					if n := answer.Rows[s][w]; n > 0 {
						segments[SegmentKey(values)], rows[SegmentKey(values)] = values, n
					}
				}
				life := r.life(intervals[k], rel.version)
				for g, n := range group {
					s := &slice{segments: segments, rows: rows, err: answer.ByColumn[g].Err}
					if s.err == nil {
						s.counts = make(map[string]*counts.Counts, len(segments))
						for i, values := range named {
							if c := answer.ByColumn[g].Counts[i][w]; c != nil {
								s.counts[SegmentKey(values)] = c
							}
						}
					}
					entries[entry[n*len(intervals)+k]] = cache.Entry{Value: s, Bytes: s.bytes(), Keep: s.err == nil, For: life}
				}
			}
		}
	}
	return entries, nil
}

// NullSegment stands for the rows that have no value in a column of groupBy.
const NullSegment = "(null)"

// named gives segments without a value a name: a store tells a missing value from an empty text, a column of a frame would not.
func named(segments [][]string, nulls [][]bool) [][]string {
	out := make([][]string, len(segments))
	for s, values := range segments {
		out[s] = slices.Clone(values)
		for g := range values {
			if s < len(nulls) && g < len(nulls[s]) && nulls[s][g] {
				out[s][g] = NullSegment
			}
		}
	}
	return out
}

func (s *slice) bytes() int64 {
	n := int64(300)
	for key, c := range s.counts {
		n += int64(len(key)) + 250 + int64(8*(len(c.W)+len(c.W2)+len(c.Ints)+len(c.Floats))+4*len(c.Cells)+24*len(c.Strings))
		for _, text := range c.Strings {
			n += int64(len(text))
		}
	}
	return n
}

// layers parts intervals into lists of disjoint ones, ascending: what a store takes in one question. Mostly there is one.
func layers(intervals []window.Interval, positions []int) [][]int {
	positions = append([]int(nil), positions...)
	sort.SliceStable(positions, func(a, b int) bool { return intervals[positions[a]].From.Before(intervals[positions[b]].From) })
	var all [][]int
next:
	for _, k := range positions {
		for i, layer := range all {
			last := intervals[layer[len(layer)-1]]
			if !last.To.IsZero() && !intervals[k].From.Before(last.To) && !intervals[k].From.IsZero() {
				all[i] = append(layer, k)
				continue next
			}
		}
		all = append(all, []int{k})
	}
	return all
}

// unique drops intervals that are there already. Instants are brought to UTC, so that equal intervals are equal values.
func unique(intervals []window.Interval) []window.Interval {
	seen := make(map[window.Interval]bool, len(intervals))
	out := make([]window.Interval, 0, len(intervals))
	for _, v := range intervals {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

func instants(v window.Interval) string {
	var b strings.Builder
	for _, t := range []time.Time{v.From, v.To} {
		if t.IsZero() {
			b.WriteString(" -")
		} else {
			fmt.Fprintf(&b, " %d", t.UnixMicro())
		}
	}
	return b.String()
}
