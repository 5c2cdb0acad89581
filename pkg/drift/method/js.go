package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// JensenShannon is the Jensen–Shannon distance with logarithms to base 2, the root of ½KL(c‖m) + ½KL(r‖m) with m = (c + r)/2; in [0, 1], a metric: 0 for
// equal shares, 1 for samples that share no bin. Bins as for PSI: deciles of the reference, or categories. Empty bins need no special care.
//
// P is that of the χ² test on the same bins, to which 8·ln 2·nm/(n+m)·T² is equivalent in large samples.
//
// Source: Lin (1991), IEEE Transactions on Information Theory 37:145; Endres & Schindelin (2003), ibid. 49:1858, for the root being a metric.
var JensenShannon = &Method{
	ID:        "js",
	Group:     Distances,
	Name:      "Jensen–Shannon",
	Summary:   "Information distance between the shares of bins or categories, from 0 to 1. Bounded, and at ease with empty bins.",
	Formula:   "T = √(½ KL₂(c ‖ m) + ½ KL₂(r ‖ m)), m = (c + r)/2, base 2",
	Source:    "Lin (1991), IEEE Transactions on Information Theory 37:145",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, 1},
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Statistic: jensenShannon,
	Tail:      homogeneity,
}

func jensenShannon(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	sum := 0.0
	b.shares(p, func(r, c, _ float64) {
		m := (r + c) / 2
		if r > 0 {
			sum += r / 2 * math.Log2(r/m)
		}
		if c > 0 {
			sum += c / 2 * math.Log2(c/m)
		}
	})
	return Size{Statistic: math.Sqrt(law.Clip01(sum)), Noise: math.Max(0, b.used()-1) * p.both() / (8 * math.Ln2), Bound: b.bound()}
}
