package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// Wasserstein is the earth mover's distance in standard deviations of the reference, T = ∫|F_C(x) − F_R(x)|dx / sd(reference), in [0, ∞): how far,
// on average, the reference has to be moved to look like the window. A shift by c of a whole column is c / sd. It sees rare far values as much as small
// shifts of all, so a single 1e12 can dominate it. sd is the population standard deviation; for a constant reference it is that of both samples
// together, which gives T ≥ 2 for any other value, whatever the units.
//
// P is from the law of a length with the mean and variance that T has for independent rows, the far tail of the difference of means and the kurtosis that far
// values give it. It is an approximation on the large side: of unchanged pairs it called 0.2 to 1.8 % at a nominal 1 % (bells, ties, heavy tails; 100 rows and more).
//
// On a grid a value may lie anywhere in its cell, so the exact T lies within ±Bound; unknown where an open cell holds values.
//
// Source: Vallender (1974), Theory of Probability and its Applications 18:784, for the formula in one dimension.
var Wasserstein = &Method{
	ID:        "wasserstein",
	Group:     Distances,
	Name:      "Wasserstein",
	Summary:   "How far values moved on average, in standard deviations of the reference. Good for size; also sees rare far values.",
	Formula:   "W₁ / sd_R = ∫|F_C(x) − F_R(x)| dx / sd_R",
	Source:    "Vallender (1974), Theory of Probability and its Applications 18:784",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Unit:      "standard deviations of the reference",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw},
	Statistic: wasserstein,
	Tail:      wassersteinTail,
}

func wasserstein(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	t := newEarthMoving(p)
	sd := t.sd()
	if sd == 0 { // one value in both
		return Size{Bound: t.bound(0, 0)}
	}
	mean, variance := t.noise()
	return Size{Statistic: t.area / sd, Noise: (mean*mean + variance) / (sd * sd), Bound: t.bound(t.area, sd)}
}

func wassersteinTail(p *Pair, _ Size) (float64, string) {
	t := newEarthMoving(p)
	if t.area == 0 {
		return 1, BasisLaw
	}
	mean, variance := t.noise()
	return t.tail(mean, variance), BasisLaw
}

// earthMoving is the area between the two distribution functions of a pair.
type earthMoving struct {
	p     *Pair
	scale float64   // a power of two that takes the largest value to about 1, so that neither squares nor differences leave the range of float64
	x     []float64 // values in that scale
	step  []float64 // distance to the next value
	level []float64 // both samples' distribution function up to and including the value
	area  float64
}

func newEarthMoving(p *Pair) *earthMoving {
	largest := math.Max(math.Abs(p.X[0]), math.Abs(p.X[len(p.X)-1]))
	_, exp := math.Frexp(largest)
	n := len(p.X)
	all := make([]float64, 3*n)
	t := &earthMoving{p: p, scale: math.Ldexp(1, max(-1022, min(1023, -exp))), x: all[:n], step: all[n : 2*n-1], level: all[2*n : 3*n-1]}
	for i, x := range p.X {
		t.x[i] = x * t.scale
	}
	inR := p.ER / (p.ER + p.EC)
	reference, current := 0.0, 0.0
	for i := range t.step {
		reference += p.R[i]
		current += p.C[i]
		r, c := reference/p.NR, current/p.NC
		t.step[i] = t.x[i+1] - t.x[i]
		t.level[i] = c + inR*(r-c)
		t.area += math.Abs(c-r) * t.step[i]
	}
	return t
}

// sd is the population standard deviation of the reference; of both samples together where the reference is constant; 0 where both are.
func (t *earthMoving) sd() float64 {
	p := t.p
	if sd := populationSD(t.x, p.R, p.NR); sd > 0 {
		return sd
	}
	both := make([]float64, len(p.R))
	for i := range both {
		both[i] = p.R[i] + p.C[i]
	}
	return populationSD(t.x, both, p.NR+p.NC)
}

