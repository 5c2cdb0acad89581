package method

import "math"

// jackknifeCells bounds the cost of Deviation: the statistic is computed twice per cell.
const jackknifeCells = 24

// Deviation is the standard deviation of a statistic when each sample is drawn anew from its own counts, by the infinitesimal jackknife
// (Efron and Stein 1981) on at most jackknifeCells cells: Σ_k p_k U_k² / n per sample, U_k the change of the statistic per unit of probability that is
// moved to cell k. It needs no random numbers. NaN where the statistic cannot be computed on cells.
func Deviation(m *Method, pair *Pair) float64 {
	p := pair.coarse(jackknifeCells)
	at := m.Statistic(p).Statistic
	if math.IsNaN(at) {
		return math.NaN()
	}
	variance := 0.0
	for side := 0; side < 2; side++ {
		own, total, size := p.R, p.NR, p.ER
		if side == 1 {
			own, total, size = p.C, p.NC, p.EC
		}
		moved := make([]float64, len(own))
		step := 1 / math.Max(size, 2)
		sum, squares := 0.0, 0.0
		for k, v := range own {
			if v <= 0 {
				continue
			}
			for j, w := range own {
				moved[j] = w * (1 - step)
			}
			moved[k] += step * total
			q := *p
			if side == 0 {
				q.R = moved
			} else {
				q.C = moved
			}
			u := (m.Statistic(&q).Statistic - at) / step
			sum += v / total * u
			squares += v / total * u * u
		}
		variance += math.Max(0, squares-sum*sum) / size
	}
	return math.Sqrt(variance)
}
