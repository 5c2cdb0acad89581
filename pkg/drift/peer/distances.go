package peer

import "math"

// Distances that several libraries share, of shares of bins and of distribution functions.

// jensenShannon is the root of the Jensen–Shannon divergence to a base, of shares that are made to add up to 1 first (scipy.spatial.distance).
func jensenShannon(p, q []float64, base float64) float64 {
	sumP, sumQ := total(p), total(q)
	js := 0.0
	for i := range p {
		a, b := p[i]/sumP, q[i]/sumQ
		m := (a + b) / 2
		js += relativeEntropy(a, m) + relativeEntropy(b, m)
	}
	return math.Sqrt(math.Max(0, js/math.Log(base)/2))
}

// relativeEntropy is a·ln(a/b), 0 for a = 0.
func relativeEntropy(a, b float64) float64 {
	if a == 0 {
		return 0
	}
	return a * math.Log(a/b)
}

// stability is the population stability index of shares without zeros.
func stability(p, q []float64) float64 {
	sum := 0.0
	for i := range p {
		sum += (p[i] - q[i]) * math.Log(p[i]/q[i])
	}
	return sum
}

// affinity is the Bhattacharyya coefficient, Σ√(pq).
func affinity(p, q []float64) float64 {
	sum := 0.0
	for i := range p {
		sum += math.Sqrt(p[i] * q[i])
	}
	return sum
}

// rootDistance is the Hellinger distance as the distance of roots, √(½Σ(√p − √q)²).
func rootDistance(p, q []float64) float64 {
	sum := 0.0
	for i := range p {
		d := math.Sqrt(p[i]) - math.Sqrt(q[i])
		sum += d * d
	}
	return math.Sqrt(sum) / math.Sqrt2
}

// largestDifference is max |p − q|.
func largestDifference(p, q []float64) float64 {
	most := 0.0
	for i := range p {
		most = math.Max(most, math.Abs(p[i]-q[i]))
	}
	return most
}

func total(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum
}

// pairwise is a sum in numpy's order: what is left over after rounding decides the last bin of some distances.
func pairwise(x []float64) float64 {
	n := len(x)
	switch {
	case n < 8:
		return total(x)
	case n > 128:
		half := n / 2
		half -= half % 8
		return pairwise(x[:half]) + pairwise(x[half:])
	}
	var part [8]float64
	copy(part[:], x)
	i := 8
	for ; i < n-n%8; i += 8 {
		for k := range part {
			part[k] += x[i+k]
		}
	}
	sum := ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]))
	for ; i < n; i++ {
		sum += x[i]
	}
	return sum
}

// functions are what is read from two distribution functions in one walk.
type functions struct {
	gap    float64 // Kolmogorov–Smirnov's D
	area   float64 // Wasserstein: ∫|F − G|
	energy float64 // energy distance, its root: √(2∫(F − G)²)
}

func (s *sample) functions() functions {
	var f functions
	p := s.pair
	r, c := 0.0, 0.0
	for i := range p.X {
		r += p.R[i]
		c += p.C[i]
		d := math.Abs(r/p.NR - c/p.NC)
		f.gap = math.Max(f.gap, d)
		if i+1 < len(p.X) {
			step := p.X[i+1] - p.X[i]
			f.area += d * step
			f.energy += d * d * step
		}
	}
	f.energy = math.Sqrt(2 * f.energy)
	return f
}
