package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// CramersV is Cramér's V between the category and which sample a row is from, with Bergsma's correction for the bias that it has when nothing changed; in
// [0, 1]. With φ² = χ²/N of the 2×k table of N = n + m rows: φ̃² = max(0, φ² − (k−1)/(N−1)), k̃ = k − (k−1)²/(N−1), 2̃ = 2 − 1/(N−1), V = √(φ̃²/min(k̃ − 1, 2̃ − 1)).
// Bins as for PSI.
//
// P is that of the χ² test on the same bins, of which V is an increasing function wherever it is above 0.
//
// Source: Cramér (1946), Mathematical Methods of Statistics, section 21.9; Bergsma (2013), J. of the Korean Statistical Society 42:323.
var CramersV = &Method{
	ID:        "cramers_v",
	Group:     Distances,
	Name:      "Cramér's V",
	Summary:   "Association between category and sample, from 0 to 1, corrected for its bias. Known from tables of two factors.",
	Formula:   "V = √(φ̃² / min(k̃ − 1, 2̃ − 1)), φ̃² = max(0, χ²/N − (k−1)/(N−1)), k̃ = k − (k−1)²/(N−1)",
	Source:    "Bergsma (2013), J. of the Korean Statistical Society 42:323",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, 1},
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Remark:    "The same change of shares gives a smaller V the more the sizes of window and reference differ: about a third, where the reference has 28 times the rows.",
	Statistic: cramersV,
	Tail:      homogeneity,
	Test:      ChiSquare,
}

func cramersV(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	k, rows := b.used(), p.ER+p.EC
	if k < 2 || rows <= 2 {
		return Size{Bound: b.bound()}
	}
	phi := math.Max(0, b.squaredSum(p)/p.both()/rows-(k-1)/(rows-1))
	most := math.Min(k-(k-1)*(k-1)/(rows-1), 2-1/(rows-1)) - 1
	if most <= 0 { // as many categories as rows
		return Size{Bound: b.bound()}
	}
	// χ² beyond its mean: E max(0, χ² − d) = d·(P(χ²_{d+2} ≥ d) − P(χ²_d ≥ d)).
	d := k - 1
	beyond := d * (law.ChiSquared(d, d+2) - law.ChiSquared(d, d))
	return Size{Statistic: math.Sqrt(law.Clip01(phi / most)), Noise: beyond / rows / most, Bound: b.bound()}
}
