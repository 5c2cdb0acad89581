package drift

import "math"

// Wasserstein is the earth mover's distance in standard deviations of the reference, T = ∫|F_C(x) − F_R(x)|dx / sd(reference), in [0, ∞): how far,
// on average, the reference has to be moved to look like the window. A shift by c of a whole column is c / sd. It sees rare far values as much as small
// shifts of all, so a single 1e12 can dominate it. sd is the population standard deviation; for a constant reference it is that of both samples
// together, which gives T ≥ 2 for any other value, whatever the units.
//
// P is from a root-gamma law of T with its exact mean and variance for independent rows, never below the law of the difference of means.
//
// On a grid a value may lie anywhere in its cell, so the exact T lies within ±Bound; unknown where an open cell holds values.
//
// Source: Vallender (1974), Theory of Probability and its Applications 18:784, for the formula in one dimension.
var Wasserstein = &Method{
	ID:        "wasserstein",
	Name:      "Wasserstein",
	Summary:   "How far values moved on average, in standard deviations of the reference. Good for size; also sees rare far values.",
	Formula:   "W₁ / sd_R = ∫|F_C(x) − F_R(x)| dx / sd_R",
	Source:    "Vallender (1974), Theory of Probability and its Applications 18:784",
	Kinds:     numericKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Unit:      "standard deviations of the reference",
	Threshold: 0.1,
	Scale:     Distance,
	Measure:   wasserstein,
}

func wasserstein(p *Pair) Measurement {
	if p.empty() {
		return unknown
	}
	unit := unitOf(p.X)
	area, reference, current := 0.0, 0.0, 0.0
	for i := 0; i+1 < len(p.X); i++ {
		reference += p.R[i]
		current += p.C[i]
		area += math.Abs(current/p.NC-reference/p.NR) * (p.X[i+1]/unit - p.X[i]/unit)
	}
	sd := p.spread(p.R, p.NR, unit)
	if sd == 0 { // a constant reference
		both := make([]float64, len(p.R))
		for i := range both {
			both[i] = p.R[i] + p.C[i]
		}
		sd = p.spread(both, p.NR+p.NC, unit)
	}
	if sd == 0 { // one value in both
		return Measurement{P: 1, PBasis: basisLaw, Bound: p.transportBound(0, 0, unit)}
	}
	mean, variance := p.transportNoise(unit)
	m := Measurement{
		Statistic: area / sd,
		PBasis:    basisLaw,
		Noise:     (mean*mean + variance) / (sd * sd),
		Bound:     p.transportBound(area, sd, unit),
	}
	all := make([]float64, len(p.R))
	for i := range all {
		all[i] = p.pooled(i)
	}
	m.P = math.Max(rootGammaTail(area, mean, variance), normalTail(area/(p.spread(all, 1, unit)*math.Sqrt(p.both()))))
	return m
}

// unitOf is a power of two near the largest value, so that neither squares nor differences leave the range of float64.
func unitOf(x []float64) float64 {
	largest := 0.0
	for _, v := range x {
		largest = math.Max(largest, math.Abs(v))
	}
	_, exp := math.Frexp(largest)
	return math.Ldexp(1, max(-1022, min(1023, exp)))
}

// spread is the population standard deviation of weights that add up to total, in the given unit.
func (p *Pair) spread(weights []float64, total, unit float64) float64 {
	mean := 0.0
	for i, w := range weights {
		mean += w / total * (p.X[i] / unit)
	}
	variance, first, constant := 0.0, math.NaN(), true
	for i, w := range weights {
		if w == 0 {
			continue
		}
		d := p.X[i]/unit - mean
		variance += w / total * d * d
		if math.IsNaN(first) {
			first = p.X[i]
		}
		constant = constant && p.X[i] == first
	}
	if constant {
		return 0
	}
	return math.Sqrt(variance)
}

// transportBound is how far the exact statistic can be from area/sd when every value may lie anywhere in its cell.
func (p *Pair) transportBound(area, sd, unit float64) float64 {
	if p.Lo == nil {
		return 0
	}
	moved, square := 0.0, 0.0
	for i := range p.X {
		if far := math.Max(p.X[i]-p.Lo[i], p.Hi[i]-p.X[i]) / unit; far > 0 {
			moved += far * (p.R[i]/p.NR + p.C[i]/p.NC)
			square += far * far * p.R[i] / p.NR
		}
	}
	// A standard deviation moves by no more than the root mean square of the moves.
	if slack := math.Sqrt(square); moved == 0 {
		return 0
	} else if slack < sd && !math.IsInf(moved, 0) {
		return math.Max((area+moved)/(sd-slack)-area/sd, area/sd-(area-moved)/(sd+slack))
	}
	return math.NaN()
}

// noiseNodes is the number of stretches of the line between which covariances are summed; the variance hardly depends on it.
const noiseNodes = 24

// transportNoise is mean and variance of the area between the distribution functions of two samples of these sizes from what both are together.
// The mean is √(2/π · both) ∫√(H(1−H))dx, the variance the double integral of the covariance of |B(s)| and |B(t)| for a Brownian bridge B.
func (p *Pair) transportNoise(unit float64) (mean, variance float64) {
	n := len(p.X) - 1
	total, h := 0.0, 0.0
	a := make([]float64, n)
	for i := range a {
		h += p.pooled(i)
		a[i] = math.Sqrt(math.Max(0, h*(1-h))) * (p.X[i+1]/unit - p.X[i]/unit)
		total += a[i]
	}
	mean = math.Sqrt(2/math.Pi*p.both()) * total
	if total == 0 {
		return 0, 0
	}
	// Stretches of about equal weight, each at its weighted mean level.
	var weight, level [2 * noiseNodes]float64
	nodes, sum, at := 0, 0.0, 0.0
	h = 0
	for i, w := range a {
		h += p.pooled(i)
		sum += w
		at += w * h
		if sum > 0 && (sum >= total/noiseNodes || i == n-1) {
			weight[nodes], level[nodes] = sum, at/sum
			nodes, sum, at = nodes+1, 0, 0
		}
	}
	for j := range nodes {
		variance += weight[j] * weight[j] * (math.Pi/2 - 1)
		for k := range j {
			rho := math.Sqrt(level[k] * (1 - level[j]) / (level[j] * (1 - level[k])))
			rho = math.Min(rho, 1)
			variance += 2 * weight[j] * weight[k] * (rho*math.Asin(rho) + math.Sqrt(1-rho*rho) - 1)
		}
	}
	return mean, 2 / math.Pi * p.both() * variance
}
