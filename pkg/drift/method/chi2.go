package method

import "math"

// ChiSquare is Pearson's χ² of homogeneity for the 2×k table of both samples, freed of their sizes: T = χ²·(1/n + 1/m) = Σ (c − r)²/h, h the share of a
// category in both samples together; in [0, ∞), for equal sizes at most 4. For small changes it is the PSI. Both samples are treated as samples: taking the
// reference for the exact truth calls 20 to 77 % of windows drifted at a nominal 5 %.
//
// P is of χ² = T·nm/(n+m) with k − 1 degrees of freedom, without continuity correction (scipy's chi2_contingency with correction=False); with rare categories,
// of a gamma law with the exact permutation mean and variance. Bins of a numeric column with fewer than 5 expected rows, of windows of fewer than 150 rows, are
// resampled: see resample.
//
// Source: Pearson (1900), Philosophical Magazine 50:157; Haldane (1940), Biometrika 31:346.
var ChiSquare = &Method{
	ID:        "chi2",
	Group:     Tests,
	Name:      "Chi-squared",
	Summary:   "Pearson's test that both samples have the same shares of categories; its statistic is freed of the sample sizes.",
	Formula:   "T = χ²·(1/n + 1/m) = Σ (c − r)² / h, h of both samples together",
	Source:    "Pearson (1900), Philosophical Magazine 50:157; Haldane (1940), Biometrika 31:346",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Threshold: 0.1,
	Scale:     Quadratic,
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Statistic: chiSquare,
	Tail:      homogeneity,
}

func chiSquare(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	noise := math.Max(0, b.used()-1) * p.both()
	if rows := p.ER + p.EC; rows > 1 {
		noise *= rows / (rows - 1) // the permutation mean is exact
	}
	return Size{Statistic: b.squaredSum(p), Noise: noise, Bound: b.bound()}
}
