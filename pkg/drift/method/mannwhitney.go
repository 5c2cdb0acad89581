package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// MannWhitney is how far the chance that a row of the window is above a row of the reference is from one half, T = |P(C > R) + ½·P(C = R) − ½|, the two-sided
// rank-sum test of Mann, Whitney and Wilcoxon; in [0, ½]: ½ for samples that do not overlap. A shift of a normal column by c standard deviations, c small, is
// T ≈ 0.28·c. It sees shifts, whatever the scale and the outliers, and is blind to changes of spread.
//
// P is that of scipy's mannwhitneyu, two-sided: exact where a sample has at most 8 rows and no value comes twice, else normal with the variance that the ties
// leave, and continuity correction.
//
// On a grid the values of a cell count as tied: the exact T lies within ±Bound.
//
// Source: Mann & Whitney (1947), Annals of Mathematical Statistics 18:50; Hollander & Wolfe (1973), Nonparametric Statistical Methods, for ties.
var MannWhitney = &Method{
	ID:        "mannwhitney",
	Group:     Tests,
	Name:      "Mann–Whitney",
	Summary:   "Whether rows of the window are mostly above or below those of the reference. Good for shifts, whatever the outliers; blind to spread.",
	Formula:   "T = |P(C > R) + ½ P(C = R) − ½|",
	Source:    "Mann & Whitney (1947), Annals of Mathematical Statistics 18:50",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, 0.5},
	Unit:      "share of pairs of rows",
	Threshold: 0.05,
	Scale:     Distance,
	Bases:     []string{BasisLaw},
	Symmetric: true,
	Statistic: mannWhitney,
	Tail:      mannWhitneyTail,
}

func mannWhitney(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	// above: P(C > R) − P(C < R)
	above, tied, below, rows := 0.0, 0.0, 0.0, p.ER+p.EC
	bound := 0.0
	var cell struct{ r, c, hi float64 } // shares and end of the last cell of several values
	cell.hi = math.Inf(-1)
	ofR, ofC := p.pooledWeights()
	sumC := 0.0
	for i := range p.R {
		r, c := p.R[i]/p.NR, p.C[i]/p.NC
		above += c*below - r*sumC
		below, sumC = below+r, sumC+c
		h := p.R[i]*ofR + p.C[i]*ofC
		tied += h * h * h
		switch {
		case p.Lo == nil:
		case p.Lo[i] < p.Hi[i]:
			bound += r * c / 2
			cell.r, cell.c, cell.hi = r, c, p.Hi[i]
		case p.Lo[i] < cell.hi: // a value with a cell of its own inside that one
			bound += r*cell.c + c*cell.r
		}
	}
	m := Size{Statistic: math.Min(0.5, math.Abs(above)/2), Bound: bound}
	if rows > 1 { // variance of U/nm over all ways to deal the rows
		m.Noise = p.both() / 12 * rows / (rows - 1) * math.Max(0, 1-tied)
	}
	return m
}

// exactRankRows is the smaller sample, and exactRankPairs the product of both, up to which the exact law is used; the former as in scipy.
const (
	exactRankRows  = 8
	exactRankPairs = 1 << 20
)

func mannWhitneyTail(p *Pair, found Size) (float64, string) {
	if found.Noise == 0 { // one value in both samples
		return 1, BasisLaw
	}
	pairs := p.ER * p.EC
	u := (found.Statistic + 0.5) * pairs
	if p.counted() && math.Min(p.NR, p.NC) <= exactRankRows && pairs <= exactRankPairs && p.Lo == nil && !p.tied() {
		return math.Min(1, 2*law.RankSum(int(p.NR), int(p.NC), math.Round(u))), BasisLaw
	}
	z := (u - pairs/2 - 0.5) / (pairs * math.Sqrt(found.Noise))
	return math.Min(1, 2*law.UpperNormal(z)), BasisLaw
}

// tied says that a value comes more than once in both samples together.
func (p *Pair) tied() bool {
	for i := range p.R {
		if p.R[i]+p.C[i] > 1 {
			return true
		}
	}
	return false
}
