package change

import (
	"cmp"
	"math"
	"slices"
)

// listedParts bounds the bins and categories of a table, and leastPart is the part of the distance from which one is worth a line.
const (
	listedParts = 6
	leastPart   = 0.02
)

// term is what a bin or category with shares r and c adds to a method's distance: those of pkg/drift/method whose distance, or its square, is a sum over bins.
// An empty bin counts half a row of its side's n or m, as there.
func term(method string, r, c, n, m float64) float64 {
	switch method {
	case "psi":
		if r <= 0 {
			r = 0.5 / n
		}
		if c <= 0 {
			c = 0.5 / m
		}
		return (c - r) * math.Log(c/r)
	case "js":
		part := func(x float64) float64 {
			if x <= 0 {
				return 0
			}
			return x * math.Log2(2*x/(r+c)) / 2
		}
		return math.Max(0, part(r)+part(c))
	case "hellinger":
		d := math.Sqrt(c) - math.Sqrt(r)
		return d * d / 2
	case "chi2":
		return (c - r) * (c - r) / ((r*n + c*m) / (n + m))
	}
	return math.Abs(c-r) / 2 // total variation
}

// weighParts gives each part its part of the distance and puts the largest first.
func (c *comparison) weighParts() {
	n, m := c.before.Total(), c.now.Total()
	whole := 0.0
	for i := range c.parts {
		l := &c.parts[i]
		if l.OfDistance = 0; l.Before > 0 || l.After > 0 {
			l.OfDistance = term(c.verdict.Method, l.Before, l.After, n, m)
		}
		whole += l.OfDistance
	}
	for i := range c.parts {
		if whole > 0 {
			c.parts[i].OfDistance /= whole
		}
	}
	// What differs by the rounding of sums alone is equal, and keeps the order of names or values.
	size := func(l Line) float64 { return math.Round(1e9 * l.OfDistance) }
	slices.SortStableFunc(c.parts, func(a, b Line) int { return cmp.Compare(size(b), size(a)) })
}

// largest are the parts that are worth a line.
func (c *comparison) largest() []Line {
	n := 0
	for n < len(c.parts) && n < listedParts && c.parts[n].OfDistance >= leastPart {
		n++
	}
	return c.parts[:n]
}
