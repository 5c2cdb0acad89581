package method

import "math"

// TotalVariation is half the sum of absolute differences of shares, T = ½ Σ |c − r|; in [0, 1], a metric: the share of rows that would have to move to
// another category to make the samples equal, the easiest of all distances to read. Bins as for PSI: deciles of the reference, or categories.
//
// P is that of the χ² test on the same bins: of the same hypothesis, not of T.
//
// Source: Levin & Peres (2017), Markov Chains and Mixing Times, section 4.1.
var TotalVariation = &Method{
	ID:        "tv",
	Group:     Distances,
	Name:      "Total variation",
	Summary:   "Share of rows that changed category, from 0 to 1. The easiest to read.",
	Formula:   "T = ½ Σ |c − r|",
	Source:    "Levin & Peres (2017), Markov Chains and Mixing Times, section 4.1",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, 1},
	Unit:      "share of rows",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Statistic: totalVariation,
	Tail:      homogeneity,
}

func totalVariation(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	sum := 0.0
	var h []float64
	b.shares(p, func(r, c, both float64) {
		sum += math.Abs(c - r)
		h = append(h, both)
	})
	return Size{Statistic: math.Min(1, sum/2), Noise: variationSquare(h, p.both()), Bound: 2 * b.straddling}
}

// pairwiseBins is the largest number of bins for which covariances are summed; with more of them they hardly matter.
const pairwiseBins = 32

// variationSquare is E[T²] of total variation when nothing changed, for shares h and both = 1/n + 1/m: differences of shares are normal with variance
// h(1−h)·both and correlation −√(h_i·h_j/((1−h_i)(1−h_j))), and |Z_i| has mean √(2/π)·σ_i.
func variationSquare(h []float64, both float64) float64 {
	sum, squares := 0.0, 0.0
	sigma := make([]float64, len(h))
	for i, share := range h {
		v := math.Max(0, share*(1-share)*both)
		sigma[i] = math.Sqrt(v)
		sum += sigma[i]
		squares += v
	}
	mean := 2 / math.Pi * sum * sum // (Σ E|Z_i|)²
	square := mean + (1-2/math.Pi)*squares
	if len(h) <= pairwiseBins {
		for i := range h {
			for j := range i {
				if sigma[i] == 0 || sigma[j] == 0 {
					continue
				}
				rho := math.Min(1, math.Sqrt(h[i]*h[j]/((1-h[i])*(1-h[j]))))
				// E|Z_i·Z_j| does not depend on the sign of their correlation.
				square += 2 * sigma[i] * sigma[j] * 2 / math.Pi * (rho*math.Asin(rho) + math.Sqrt(1-rho*rho) - 1)
			}
		}
	}
	return square / 4
}
