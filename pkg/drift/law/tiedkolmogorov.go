package law

import (
	"math"
	"sync"

	"gonum.org/v1/gonum/integrate/quad"
)

// SmirnovTied is P(D ≥ h/lcm) for samples of n and m rows whose pooled values come in ties, blocks[k] rows of the k-th value, Σ blocks = n + m: the share of
// all ways to deal the rows to the samples whose |i/n − j/m| reaches h/lcm after a whole value. It goes along the diagonals of the lattice, as SmirnovLattice,
// and looks only after whole values; (n+m)·min(n, m) steps.
//
// Source: Schröer & Trenkler (1995), Computational Statistics & Data Analysis 20:185.
func SmirnovTied(n, m, lcm, h int, blocks []int) float64 {
	if n > m {
		n, m = m, n
	}
	perI, perJ := lcm/n, lcm/m
	reached := make([]float64, n+1) // share of the paths to (i, k−i) that have reached h
	k := 0
	for _, rows := range blocks {
		for range rows {
			k++
			inverse := 1 / float64(k)
			for i := min(n, k); i >= max(0, k-m); i-- {
				sum := 0.0
				if i > 0 {
					sum = float64(i) * reached[i-1]
				}
				if i < k {
					sum += float64(k-i) * reached[i]
				}
				reached[i] = sum * inverse
			}
		}
		for i := max(0, k-m); i <= min(n, k); i++ {
			if gap := i*perI - (k-i)*perJ; gap >= h || -gap >= h {
				reached[i] = 1
			}
		}
	}
	return Clip01(reached[n])
}

// Stretch is a part of the line by the share of rows in it: one value, or values so many and small that their ties do not matter.
type Stretch struct {
	Share  float64
	Single bool
}

// bridgeNodes are the points of half the interval between which the bridge is carried on.
const bridgeNodes = 64

var bridgeRule = sync.OnceValues(func() (x, w []float64) {
	x, w = make([]float64, bridgeNodes), make([]float64, bridgeNodes)
	quad.Legendre{}.FixedLocations(x, w, 0, 1)
	return x, w
})

// BridgeTied is P(max |B(t)| ≥ a) for a Brownian bridge that is seen at the ends of stretches with a single value, and all along the others: the limiting law
// of √(nm/(n+m))·D of a column with ties. Shares add up to 1 and should be 0.01 or more. The bridge is a Markov process: its density among the paths that
// have stayed within ±a is carried from stretch to stretch by Gauss–Legendre quadrature, along whole ones by the kernel with two absorbing walls. Absolute
// error below 1e-6; below 1e-8 the bound by the law without ties is given instead, and that of the single points where there are no others.
func BridgeTied(stretches []Stretch, a float64) float64 {
	if a <= 0 {
		return 1
	}
	far, points, whole := 2*math.Exp(-2*a*a), 0.0, false
	level := 0.0
	for _, s := range stretches {
		level += s.Share
		whole = whole || !s.Single
		if v := level * (1 - level); v > 1e-12 {
			points += TwoSidedNormal(a / math.Sqrt(v))
		}
	}
	if !whole {
		far = math.Min(far, points)
	}
	if len(stretches) < 2 && !whole { // one value in all rows
		return 0
	}
	nodes, weights := bridgeRule()
	// The density is even: only its upper half is kept, and a kernel carries what comes from both halves.
	kernel := func(s Stretch, x, y float64) float64 {
		if s.Single {
			return normalAt(y-x, s.Share)
		}
		sum := 0.0
		for k := -3.0; k <= 3; k++ {
			sum += normalAt(y-x+4*k*a, s.Share) - normalAt(y+x+(4*k+2)*a, s.Share)
		}
		return math.Max(0, sum)
	}
	density := make([]float64, bridgeNodes)
	next := make([]float64, bridgeNodes)
	for g, x := range nodes {
		density[g] = kernel(stretches[0], 0, x*a)
	}
	last := len(stretches) - 1
	if last == 0 {
		return Clip01(1 - kernel(stretches[0], 0, 0)*math.Sqrt(2*math.Pi))
	}
	for _, s := range stretches[1:last] {
		for g, y := range nodes {
			sum := 0.0
			for k, x := range nodes {
				sum += weights[k] * density[k] * (kernel(s, x*a, y*a) + kernel(s, -x*a, y*a))
			}
			next[g] = sum * a
		}
		density, next = next, density
	}
	stays := 0.0
	for k, x := range nodes {
		stays += 2 * a * weights[k] * density[k] * kernel(stretches[last], x*a, 0)
	}
	p := Clip01(1 - stays*math.Sqrt(2*math.Pi))
	if p < 1e-8 {
		return Clip01(far)
	}
	return p
}

// normalAt is the density of a normal law with the variance.
func normalAt(x, variance float64) float64 {
	square := x * x / variance
	if square > 80 {
		return 0
	}
	return math.Exp(-square/2) / math.Sqrt(2*math.Pi*variance)
}
