package method

import "math"

// Bhattacharyya is the Bhattacharyya distance of the shares of bins, T = −ln Σ √(c·r); in [0, ∞). For small changes it is the square of the Hellinger distance
// H, for any T = −ln(1 − H²), so that it goes on growing where that is close to 1: samples that hardly share a bin can still be told apart. Bins as for PSI.
//
// Samples that share no bin at all would give ∞: a bin that one of them does not visit counts as half a row, as for KullbackLeibler.
//
// P is that of the χ² test on the same bins, to which 8·nm/(n+m)·T is equivalent in large samples.
//
// Source: Bhattacharyya (1943), Bulletin of the Calcutta Mathematical Society 35:99.
var Bhattacharyya = &Method{
	ID:        "bhattacharyya",
	Group:     Distances,
	Name:      "Bhattacharyya",
	Summary:   "Overlap of the shares of bins, on a logarithmic scale. Still tells apart samples that hardly overlap.",
	Formula:   "T = −ln Σ √(c·r); an empty bin counts as half a row",
	Source:    "Bhattacharyya (1943), Bulletin of the Calcutta Mathematical Society 35:99",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Threshold: 0.02,
	Scale:     Quadratic,
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Statistic: bhattacharyya,
	Tail:      homogeneity,
}

func bhattacharyya(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	r, c := b.filled(p)
	// Σ (√c − √r)² = 2 − 2·Σ √(c·r): small distances keep their digits.
	apart := 0.0
	for k := range r {
		d := math.Sqrt(c[k]) - math.Sqrt(r[k])
		apart += d * d
	}
	return Size{Statistic: math.Max(0, -math.Log1p(-math.Min(1, apart/2))), Noise: math.Max(0, b.used()-1) * p.both() / 8, Bound: b.bound()}
}
