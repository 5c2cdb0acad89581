package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// Hellinger is the Hellinger distance between the shares of bins, T = √(½ Σ (√c − √r)²) = √(1 − Σ √(c·r)); in [0, 1], a metric: 1 for samples that share no
// bin. It gives rare categories more say than total variation does. Bins as for PSI: deciles of the reference, or categories.
//
// P is that of the χ² test on the same bins, to which 8·nm/(n+m)·T² is equivalent in large samples.
//
// Source: Hellinger (1909), J. für die reine und angewandte Mathematik 136:210.
var Hellinger = &Method{
	ID:        "hellinger",
	Group:     Distances,
	Name:      "Hellinger",
	Summary:   "Distance between the roots of shares, from 0 to 1. Gives rare categories more say than total variation.",
	Formula:   "T = √(½ Σ (√c − √r)²)",
	Source:    "Hellinger (1909), J. für die reine und angewandte Mathematik 136:210",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, 1},
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Statistic: hellinger,
	Tail:      homogeneity,
}

func hellinger(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	sum := 0.0
	b.shares(p, func(r, c, _ float64) {
		d := math.Sqrt(c) - math.Sqrt(r)
		sum += d * d
	})
	return Size{Statistic: math.Sqrt(law.Clip01(sum / 2)), Noise: math.Max(0, b.used()-1) * p.both() / 8, Bound: b.bound()}
}
