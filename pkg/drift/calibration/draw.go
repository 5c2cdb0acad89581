package main

import (
	"math"
	"math/rand/v2"
)

// Windows of many rows are drawn as counts: how many of m rows fall into each cell is multinomial, whatever the rows are.

// multinomial draws how many of m independent rows fall into each of len(upTo) cells, upTo[k] being the share of rows in cells 0 … k (the last is 1).
func multinomial(rng *rand.Rand, m int, upTo []float64) []float64 {
	n := make([]float64, len(upTo))
	below := 0.0
	for k := 0; k < len(upTo)-1 && m > 0; k++ {
		if share := upTo[k] - below; share > 0 {
			drawn := binomial(rng, m, share/(1-below))
			n[k] = float64(drawn)
			m -= drawn
		}
		below = upTo[k]
	}
	n[len(n)-1] += float64(m)
	return n
}

// binomial draws the number of successes of m trials: by inversion where few are expected, else by transformed rejection (Hörmann 1993, Journal of
// Statistical Computation and Simulation 46:101, algorithm BTRS). Both are exact.
func binomial(rng *rand.Rand, m int, p float64) int {
	switch {
	case p >= 1:
		return m
	case !(p > 0) || m == 0:
		return 0
	case p > 0.5:
		return m - binomial(rng, m, 1-p)
	}
	n := float64(m)
	if n*p < 10 {
		return invertedBinomial(rng, m, p)
	}
	odds := p / (1 - p)
	deviation := math.Sqrt(n * p * (1 - p))
	b := 1.15 + 2.53*deviation
	a := -0.0873 + 0.0248*b + 0.01*p
	center := n*p + 0.5
	v0 := 0.92 - 4.2/b
	alpha := (2.83 + 5.1/b) * deviation
	mode := math.Floor((n + 1) * p)
	logMode := logFactorial(mode) + logFactorial(n-mode)
	for {
		u, v := rng.Float64()-0.5, rng.Float64()
		us := 0.5 - math.Abs(u)
		k := math.Floor((2*a/us+b)*u + center)
		if us >= 0.07 && v <= v0 {
			return int(k)
		}
		if k < 0 || k > n {
			continue
		}
		if math.Log(v*alpha/(a/(us*us)+b)) <= logMode-logFactorial(k)-logFactorial(n-k)+(k-mode)*math.Log(odds) {
			return int(k)
		}
	}
}

func invertedBinomial(rng *rand.Rand, m int, p float64) int {
	n, odds := float64(m), p/(1-p)
	for {
		u, f := rng.Float64(), math.Exp(n*math.Log1p(-p))
		for k := 0; k <= m; k++ {
			if u <= f {
				return k
			}
			u -= f
			f *= odds * (n - float64(k)) / float64(k+1)
		}
		// Rounding has left less than all of the probability: draw again.
	}
}

func logFactorial(x float64) float64 {
	v, _ := math.Lgamma(x + 1)
	return v
}

// gamma draws from the gamma law of shape a (Marsaglia and Tsang 2000).
func gamma(rng *rand.Rand, a float64) float64 {
	boost := 1.0
	if a < 1 {
		boost = math.Pow(rng.Float64(), 1/a)
		a++
	}
	d := a - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rng.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(rng.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v * boost
		}
	}
}

func normalCDF(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

func normalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
