package analysis

import (
	"context"
	"fmt"
	"math"
	"sort"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Summary is the answer to a summary query: what the values of each feature look like, window by window.
type Summary struct {
	Answer
	Spec     window.Spec
	Windows  []window.Window
	Features []string
	GroupBy  []string
	Segments [][]string
	Cells    [][][]*SummaryCell // by window, segment, feature; nil without rows
	Now      time.Time
}

// SummaryCell is one feature in one window and segment. What a category has not is NaN.
type SummaryCell struct {
	Rows      float64
	NullShare float64 // of rows without a value: null or NaN
	Mean, SD  float64 // of the finite values; SD of the population
	Min, Max  float64
	Quantiles []float64 // at QuantilePoints
	Top       []Share   // the most frequent categories; of numbers none
	Newest    time.Time // newest event; zero where unknown
}

// Share is a category with the share of rows that have it.
type Share struct {
	Category string  `json:"category"`
	Share    float64 `json:"share"`
}

// TopCategories is how many categories a summary lists.
const TopCategories = 10

// Summary answers a summary query.
func (a *Analysis) Summary(ctx context.Context, request Request) (*Summary, error) {
	r, err := a.start(request)
	if err != nil {
		return nil, err
	}
	columns, err := r.columns(ctx)
	if err != nil {
		return nil, err
	}
	how, err := r.prepare(ctx, columns)
	if err != nil {
		return nil, err
	}
	spec, windows, lead, err := r.windows(ctx)
	if err != nil {
		return nil, err
	}
	windows = windows[lead:]
	s := &Summary{Now: r.clock.Now, Spec: spec, Windows: windows, GroupBy: r.query.GroupBy}
	shown := r.wanted(columns)
	bases, err := r.basesInForce(ctx, how, windows)
	if err != nil {
		return nil, err
	}
	type source struct {
		tallies []*tally // by window, of the one column
		moments momentTable
	}
	sources := make([]source, len(shown))
	for _, joined := range []bool{false, true} {
		var members, at []int // positions in shown, and in the columns
		var numbers []store.Column
		for n, c := range shown {
			if columns[c].joined != joined {
				continue
			}
			members = append(members, n)
			at = append(at, c)
			column := columns[c].current
			if columns[c].kind != model.Numeric { // for its newest row alone
				column = store.Column{}
			}
			numbers = append(numbers, column)
			if err := columns[c].err; err != nil {
				r.notice(Notice{Text: fmt.Sprintf("Feature %q cannot be summed up.", columns[c].name), Detail: err.Error(), Severe: true})
			}
		}
		if len(members) == 0 {
			continue
		}
		log, err := r.log(ctx, how.filters, joined)
		if err != nil {
			return nil, err
		}
		tallies, err := r.tallyInForce(ctx, log, how, at, windows, bases)
		if err != nil {
			return nil, err
		}
		var asked []store.Column
		summed := map[int]int{}
		for k, c := range numbers {
			if c.Name != "" && columns[at[k]].err == nil {
				summed[k] = len(asked)
				asked = append(asked, c)
			}
		}
		moments, err := r.moments(ctx, log, asked, how.groups, steps(windows))
		if err != nil {
			return nil, err
		}
		for k, n := range members {
			for _, t := range tallies {
				sources[n].tallies = append(sources[n].tallies, &tally{t.places, [][]*slice{t.slices[k]}})
			}
			if m, ok := summed[k]; ok {
				sources[n].moments = momentTable{moments[m]}
			}
		}
	}
	all := map[string][]string{}
	if len(how.groups) == 0 {
		all[""] = nil
	}
	for _, from := range sources {
		for i, t := range from.tallies {
			t.segments(all, windows[i])
		}
	}
	keys := sortedKeys(all)
	if n := len(windows) * len(keys) * len(shown); n > MaxDriftRows {
		return nil, fmt.Errorf("%d windows × %d segments × %d features are %d rows, more than the %d of one answer; choose longer windows, a shorter range, fewer features or a coarser group by",
			len(windows), len(keys), len(shown), n, MaxDriftRows)
	}
	for _, key := range keys {
		s.Segments = append(s.Segments, all[key])
	}
	for _, c := range shown {
		s.Features = append(s.Features, columns[c].name)
	}
	for i, w := range windows {
		bySegment := make([][]*SummaryCell, len(keys))
		for k, key := range keys {
			bySegment[k] = make([]*SummaryCell, len(shown))
			var newest time.Time // of any number that was asked for: all columns are of the same rows
			for n, c := range shown {
				values, err := sources[n].tallies[i].of(0, w, key)
				if err != nil {
					r.notice(Notice{Text: fmt.Sprintf("Feature %q could not be counted.", columns[c].name), Detail: err.Error(), Severe: true})
					continue
				}
				var moments *store.Moments
				if sources[n].moments != nil {
					moments = sources[n].moments.of(0, w, key)
				}
				bySegment[k][n] = summarize(counts.Rename(values, columns[c].labels), moments)
				if cell := bySegment[k][n]; cell != nil && cell.Newest.After(newest) {
					newest = cell.Newest
				}
			}
			for _, cell := range bySegment[k] {
				if cell != nil {
					cell.Newest = newest
				}
			}
		}
		s.Cells = append(s.Cells, bySegment)
	}
	s.Answer = r.answer()
	return s, nil
}

func summarize(c *counts.Counts, m *store.Moments) *SummaryCell {
	if c == nil || c.Rows == 0 {
		return nil
	}
	nan := math.NaN()
	cell := &SummaryCell{Rows: c.Rows, NullShare: (c.Null + c.NaN) / c.Rows, Mean: nan, SD: nan, Min: nan, Max: nan}
	sample := sampleOf(c, m)
	cell.Quantiles = sample.Quantiles
	if m != nil {
		if m.N > 0 {
			cell.Mean, cell.SD, cell.Min, cell.Max = m.Mean, math.Sqrt(m.M2/m.N), m.Min, m.Max
		}
		if m.NewestMicros != 0 {
			cell.Newest = time.UnixMicro(m.NewestMicros).UTC()
		}
	}
	if c.Kind.Names() {
		for i, w := range c.W {
			if c.Named(i) {
				cell.Top = append(cell.Top, Share{c.Name(i), w / c.Rows})
			}
		}
		sort.SliceStable(cell.Top, func(a, b int) bool { return cell.Top[a].Share > cell.Top[b].Share })
		cell.Top = cell.Top[:min(len(cell.Top), TopCategories)]
	}
	return cell
}
