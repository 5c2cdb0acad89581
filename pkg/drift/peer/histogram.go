package peer

import (
	"fmt"
	"math"
	"sort"
)

// Bins as numpy makes them and counts in them. Products are rounded before they are added (no fused multiply-add), so that a value on an edge falls
// where it falls there.

// linspace is n+1 edges from low to high; the last one is high itself.
func linspace(low, high float64, n int) []float64 {
	edges := make([]float64, n+1)
	step := (high - low) / float64(n)
	for i := range edges {
		part := float64(float64(i) * step)
		if step == 0 { // the range is too small to divide
			part = float64(float64(i) / float64(n) * (high - low))
		}
		edges[i] = part + low
	}
	edges[n] = high
	return edges
}

// edgesOfWidth are numpy's edges for a rule that gives a width: ceil(range / width) equal bins, one where the width is 0, and a range of one where all
// values are equal. Columns of integers have no bins narrower than 1 (numpy 2).
// An error where the bins are too narrow for floats, which numpy raises too.
func edgesOfWidth(low, high, width float64, whole bool) ([]float64, error) {
	if whole && width > 0 && width < 1 {
		width = 1
	}
	if low == high {
		low, high = low-0.5, high+0.5
	}
	n := 1.0
	if width > 0 {
		n = math.Max(1, math.Ceil((high-low)/width))
	}
	return equalBins(low, high, n)
}

// mostBins bounds how many bins are made: no rule here comes near it with sensible data.
const mostBins = 1 << 24

// equalBins are the edges of n equal bins.
func equalBins(low, high, n float64) ([]float64, error) {
	if !(n <= mostBins) {
		return nil, fmt.Errorf("%.0f bins are more than can be counted in", n)
	}
	edges := linspace(low, high, int(n))
	for i := 1; i < len(edges); i++ {
		if !(edges[i-1] < edges[i]) {
			return nil, fmt.Errorf("numpy raises an error here: %.0f bins are too many for the range of the values", n)
		}
	}
	return edges, nil
}

// sturges is numpy's bins="sturges" for n values.
func sturges(low, high, n float64, whole bool) ([]float64, error) {
	return edgesOfWidth(low, high, (high-low)/(math.Log2(n)+1), whole)
}

// automatic is numpy's bins="auto" before 2.3 for weighted values of one side: the narrower of Freedman–Diaconis and Sturges.
func (s *sample) automatic(weights []float64, n float64, whole bool) ([]float64, error) {
	low, high := s.span(weights)
	width := (high - low) / (math.Log2(n) + 1)
	if middle := s.quantile(weights, n, 0.75) - s.quantile(weights, n, 0.25); middle > 0 {
		width = math.Min(width, 2*middle/math.Cbrt(n))
	}
	return edgesOfWidth(low, high, width, whole)
}

// doane is numpy's bins="doane" for weighted values of one side.
func (s *sample) doane(weights []float64, n float64, whole bool) ([]float64, error) {
	low, high := s.span(weights)
	width := 0.0
	if n > 2 {
		mean, squares := s.moments(weights, n)
		if sigma := math.Sqrt(squares / n); sigma > 0 {
			skewness := 0.0
			for i, w := range weights {
				d := (s.pair.X[i] - mean) / sigma
				skewness += w * d * d * d
			}
			skewness /= n
			deviation := math.Sqrt(6 * (n - 2) / ((n + 1) * (n + 3)))
			width = (high - low) / (1 + math.Log2(n) + math.Log2(1+math.Abs(skewness)/deviation))
		}
	}
	return edgesOfWidth(low, high, width, whole)
}

// histogram counts one side in bins [edges[i], edges[i+1]), the last one closed; what lies outside is dropped.
func (s *sample) histogram(weights, edges []float64) []float64 {
	bins := make([]float64, len(edges)-1)
	for i, w := range weights {
		x := s.pair.X[i]
		if w == 0 || x < edges[0] || x > edges[len(edges)-1] {
			continue
		}
		// the last edge that is not above x
		at := sort.Search(len(edges), func(k int) bool { return edges[k] > x }) - 1
		bins[min(at, len(bins)-1)] += w
	}
	return bins
}

// scaled divides in place.
func scaled(x []float64, by float64) []float64 {
	for i := range x {
		x[i] /= by
	}
	return x
}
