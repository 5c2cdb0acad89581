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

// coarse merges neighbouring keys, by equal parts of both samples together, until at most n remain. Categories beyond are merged in order of name.
func (p *Pair) coarse(n int) *Pair {
	if len(p.R) <= n {
		return p
	}
	coarse := *p
	q := &coarse
	both := func(i int) float64 { return p.R[i]/p.NR + p.C[i]/p.NC } // Σ = 2
	q.R, q.C, q.X, q.Lo, q.Hi, q.Names = make([]float64, 0, n), make([]float64, 0, n), nil, nil, nil, nil
	sum, mass, moment := 0.0, 0.0, 0.0
	last := -1
	for i := range p.R {
		slot := min(n-1, int(sum/2*float64(n)))
		w := both(i)
		if slot != last {
			q.R, q.C = append(q.R, 0), append(q.C, 0)
			if p.Numeric {
				q.X = append(q.X, p.X[i])
			} else {
				q.Names = append(q.Names, p.Names[i])
			}
			last, mass, moment = slot, 0, 0
		}
		k := len(q.R) - 1
		q.R[k] += p.R[i]
		q.C[k] += p.C[i]
		sum += w
		if p.Numeric {
			mass, moment = mass+w/2, moment+w/2*p.X[i] // halves: Σw is 2, and no sum leaves the range of float64
			if mass > 0 {
				q.X[k] = moment / mass
			}
		}
	}
	return q
}
