package method

import "math"

// GTest is the likelihood-ratio test of homogeneity for the 2×k table of both samples, freed of their sizes: T = G·(1/n + 1/m), G = 2·Σ observed·ln(observed/expected)
// over the table; in [0, ∞), for equal sizes at most 4·2·ln 2. For small changes it is χ²'s statistic; large changes of rare categories weigh less. Bins as for PSI.
//
// P is of G with k − 1 degrees of freedom, without continuity correction (scipy's chi2_contingency with lambda_="log-likelihood" and correction=False). Where
// an expected count is below 5 that law is wrong, for G more than for χ²: p is then that of the χ² test, whose exact permutation moments are known.
//
// Source: Wilks (1938), Annals of Mathematical Statistics 9:60; Sokal & Rohlf (1995), Biometry, chapter 17.
var GTest = &Method{
	ID:        "g",
	Group:     Tests,
	Name:      "G test",
	Summary:   "Likelihood-ratio test that both samples have the same shares of categories; close to chi-squared, in information.",
	Formula:   "T = G·(1/n + 1/m), G = 2 Σ O·ln(O / E) over the 2×k table",
	Source:    "Wilks (1938), Annals of Mathematical Statistics 9:60",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Threshold: 0.1,
	Scale:     Quadratic,
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Statistic: gTest,
	Tail:      gTestTail,
}

func gTest(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	sum := 0.0
	b.shares(p, func(r, c, h float64) {
		if r > 0 {
			sum += 2 * p.ER * r * math.Log(r/h)
		}
		if c > 0 {
			sum += 2 * p.EC * c * math.Log(c/h)
		}
	})
	return Size{Statistic: math.Max(0, sum*p.both()), Noise: math.Max(0, b.used()-1) * p.both(), Bound: b.bound()}
}

func gTestTail(p *Pair, found Size) (float64, string) {
	b := newBins(p)
	return b.tailOf(p, found.Statistic/p.both())
}
