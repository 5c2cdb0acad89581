package analysis

import (
	"math"
	"slices"
)

// Detail is finer counts of the bins around 0, for axes that stretch small values: bins of equal width say nothing of amounts below one of them, where
// skewed columns have much of their rows.
type Detail struct {
	Edges  []float64   // they begin and end at edges of the picture's bins, whose edges between are among them
	Counts [][]float64 // of the reference (nil without one) and of each window, in the picture's order
}

const (
	// detailBins is how many bins on either side of 0 are cut finer: beyond them a bin is narrow on a logarithmic axis too.
	detailBins = 4
	// detailShare is the share of the first sample that makes it worth the while.
	detailShare = 0.1
	// detailDecades bounds how far down it goes: below a millionth of the bins cut finer everything is 0 to the eye.
	detailDecades = 6
)

// preferred numbers, ten to a decade (R10 of ISO 3).
var preferred = []float64{1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8}

// detailFor counts samples finer where the picture's bins are near 0. Nil where they are not, or hold hardly anything there.
func detailFor(edges []float64, lines []line) *Detail {
	if len(edges) < 3*detailBins {
		return nil
	}
	step := edges[1] - edges[0]
	if step == 1 && edges[0] != math.Trunc(edges[0]) {
		return nil // whole numbers, a bin each
	}
	reach := detailBins * step * (1 + 1e-9)
	start := slices.IndexFunc(edges, func(e float64) bool { return e >= -reach })
	end := len(edges) - 1
	for end > 0 && edges[end] > reach {
		end--
	}
	if start < 0 || start >= end {
		return nil
	}
	coarse := edges[start : end+1]
	first := slices.IndexFunc(lines, func(l line) bool { return l.total > 0 })
	if first < 0 || sum(lines[first].within(coarse)) < detailShare*lines[first].total {
		return nil
	}
	d := &Detail{Edges: finer(coarse, smallestSize(lines))}
	if len(d.Edges) <= len(coarse) {
		return nil
	}
	for _, l := range lines {
		if l.counts == nil {
			d.Counts = append(d.Counts, nil)
			continue
		}
		d.Counts = append(d.Counts, l.within(d.Edges))
	}
	return d
}

// finer adds the preferred numbers between the edges, on both sides of 0, down to the decade of the smallest value.
func finer(coarse []float64, smallest float64) []float64 {
	low, high := coarse[0], coarse[len(coarse)-1]
	largest := math.Max(math.Abs(low), math.Abs(high))
	top := int(math.Floor(math.Log10(largest)))
	bottom := max(top-detailDecades, int(math.Floor(math.Log10(smallest))))
	edges := slices.Clone(coarse)
	add := func(x float64) {
		if x > low && x < high {
			edges = append(edges, x)
		}
	}
	if !math.IsInf(smallest, 0) {
		for exponent := bottom; exponent <= top; exponent++ {
			for _, m := range preferred {
				x := scale(m*100, exponent-2) // 315·10⁻³ is 0.315
				add(x)
				add(-x)
			}
		}
	}
	slices.Sort(edges)
	return slices.Compact(edges)
}

// smallestSize is the smallest |value| but 0 that any sample has, as far as it is known; +Inf where all are 0.
func smallestSize(lines []line) float64 {
	smallest := math.Inf(1)
	for _, l := range lines {
		for i := range l.w {
			lo, hi := l.lo[i], l.hi[i]
			for _, x := range []float64{math.Abs(lo), math.Abs(hi)} {
				if x > 0 && (lo >= 0 || hi <= 0) {
					smallest = math.Min(smallest, x)
				}
			}
		}
	}
	return smallest
}

// within counts what lies between the edges, and nothing else.
func (l line) within(edges []float64) []float64 {
	bins, below, above := l.binned(edges)
	bins[0] = math.Max(0, bins[0]-below)
	bins[len(bins)-1] = math.Max(0, bins[len(bins)-1]-above)
	return bins
}

func sum(xs []float64) float64 {
	total := 0.0
	for _, x := range xs {
		total += x
	}
	return total
}
