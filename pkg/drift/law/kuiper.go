package law

import "math"

// Kuiper is P(V ≥ v) of Kuiper's statistic of one sample of n rows from a continuous column; for two samples n is nm/(n+m), not necessarily whole. It is the
// law of the range of a Brownian bridge, 2·Σ (4j²λ² − 1)·exp(−2j²λ²), with λ = (√n + 0.155 + 0.24/√n)·v, which holds from n = 4 on.
//
// Source: Kuiper (1960), Indagationes Mathematicae 22:38; Stephens (1970), J. Royal Statistical Society B 32:115, for λ.
func Kuiper(n, v float64) float64 {
	root := math.Sqrt(n)
	lambda := (root + 0.155 + 0.24/root) * v
	if lambda < 0.4 { // the law has less than 1e-10 below
		return 1
	}
	sum := 0.0
	for j := 1.0; j <= 100; j++ {
		x := 2 * j * j * lambda * lambda
		term := 2 * (2*x - 1) * math.Exp(-x)
		sum += term
		if math.Abs(term) <= 1e-17*math.Abs(sum) {
			break
		}
	}
	return Clip01(sum)
}
