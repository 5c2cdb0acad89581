package method

import "math"

// Intersection is the histogram intersection, T = Σ min(c, r), the share of rows that both samples have in common; in [0, 1], 1 for equal shares. Lower is more
// drift: what it has fallen by is the total variation, whose noise and p-value it has, and the threshold is on that. Bins as for PSI.
//
// Source: Swain & Ballard (1991), International J. of Computer Vision 7:11.
var Intersection = &Method{
	ID:        "intersection",
	Group:     Distances,
	Name:      "Histogram intersection",
	Summary:   "Share of rows that both samples have in common: 1 is no change, lower is more drift.",
	Formula:   "T = Σ min(c, r); effect 1 − T",
	Source:    "Swain & Ballard (1991), International J. of Computer Vision 7:11",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, 1},
	Unit:      "share of rows",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisDrawn},
	Lower:     true,
	Bins:      true,
	Statistic: func(p *Pair) Size {
		s := totalVariation(p)
		s.Statistic = math.Max(0, 1-s.Statistic)
		return s
	},
	Tail: homogeneity,
}
