package method

import "math"

// KullbackLeibler is the Kullback–Leibler divergence of the window from the reference, T = Σ c·ln(c/r) in nats; in [0, ∞): the surprise per row of somebody who
// expects the reference and gets the window. New and much more frequent bins weigh most, vanished ones hardly. Bins as for PSI.
//
// A bin that one sample does not visit would give ∞ or be left out. It counts as half a row, and the shares are brought back to a sum of 1, so that T stays at
// least 0 and below ln(2·max(n, m)) or so; where no bin is empty it is the textbook's.
//
// P is that of the χ² test on the same bins, to which 2·nm/(n+m)·T is equivalent in large samples.
//
// Source: Kullback & Leibler (1951), Annals of Mathematical Statistics 22:79.
var KullbackLeibler = &Method{
	ID:        "kl",
	Group:     Distances,
	Name:      "Kullback–Leibler",
	Summary:   "Surprise of one who expects the reference and gets the window. New and growing bins weigh most, vanished ones hardly.",
	Formula:   "T = Σ c·ln(c / r); an empty bin counts as half a row",
	Source:    "Kullback & Leibler (1951), Annals of Mathematical Statistics 22:79",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Unit:      "nats",
	Threshold: 0.1,
	Scale:     Quadratic,
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Statistic: func(p *Pair) Size { return divergence(p, func(r, c float64) float64 { return c * math.Log(c/r) }) },
	Tail:      homogeneity,
}

// KullbackLeiblerReverse is the divergence in the other direction, T = Σ r·ln(r/c): the surprise of somebody who expects the window and gets the reference.
// Vanished bins weigh most. All else is as for KullbackLeibler; the sum of both is close to the PSI.
var KullbackLeiblerReverse = &Method{
	ID:        "kl_reverse",
	Group:     Distances,
	Name:      "Kullback–Leibler, reverse",
	Summary:   "Surprise of one who expects the window and gets the reference. Bins that vanish weigh most, new ones hardly.",
	Formula:   "T = Σ r·ln(r / c); an empty bin counts as half a row",
	Source:    "Kullback & Leibler (1951), Annals of Mathematical Statistics 22:79",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Unit:      "nats",
	Threshold: 0.1,
	Scale:     Quadratic,
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Statistic: func(p *Pair) Size { return divergence(p, func(r, c float64) float64 { return r * math.Log(r/c) }) },
	Tail:      homogeneity,
}

// divergence sums a term of the shares of every bin, none of them 0.
func divergence(p *Pair, term func(r, c float64) float64) Size {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	r, c := b.filled(p)
	sum := 0.0
	for k := range r {
		sum += term(r[k], c[k])
	}
	return Size{Statistic: math.Max(0, sum), Noise: math.Max(0, b.used()-1) * p.both() / 2, Bound: b.bound()}
}
