package peer

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// eppsSingleton is the p-value of scipy's epps_singleton_2samp with t = (0.4, 0.8) in units of the pooled semi-interquartile range: how far the two
// empirical characteristic functions are apart at t, in their own covariance. NaN for fewer than 5 values.
//
// Source: Epps & Singleton (1986), J. Statistical Computation and Simulation 26:177; Goerg & Kaiser (2009), Stata J. 9:454.
func (s *sample) eppsSingleton() (float64, error) {
	n, m := s.pair.NR, s.pair.NC
	both := s.both()
	semi := (s.quantile(both, n+m, 0.75) - s.quantile(both, n+m, 0.25)) / 2
	if semi == 0 {
		return 0, fmt.Errorf("the test raises an error where the interquartile range of both samples together is 0")
	}
	if n < 5 || m < 5 { // looked at after the range, as Evidently does
		return math.NaN(), nil
	}
	const size = 4
	waves := func(x float64) (g [size]float64) {
		g[0], g[1] = math.Cos(0.4/semi*x), math.Cos(0.8/semi*x)
		g[2], g[3] = math.Sin(0.4/semi*x), math.Sin(0.8/semi*x)
		return g
	}
	spread := func(weights []float64, n float64) (mean [size]float64, covariance [size * size]float64) {
		for i, w := range weights {
			if w == 0 {
				continue
			}
			for a, v := range waves(s.pair.X[i]) {
				mean[a] += w / n * v
			}
		}
		for i, w := range weights {
			if w == 0 {
				continue
			}
			g := waves(s.pair.X[i])
			for a := range size {
				for b := range size {
					covariance[a*size+b] += w / n * (g[a] - mean[a]) * (g[b] - mean[b])
				}
			}
		}
		return mean, covariance
	}
	meanR, covR := spread(s.pair.R, n)
	meanC, covC := spread(s.pair.C, m)
	rows := n + m
	estimate := mat.NewSymDense(size, nil)
	for a := range size {
		for b := a; b < size; b++ {
			estimate.SetSym(a, b, rows/n*covR[a*size+b]+rows/m*covC[a*size+b])
		}
	}
	var eigen mat.EigenSym
	if mat.Trace(estimate) < 1e-20 {
		return 0, fmt.Errorf("both samples are constant: what the test says of them is rounding")
	}
	if !eigen.Factorize(estimate, true) {
		return 0, fmt.Errorf("the test found no inverse of its covariance")
	}
	values := eigen.Values(nil)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	largest := math.Max(math.Abs(values[0]), math.Abs(values[size-1]))
	// The pseudo-inverse drops directions without variance; its rank, taken of the inverse, drops those whose inverse is small.
	inverse, mostInverse := make([]float64, size), 0.0
	for k, v := range values {
		if math.Abs(v) > 1e-15*largest {
			inverse[k] = 1 / v
			mostInverse = math.Max(mostInverse, math.Abs(inverse[k]))
		}
	}
	const epsilon = 0x1p-52
	statistic, rank := 0.0, 0.0
	for k, v := range inverse {
		along := 0.0
		for a := range size {
			along += vectors.At(a, k) * (meanR[a] - meanC[a])
		}
		statistic += rows * v * along * along
		if math.Abs(v) > mostInverse*size*epsilon {
			rank++
		}
	}
	if math.Max(n, m) < 25 {
		statistic /= 1 + math.Pow(rows, -0.45) + 10.1*(math.Pow(n, -1.7)+math.Pow(m, -1.7))
	}
	return chiSquaredTail(statistic, rank), nil
}
