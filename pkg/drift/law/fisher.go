package law

import "math"

// Fisher is the two-sided p-value of Fisher's exact test for the table a, b | c, d of whole counts: the sum of the hypergeometric chances of all tables with
// its margins that are no more likely than it is, as scipy's fisher_exact. In [0, 1]; 1 where a margin is empty. Chances within 1e-7 of each other are equal.
//
// Source: Fisher (1934), Statistical Methods for Research Workers, 5th edition; Agresti (1992), Statistical Science 7:131.
func Fisher(a, b, c, d float64) float64 {
	h := newHypergeometric(a, b, c, d)
	if h.only() {
		return 1
	}
	here := h.chance(a)
	if here >= h.chance(h.mode)-1e-7 {
		return 1
	}
	step, end := 1.0, h.low
	if a < h.mode {
		step, end = -1, h.high
	}
	p := math.Exp(here) * h.outward(a, step)
	// The nearest count on the mode's other side that is no more likely; between mode and the end chances fall.
	if h.chance(end) > here+1e-7 {
		return Clip01(p)
	}
	near, far := h.mode, end
	for math.Abs(far-near) > 1 {
		middle := math.Trunc((near + far) / 2)
		if h.chance(middle) > here+1e-7 {
			near = middle
		} else {
			far = middle
		}
	}
	return Clip01(p + math.Exp(h.chance(far))*h.outward(far, -step))
}

// FisherUpper is the one-sided p-value of the same test: the chance of at least a, as scipy's fisher_exact with alternative="greater".
func FisherUpper(a, b, c, d float64) float64 {
	switch h := newHypergeometric(a, b, c, d); {
	case h.only(), a <= h.low:
		return 1
	case a > h.mode:
		return Clip01(math.Exp(h.chance(a)) * h.outward(a, 1))
	default:
		return Clip01(1 - math.Exp(h.chance(a-1))*h.outward(a-1, -1))
	}
}

// hypergeometric is the law of the first count of a table with given margins.
type hypergeometric struct{ rows, column, all, low, high, mode float64 }

func newHypergeometric(a, b, c, d float64) hypergeometric {
	h := hypergeometric{rows: a + b, column: a + c, all: a + b + c + d}
	h.low, h.high = math.Max(0, h.column-(h.all-h.rows)), math.Min(h.rows, h.column)
	h.mode = math.Max(h.low, math.Min(h.high, math.Floor((h.rows+1)*(h.column+1)/(h.all+2))))
	return h
}

// only says that a margin is empty: there is one table.
func (h hypergeometric) only() bool {
	return h.rows == 0 || h.column == 0 || h.rows == h.all || h.column == h.all
}

// chance of a count: its logarithm.
func (h hypergeometric) chance(k float64) float64 {
	return logChoose(h.rows, k) + logChoose(h.all-h.rows, h.column-k) - logChoose(h.all, h.column)
}

// outward sums the chances of k, k+step, … relative to that of k.
func (h hypergeometric) outward(k, step float64) float64 {
	sum, term := 1.0, 1.0
	for term > 1e-17*sum {
		if step > 0 {
			if k >= h.high {
				break
			}
			term *= (h.rows - k) * (h.column - k) / ((k + 1) * (h.all - h.rows - h.column + k + 1))
		} else {
			if k <= h.low {
				break
			}
			term *= k * (h.all - h.rows - h.column + k) / ((h.rows - k + 1) * (h.column - k + 1))
		}
		k += step
		sum += term
	}
	return sum
}

func logChoose(n, k float64) float64 {
	a, _ := math.Lgamma(n + 1)
	b, _ := math.Lgamma(k + 1)
	c, _ := math.Lgamma(n - k + 1)
	return a - b - c
}
