package method

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

// BenchmarkEveryMethod measures what all methods take that work on a column, over 25 columns of 1,000,000 rows of reference and as many of the window, counted
// as a query counts them: numbers with many values on a grid, the rest by value.
func BenchmarkEveryMethod(b *testing.B) {
	law := func(m *Method) bool { return slices.Contains(m.Bases, BasisLaw) && m != Kuiper }
	resampled := func(m *Method) bool { return slices.Contains(m.Bases, BasisDrawn) }
	same, moved := wideLog(1_000_000, false), wideLog(1_000_000, true)
	for _, run := range []struct {
		name    string
		columns []*Pair
		wanted  func(m *Method) bool
	}{{"law, same", same, law}, {"law, moved", moved, law}, {"resampled, same", same, resampled}, {"resampled, moved", moved, resampled}} {
		b.Run(run.name, func(b *testing.B) {
			columns, wanted := run.columns, run.wanted
			cells := 0
			slowest, by := time.Duration(0), ""
			for b.Loop() {
				cells = 0
				for _, p := range columns {
					cells += len(p.R)
					kind := model.Categorical
					if p.Numeric {
						kind = model.Numeric
					}
					for _, m := range All {
						if slices.Contains(m.Kinds, kind) && wanted(m) {
							start := time.Now()
							m.Measure(p)
							if took := time.Since(start); took > slowest {
								slowest, by = took, m.ID
							}
						}
					}
				}
			}
			b.ReportMetric(float64(cells), "cells")
			b.ReportMetric(slowest.Seconds()*1000, "ms-slowest:"+by)
		})
	}
}

// wideLog is 25 columns, with a window that is as the reference, or in which the larger of two draws stands in every tenth row.
func wideLog(rows int, moved bool) []*Pair {
	var columns []*Pair
	pair := func(draw func(r *rand.Rand) float64) (reference, current []float64) {
		r := rand.New(rand.NewPCG(uint64(len(columns)), 9))
		reference, current = make([]float64, rows), make([]float64, rows)
		for i := range reference {
			reference[i], current[i] = draw(r), draw(r)
			if moved && i%10 == 0 {
				current[i] = max(current[i], draw(r))
			}
		}
		return reference, current
	}
	numbers := func(n int, draw func(r *rand.Rand) float64) {
		for range n {
			reference, current := pair(draw)
			rc, cc := must(counts.FromFloats(reference, nil)), must(counts.FromFloats(current, nil))
			if rc.Len() > 2000 {
				grid := must(counts.NewGrid(must(counts.FromFloats(reference[:50_000], nil)), false))
				rc, cc = must(grid.Count(rc)), must(grid.Count(cc))
			}
			columns = append(columns, must(NewPair(rc, cc)))
		}
	}
	categories := func(n int, draw func(r *rand.Rand) float64) {
		for range n {
			reference, current := pair(draw)
			columns = append(columns, must(NewPair(names(reference), names(current))))
		}
	}
	numbers(6, func(r *rand.Rand) float64 { return r.NormFloat64() })
	numbers(4, func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) })
	numbers(3, func(r *rand.Rand) float64 { return max(0, r.Float64()-0.8) })
	numbers(3, func(r *rand.Rand) float64 { return math.Floor(24 * r.Float64() * r.Float64()) })
	numbers(3, func(r *rand.Rand) float64 { return math.Floor(math.Pow(1500, r.Float64())) })
	categories(3, func(r *rand.Rand) float64 { return float64(r.IntN(2)) })
	categories(2, func(r *rand.Rand) float64 { return math.Floor(50 * r.Float64() * r.Float64()) })
	categories(1, func(r *rand.Rand) float64 { return math.Floor(math.Pow(5000, r.Float64())) })
	if len(columns) != 25 {
		panic(fmt.Sprint(len(columns), " columns"))
	}
	return columns
}
