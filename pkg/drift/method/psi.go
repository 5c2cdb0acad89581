package method

import "math"

// PopulationStability is the population stability index, PSI = Σ (c − r)·ln(c/r) over bins, c and r the shares of window and reference: the symmetrised
// Kullback–Leibler divergence, in [0, ∞). Numeric columns are cut at the deciles of the reference (see newBins), categories are their own bins. Convention
// reads below 0.1 as stable, 0.1 to 0.25 as a moderate and more as a major change.
//
// A bin that one sample does not visit would give ∞. It counts there as half a row, which keeps PSI below ln(2·max(n, m))·2 and leaves it the textbook's
// wherever no bin is empty; the index does not jump with an arbitrary 0.0001.
//
// P is that of the χ² test on the same bins, to which nm/(n+m)·PSI is equivalent in large samples.
//
// Source: Lewis (1994), An Introduction to Credit Scoring; Yurdakul & Naranjo (2020), J. of Risk Model Validation 14(4), for its law.
var PopulationStability = &Method{
	ID:        "psi",
	Group:     Distances,
	Name:      "Population stability index",
	Summary:   "Change of the shares of ten bins, the custom of credit scoring: 0.1 is read as moderate, 0.25 as major.",
	Formula:   "PSI = Σ (c − r)·ln(c / r); an empty bin counts as half a row",
	Source:    "Lewis (1994), An Introduction to Credit Scoring; Yurdakul & Naranjo (2020), J. of Risk Model Validation 14(4)",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Threshold: 0.1,
	Scale:     Quadratic,
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Statistic: populationStability,
	Tail:      homogeneity,
}

func populationStability(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	sum := 0.0
	b.shares(p, func(r, c, _ float64) {
		if r == 0 {
			r = 0.5 / p.ER
		}
		if c == 0 {
			c = 0.5 / p.EC
		}
		sum += (c - r) * math.Log(c/r)
	})
	return Size{Statistic: sum, Noise: math.Max(0, b.used()-1) * p.both(), Bound: b.bound()}
}
