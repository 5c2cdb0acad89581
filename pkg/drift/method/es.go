package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// EppsSingleton compares the characteristic functions of both samples at two points: with g(x) = (cos t₁x, cos t₂x, sin t₁x, sin t₂x), t = (0.4, 0.8) divided by half
// the interquartile range of both samples together, T is the squared difference of the means of g in units of the covariance Σ of g in both samples together,
// T = d′Σ⁻¹d; in [0, ∞). It sees changes of spread and shape that leave the middle where it is, on columns with ties as well. Where the middle half of all rows
// is one value, the standard deviation takes the place of half the interquartile range.
//
// P of samples whose sizes are within a factor of 1½ of each other is that of scipy's epps_singleton_2samp: W is T·nm/(n+m) with each sample's own covariance in
// place of Σ, corrected where both have fewer than 25 rows, against χ² with as many degrees of freedom as Σ has rank. For a small window and a large reference
// that calls far too much (1,000 and 30 rows: 42 % at a nominal 5 %), because the covariance then comes from the few rows alone. There p is from the law of
// T·nm/(n+m) itself, χ² again, never below the gamma law with the variance that rare values give it; of fewer than 150 rows it is resampled: see resample.
//
// On a grid the values of a cell count as its middle; no bound for the exact T is known.
//
// Source: Epps & Singleton (1986), J. of Statistical Computation and Simulation 26:177; Goerg & Kaiser (2009), The Stata Journal 9:454.
var EppsSingleton = &Method{
	ID:        "es",
	Group:     Tests,
	Name:      "Epps–Singleton",
	Summary:   "Compares characteristic functions. Sees changes of spread and shape that shift nothing; at ease with ties.",
	Formula:   "T = d′Σ⁻¹d, d the difference of the means of (cos tx, sin tx), t = 0.4 and 0.8 by half the interquartile range",
	Source:    "Epps & Singleton (1986), J. of Statistical Computation and Simulation 26:177",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Threshold: 0.1,
	Scale:     Quadratic,
	Bases:     []string{BasisLaw, BasisDrawn},
	Symmetric: true,
	Statistic: eppsSingleton,
	Tail:      eppsSingletonTail,
}

func eppsSingleton(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	w := newWaves(p)
	statistic, rank := w.distance(w.covariance)
	noise := float64(rank) * p.both()
	if rows := p.ER + p.EC; rows > 1 { // the mean over all deals is exact
		noise *= rows / (rows - 1)
	}
	return Size{Statistic: statistic, Noise: noise, Bound: gridUnknown(p)}
}

// alikeSizes is the largest quotient of sample sizes for which scipy's law holds.
const alikeSizes = 1.5

func eppsSingletonTail(p *Pair, found Size) (float64, string) {
	w := newWaves(p)
	n, m := p.ER, p.EC
	_, rank := w.distance(w.covariance)
	switch own, ownRank := w.distance(w.own); {
	case found.Statistic == 0 || rank == 0:
		return 1, BasisLaw
	case ownRank == rank && math.Max(n, m) <= alikeSizes*math.Min(n, m):
		return law.ChiSquared(scipyWaves(own, n, m), float64(rank)), BasisLaw
	}
	if p.few() {
		w := newWaves(p.coarse(resampledCells))
		return dealt(p, func(q *Pair) float64 {
			w.compare(q)
			sum, _ := w.distance(w.covariance)
			return sum
		}, Quadratic), BasisDrawn
	}
	k := float64(rank)
	s := law.Squares{Trace: k, Trace2: k, Trace3: k, Fourth: w.fourth()}
	return s.Tail(found.Statistic/p.both(), math.Min(n, m)), BasisLaw
}

// scipyWaves is scipy's W from the distance by each sample's own covariance.
func scipyWaves(distance, n, m float64) float64 {
	w := distance / (1/n + 1/m)
	if math.Max(n, m) < 25 {
		w /= 1 + math.Pow(n+m, -0.45) + 10.1*(math.Pow(n, -1.7)+math.Pow(m, -1.7))
	}
	return w
}

// components is the number of components of g.
const components = 4

type square [components][components]float64

// waves are the values of g and what is known of them.
type waves struct {
	p          *Pair
	g          [][components]float64 // of each key, less the mean of both samples together
	apart      [components]float64   // difference of the means of both samples
	covariance square                // of both samples together
	own        square                // mean of each sample's own, as the difference of means weighs them
}

