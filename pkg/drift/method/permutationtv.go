package method

import "math"

// PermutationVariation is TotalVariation with a p-value of its own statistic: how often ½ Σ |c − r| is as large when the rows are dealt to both samples anew. Other
// distances of shares have the p-value of the χ² test, which looks at the same hypothesis from another side.
//
// P is resampled, see resample: sequential, with a fixed seed, on the bins or on at most 512 categories.
//
// Source: Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses; Besag & Clifford (1991), Biometrika 78:301, for stopping early.
var PermutationVariation = &Method{
	ID:        "permutation_tv",
	Group:     Tests,
	Name:      "Total variation, permuted",
	Summary:   "Share of rows that changed category, with a p-value of exactly that, by dealing the rows anew.",
	Formula:   "T = ½ Σ |c − r|; p the share of deals of all rows with a T as large",
	Source:    "Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, 1},
	Unit:      "share of rows",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisDrawn},
	Bins:      true,
	Statistic: totalVariation,
	Tail:      permutationVariationTail,
}

func permutationVariationTail(p *Pair, found Size) (float64, string) {
	if found.Statistic == 0 {
		return 1, BasisDrawn
	}
	b := newBins(p)
	q := &Pair{R: b.r, C: b.c, Names: make([]string, len(b.r)), NR: p.NR, NC: p.NC, ER: p.ER, EC: p.EC}
	return resample(q.coarse(resampledCells), func(q *Pair) float64 {
		sum := 0.0
		for i := range q.R {
			sum += math.Abs(q.C[i]/q.NC - q.R[i]/q.NR)
		}
		return sum / 2
	}, Distance), BasisDrawn
}