// populationSD is the population standard deviation of weights that add up to total.
func populationSD(x, weights []float64, total float64) float64 {
	mean, used := 0.0, 0
	for i, w := range weights {
		mean += w * x[i]
		if w > 0 {
			used++
		}
	}
	if used < 2 {
		return 0 // exactly
	}
	mean /= total
	variance := 0.0
	for i, w := range weights {
		d := x[i] - mean
		variance += w * d * d
	}
	return math.Sqrt(variance / total)
}

// tail is P(T ≥ the area found) when nothing changed.
func (t *earthMoving) tail(mean, variance float64) float64 {
	p := t.p
	ofR, ofC := p.pooledWeights()
	centre, second, fourth := 0.0, 0.0, 0.0
	for i, x := range t.x {
		centre += (ofR*p.R[i] + ofC*p.C[i]) * x
	}
	for i, x := range t.x {
		square := (ofR*p.R[i] + ofC*p.C[i]) * (x - centre) * (x - centre)
		second += square
		fourth += square * (x - centre) * (x - centre)
	}
	// The fourth cumulant of the difference of means: what single far values do to samples of these sizes.
	far := math.Max(0, fourth-3*second*second) * (1/(p.ER*p.ER*p.ER) + 1/(p.EC*p.EC*p.EC))
	return law.Length(t.area, mean, variance, second*p.both(), far)
}

// bound is how far the exact value of distance/sd can be when every value may lie anywhere in its cell; distance is one that changes by no more than the
// values do on average: the area, or the difference of means.
func (t *earthMoving) bound(distance, sd float64) float64 {
	p := t.p
	if p.Lo == nil {
		return 0
	}
	moved, square := 0.0, 0.0
	ofR, ofC := 1/p.NR, 1/p.NC
	for i, x := range t.x {
		if far := max(x-p.Lo[i]*t.scale, p.Hi[i]*t.scale-x); far > 0 {
			moved += far * (p.R[i]*ofR + p.C[i]*ofC)
			square += far * far * p.R[i] * ofR
		}
	}
	// A standard deviation moves by no more than the root mean square of the moves.
	slack := math.Sqrt(square)
	switch {
	case moved == 0:
		return 0
	case math.IsInf(moved, 0) || slack >= sd:
		return math.NaN()
	}
	return math.Max((distance+moved)/(sd-slack)-distance/sd, distance/sd-(distance-moved)/(sd+slack))
}

// noiseNodes is the number of stretches of the line between which covariances are summed; the variance hardly depends on it.
const noiseNodes = 16

// noise is mean and variance of the area between the distribution functions of two samples of these sizes from what both are together.
// The mean is √(2/π · both) ∫√(H(1−H))dx, the variance the double integral of the covariance of |B(s)| and |B(t)| for a Brownian bridge B.
func (t *earthMoving) noise() (mean, variance float64) {
	a, total := make([]float64, len(t.step)), 0.0
	for i, h := range t.level {
		a[i] = math.Sqrt(max(0, h*(1-h))) * t.step[i]
		total += a[i]
	}
	mean = math.Sqrt(2/math.Pi*t.p.both()) * total
	if total == 0 {
		return 0, 0
	}
	// Stretches of about equal weight, each at its weighted mean level; odds are h/(1−h), and √ of the quotient of two odds is their correlation.
	var weight, odds [2 * noiseNodes]float64
	nodes, sum, at := 0, 0.0, 0.0
	for i, w := range a {
		sum += w
		at += w * t.level[i]
		if sum > 0 && (sum >= total/noiseNodes || i == len(a)-1) {
			h := at / sum
			weight[nodes], odds[nodes] = sum, math.Sqrt(h/(1-h))
			nodes, sum, at = nodes+1, 0, 0
		}
	}
	for j := range nodes {
		variance += weight[j] * weight[j] * (math.Pi/2 - 1)
		for k := range j {
			rho := math.Min(1, odds[k]/odds[j])
			variance += 2 * weight[j] * weight[k] * (rho*math.Asin(rho) + math.Sqrt(1-rho*rho) - 1)
		}
	}
	return mean, 2 / math.Pi * t.p.both() * variance
}
