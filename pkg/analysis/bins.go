package analysis

import (
	"math"
)

// Limits of a histogram's bins: what can be told apart by eye.
const (
	fewestBins = 12
	mostBins   = 120
	// outside is the share of a sample beyond either end of the bins, put into the end bins, so that one outlier does not squeeze the rest together.
	outside = 0.005
)

// edgesFor chooses bins for looking at several samples of a column together: edges that a person would write down, fine enough for the first sample
// (Freedman and Diaconis 1981), wide enough for the middle 99 % of each. Whole numbers with few values get a bin each, centred on it.
// It returns no edges when no sample has values.
func edgesFor(samples ...line) []float64 {
	low, high, smallest, largest := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	var first *line
	whole := true
	for i := range samples {
		s := &samples[i]
		if s.total == 0 {
			continue
		}
		if first == nil {
			first = s
		}
		whole = whole && s.whole
		low, high = min(low, s.quantile(outside)), max(high, s.quantile(1-outside))
		smallest, largest = min(smallest, s.lo[0]), max(largest, s.hi[len(s.hi)-1])
	}
	if first == nil {
		return nil
	}
	// Where the rest is not far, all of it is shown.
	if width := high - low; smallest > low-0.15*width {
		low = smallest
	}
	if width := high - low; largest < high+0.15*width {
		high = largest
	}
	if whole && high-low < mostBins {
		return wholeEdges(math.Floor(low), math.Ceil(high))
	}
	if low == high {
		return sole(low)
	}
	width := 2 * (first.quantile(0.75) - first.quantile(0.25)) / math.Cbrt(first.total)
	if !(width > (high-low)/mostBins) {
		width = (high - low) / mostBins
	}
	if width > (high-low)/fewestBins {
		width = (high - low) / fewestBins
	}
	mantissa, exponent := niceStep(width)
	step := scale(mantissa, exponent)
	if whole && step < 1 {
		mantissa, exponent, step = 1, 0, 1
	}
	from, to := math.Floor(low/step), math.Floor(high/step)+1
	if math.IsInf(from, 0) || math.IsInf(to, 0) || to-from > 4*mostBins || to <= from || math.Abs(from) > 1<<52 || math.Abs(to) > 1<<52 {
		return evenEdges(low, high) // too far from zero for round numbers
	}
	edges := make([]float64, 0, int(to-from)+1)
	for k := from; k <= to; k++ {
		edges = append(edges, scale(k*mantissa, exponent))
	}
	return edges
}

func wholeEdges(low, high float64) []float64 {
	switch {
	case low == high && math.Abs(low) > 1<<52:
		return sole(low)
	case math.Abs(low) > 1<<52 || math.Abs(high) > 1<<52:
		return evenEdges(low, high) // there is no half between two neighbours so far from zero
	}
	edges := []float64{low - 0.5}
	for x := low; x <= high; x++ {
		edges = append(edges, x+0.5)
	}
	return edges
}

// sole is one bin around the only value there is.
func sole(x float64) []float64 {
	half := math.Abs(x) / 20
	if half == 0 {
		half = 0.5
	}
	return []float64{x - half, x + half}
}

func evenEdges(low, high float64) []float64 {
	const n = 50
	edges := make([]float64, 0, n+1)
	for i := 0.0; i <= n; i++ {
		x := low*(1-i/n) + high*(i/n)
		if len(edges) == 0 || x > edges[len(edges)-1] {
			edges = append(edges, x)
		}
	}
	if last := math.Nextafter(edges[len(edges)-1], math.Inf(1)); !math.IsInf(last, 1) { // bins are half open
		edges[len(edges)-1] = last
	}
	return edges
}

// widestStep is the width beyond which round edges could leave the range of float64.
const widestStep = 1e300

// niceStep is the largest of 1, 2, 2.5, 5 times a power of ten that is at most width, as (10, 20, 25 or 50, exponent). Beyond widestStep there is none, and
// it is 0.
func niceStep(width float64) (mantissa float64, exponent int) {
	if width > widestStep {
		return 0, 0
	}
	exponent = int(math.Floor(math.Log10(width))) - 1
	for _, m := range []float64{50, 25, 20, 10} {
		if scale(m, exponent) <= width*(1+1e-9) {
			return m, exponent
		}
	}
	return 10, exponent
}

// scale is x·10^exponent, correctly rounded for negative exponents too: 3·10⁻¹ is 0.3.
func scale(x float64, exponent int) float64 {
	if exponent < 0 {
		return x / math.Pow(10, float64(-exponent))
	}
	return x * math.Pow(10, float64(exponent))
}

// binned counts a sample in bins [edges[i], edges[i+1]). What lies outside is in the end bins, and said: nothing is lost.
func (l line) binned(edges []float64) (bins []float64, below, above float64) {
	bins = make([]float64, len(edges)-1)
	last := len(bins) - 1
	for i, w := range l.w {
		lo, hi := l.lo[i], l.hi[i]
		switch {
		case hi < edges[0] || hi == edges[0] && lo < hi:
			bins[0] += w
			below += w
			continue
		case lo >= edges[last+1]:
			bins[last] += w
			above += w
			continue
		}
		k := find(edges, lo)
		if lo == hi {
			bins[k] += w
			continue
		}
		if lo < edges[0] {
			out := w * (edges[0] - lo) / (hi - lo)
			bins[0] += out
			below += out
			k = 0
		}
		for ; k <= last && edges[k] < hi; k++ {
			part := w * (min(hi, edges[k+1]) - max(lo, edges[k])) / (hi - lo)
			bins[k] += part
		}
		if hi > edges[last+1] {
			out := w * (hi - edges[last+1]) / (hi - lo)
			bins[last] += out
			above += out
		}
	}
	return bins, below, above
}

// find is the bin that x lies in, the first for what is below all.
func find(edges []float64, x float64) int {
	lo, hi := 0, len(edges)-2
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if edges[mid] <= x {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}
