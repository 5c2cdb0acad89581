package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// MeanDiscrepancy is the maximum mean discrepancy with a Gaussian kernel, T = √(Σ_ij d_i·d_j·exp(−(x_i − x_j)²/2σ²)), d the differences of shares; in [0, √2). σ is
// the median distance of two rows with different values, of both samples together. Far values count as rows that have changed, not by how far they are.
// It is the biased estimate, which is a distance and never negative; the bias is in its noise.
//
// It is computed on cells, not rows: on at most 512, neighbours taken together beyond. The kernel's matrix is taken apart by a pivoted Cholesky decomposition,
// some 20 vectors that give T² to 1e-9 or so.
//
// P is from the law of T² under independent rows, a sum of weighted χ² variables whose first three moments are those of the kernel centred on both samples
// together, never below the gamma law with the variance that rare values give it.
//
// On a grid, or on neighbours taken together, no bound for the exact T is known.
//
// Source: Gretton, Borgwardt, Rasch, Schölkopf & Smola (2012), J. of Machine Learning Research 13:723, the median of distances included.
var MeanDiscrepancy = &Method{
	ID:        "mmd",
	Group:     Tests,
	Name:      "Maximum mean discrepancy",
	Summary:   "Difference of the two densities as a Gaussian kernel sees them. For any change of shape; far values weigh no more than others.",
	Formula:   "T = √(Σ_ij d_i d_j exp(−(x_i − x_j)²/2σ²)), d = c − r, σ the median distance of rows that differ",
	Source:    "Gretton et al. (2012), J. of Machine Learning Research 13:723",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, math.Sqrt2},
	Threshold: 0.05,
	Scale:     Distance,
	Bases:     []string{BasisLaw},
	Symmetric: true,
	Statistic: func(p *Pair) Size {
		if p.empty() {
			return unknown
		}
		k := newKernel(p)
		return Size{Statistic: k.statistic(), Noise: k.noise(), Bound: k.bound}
	},
	Tail: func(p *Pair, found Size) (float64, string) { return newKernel(p).tail(found), BasisLaw },
}

const (
	kernelCells   = 512
	kernelVectors = 128   // most vectors; a column that needs more is one of many far values
	kernelRest    = 1e-10 // mean share of the kernel that vectors may leave out
)

// kernel is a Gaussian kernel on the cells of a pair.
type kernel struct {
	p     *Pair
	bound float64
	y     [][]float64 // of each cell: its coordinates, so that products of them are values of the kernel
}

func newKernel(p *Pair) *kernel {
	k := &kernel{p: p.coarse(kernelCells), bound: gridUnknown(p)}
	if k.p != p {
		k.bound = math.NaN()
	}
	x := newEarthMoving(k.p).x
	h := make([]float64, len(x))
	for i := range h {
		h[i] = k.p.pooled(i)
	}
	width := medianDistance(x, h)
	if !(width > 0) { // one value
		return k
	}
	// Pivoted Cholesky: each vector takes the cell that holds most of what is left.
	n := len(x)
	rest := make([]float64, n)
	for i := range rest {
		rest[i] = 1
	}
	k.y = make([][]float64, n)
	for range min(n, kernelVectors) {
		pivot, most, left := 0, -1.0, 0.0
		for i, r := range rest {
			left += h[i] * r
			if h[i]*r > most {
				pivot, most = i, h[i]*r
			}
		}
		if left < kernelRest || !(rest[pivot] > 1e-14) {
			break
		}
		root, at := math.Sqrt(rest[pivot]), k.y[pivot]
		for i := range k.y {
			d := (x[i] - x[pivot]) / width
			v := math.Exp(-d * d / 2)
			for j, a := range at {
				v -= a * k.y[i][j]
			}
			v /= root
			k.y[i] = append(k.y[i], v)
			rest[i] = math.Max(0, rest[i]-v*v)
		}
		rest[pivot] = 0
	}
	return k
}

// medianDistance is the median distance of two rows with different values, of ascending values x with shares h; by bisection, as pairs within a distance
// are counted in one pass.
func medianDistance(x, h []float64) float64 {
	n := len(x)
	within := func(far float64) float64 { // share of pairs of different values
		sum, inside, j := 0.0, 0.0, 0
		for i := range x {
			for x[i]-x[j] > far {
				inside -= h[j]
				j++
			}
			sum += h[i] * inside
			inside += h[i]
		}
		return sum
	}
	low, high := 0.0, x[n-1]-x[0]
	half := within(high) / 2
	if !(half > 0) {
		return 0
	}
	for range 200 {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			break
		}
		if within(middle) >= half*(1-1e-12) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

func (k *kernel) statistic() float64 {
	sum := 0.0
	for _, v := range k.mean(func(i int) float64 { return k.p.C[i]/k.p.NC - k.p.R[i]/k.p.NR }) {
		sum += v * v
	}
	return math.Min(math.Sqrt2, math.Sqrt(sum))
}

// mean sums the coordinates of cells with weights.
func (k *kernel) mean(weight func(i int) float64) []float64 {
	if len(k.y) == 0 {
		return nil
	}
	out := make([]float64, len(k.y[0]))
	for i, y := range k.y {
		w := weight(i)
		for j, v := range y {
			out[j] += w * v
		}
	}
	return out
}

// noise is E[T²] when nothing changed: (1 − Σ_ij h_i·h_j·k_ij) · (1/n + 1/m), exact over all deals of the rows.
func (k *kernel) noise() float64 {
	p := k.p
	if len(k.y) == 0 {
		return 0
	}
	square := 0.0
	for _, v := range k.mean(p.pooled) {
		square += v * v
	}
	noise := math.Max(0, 1-square) * p.both()
	if rows := p.ER + p.EC; rows > 1 {
		noise *= rows / (rows - 1)
	}
	return noise
}

func (k *kernel) tail(found Size) float64 {
	p := k.p
	if found.Statistic == 0 || found.Noise == 0 {
		return 1
	}
	centre := k.mean(p.pooled)
	n := len(centre)
	covariance := make([]float64, n*n)
	var s law.Squares
	own := make([]float64, n)
	for i, y := range k.y {
		h, square := p.pooled(i), 0.0
		for a, v := range y {
			own[a] = v - centre[a]
			square += own[a] * own[a]
		}
		s.Fourth += h * square * square
		for a := range own {
			for b := range a + 1 {
				covariance[a*n+b] += h * own[a] * own[b]
			}
		}
	}
	for a := range n {
		s.Trace += covariance[a*n+a]
		for b := range a {
			covariance[b*n+a] = covariance[a*n+b]
		}
	}
	squared := law.Product(covariance, covariance, n)
	for a := range n {
		s.Trace2 += squared[a*n+a]
		for b := range n {
			s.Trace3 += squared[a*n+b] * covariance[b*n+a]
		}
	}
	return s.Tail(found.Statistic*found.Statistic/p.both(), math.Min(p.ER, p.EC))
}