func newWaves(p *Pair) *waves {
	w := &waves{p: p, g: make([][components]float64, len(p.R))}
	t := newEarthMoving(p)
	width := t.halfQuartileRange()
	if !(width > 0) {
		both := make([]float64, len(p.R))
		for i := range both {
			both[i] = p.pooled(i)
		}
		width = populationSD(t.x, both, 1)
	}
	if !(width > 0) { // one value in both samples
		return w
	}
	var meanR, meanC, mean [components]float64
	ofR, ofC := p.pooledWeights()
	for i, x := range t.x {
		for k, point := range [2]float64{0.4, 0.8} {
			w.g[i][k+2], w.g[i][k] = math.Sincos(math.Max(-math.MaxFloat64, math.Min(math.MaxFloat64, point*x/width)))
		}
		for k, v := range w.g[i] {
			meanR[k] += p.R[i] / p.NR * v
			meanC[k] += p.C[i] / p.NC * v
			mean[k] += (p.R[i]*ofR + p.C[i]*ofC) * v
		}
	}
	for k := range mean {
		w.apart[k] = meanC[k] - meanR[k]
	}
	ownR, ownC := 1/p.ER/p.both()/p.NR, 1/p.EC/p.both()/p.NC
	for i := range w.g {
		for k := range components {
			for l := range k + 1 {
				gk, gl := w.g[i][k], w.g[i][l]
				w.covariance[k][l] += (p.R[i]*ofR + p.C[i]*ofC) * (gk - mean[k]) * (gl - mean[l])
				w.own[k][l] += p.R[i]*ownR*(gk-meanR[k])*(gl-meanR[l]) + p.C[i]*ownC*(gk-meanC[k])*(gl-meanC[l])
			}
		}
		for k := range mean {
			w.g[i][k] -= mean[k]
		}
	}
	for k := range components {
		for l := range k {
			w.covariance[l][k], w.own[l][k] = w.covariance[k][l], w.own[k][l]
		}
	}
	return w
}

const (
	// rankTolerance is the share of the largest eigenvalue below which one counts as 0: a column of k values has rank k − 1, with rounding errors in
	// place of zeros.
	rankTolerance = 1e-10
	noVariance    = 1e-25 // what rounding leaves of a variance that is 0
)

// compare takes the difference of means anew from another deal of the same rows, which leaves points and covariance as they are.
func (w *waves) compare(q *Pair) {
	w.apart = [components]float64{}
	for i := range w.g {
		by := q.C[i]/q.NC - q.R[i]/q.NR
		for k, v := range w.g[i] {
			w.apart[k] += by * v
		}
	}
}

// distance is d′Σ⁻¹d along the directions in which Σ varies, and their number.
func (w *waves) distance(covariance square) (sum float64, rank int) {
	w.whitened(covariance, func(whiten func(v [components]float64, visit func(y float64)), number int) {
		rank = number
		whiten(w.apart, func(y float64) { sum += y * y })
	})
	return sum, rank
}

// fourth is E|y|⁴ of a single row of both samples together, y whitened.
func (w *waves) fourth() (sum float64) {
	w.whitened(w.covariance, func(whiten func(v [components]float64, visit func(y float64)), _ int) {
		for i, g := range w.g {
			square := 0.0
			whiten(g, func(y float64) { square += y * y })
			sum += w.p.pooled(i) * square * square
		}
	})
	return sum
}

// whitened hands over the map to the coordinates in which a covariance is the identity, and their number.
func (w *waves) whitened(covariance square, use func(whiten func(v [components]float64, visit func(y float64)), number int)) {
	values, vectors := eigen(covariance)
	largest := 0.0
	for _, v := range values {
		largest = math.Max(largest, v)
	}
	var kept []int
	for k, v := range values {
		if v > rankTolerance*largest && v > noVariance {
			kept = append(kept, k)
		}
	}
	use(func(v [components]float64, visit func(y float64)) {
		for _, k := range kept {
			along := 0.0
			for l := range components {
				along += vectors[l][k] * v[l]
			}
			visit(along / math.Sqrt(values[k]))
		}
	}, len(kept))
}

// halfQuartileRange is half the interquartile range of both samples together, quantiles interpolated between rows as numpy does.
func (t *earthMoving) halfQuartileRange() float64 {
	p := t.p
	ofR, ofC := p.ER/p.NR, p.EC/p.NC
	rows := p.ER + p.EC
	value := func(rank float64) float64 { // of the row with this number, from 0
		upTo := 0.0
		for i, x := range t.x {
			upTo += p.R[i]*ofR + p.C[i]*ofC
			if upTo > rank+1e-9 {
				return x
			}
		}
		return t.x[len(t.x)-1]
	}
	quantile := func(q float64) float64 {
		at := (rows - 1) * q
		low := math.Floor(at)
		a, b := value(low), value(math.Ceil(at))
		return a + (b-a)*(at-low)
	}
	return (quantile(0.75) - quantile(0.25)) / 2
}

// eigen is the values and, in columns, the vectors of a symmetric matrix, by Jacobi's rotations.
func eigen(a square) (values [components]float64, vectors square) {
	for k := range vectors {
		vectors[k][k] = 1
	}
	for range 60 {
		off := 0.0
		for p := range components {
			for q := p + 1; q < components; q++ {
				off += a[p][q] * a[p][q]
				if a[p][q] == 0 {
					continue
				}
				theta := (a[q][q] - a[p][p]) / (2 * a[p][q])
				t := math.Copysign(1, theta) / (math.Abs(theta) + math.Hypot(theta, 1))
				c := 1 / math.Hypot(t, 1)
				s := t * c
				for k := range components {
					a[k][p], a[k][q] = c*a[k][p]-s*a[k][q], s*a[k][p]+c*a[k][q]
				}
				for k := range components {
					a[p][k], a[q][k] = c*a[p][k]-s*a[q][k], s*a[p][k]+c*a[q][k]
					vectors[k][p], vectors[k][q] = c*vectors[k][p]-s*vectors[k][q], s*vectors[k][p]+c*vectors[k][q]
				}
			}
		}
		if off < 1e-34 {
			break
		}
	}
	for k := range values {
		values[k] = a[k][k]
	}
	return values, vectors
}
