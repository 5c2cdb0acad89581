package law

import "math"

// Fisher is the two-sided p-value of Fisher's exact test for the table a, b | c, d of whole counts: the sum of the hypergeometric chances of all tables with
// its margins that are no more likely than it is, as scipy's fisher_exact. In [0, 1]; 1 where a margin is empty. Chances within 1e-7 of each other are equal.
//
// Source: Fisher (1934), Statistical Methods for Research Workers, 5th edition; Agresti (1992), Statistical Science 7:131.
func Fisher(a, b, c, d float64) float64 {
	rows, column, all := a+b, a+c, a+b+c+d
	if rows == 0 || column == 0 || rows == all || column == all {
		return 1
	}
	low, high := math.Max(0, column-(all-rows)), math.Min(rows, column)
	chance := func(k float64) float64 { // logarithm
		return logChoose(rows, k) + logChoose(all-rows, column-k) - logChoose(all, column)
	}
	here := chance(a)
	mode := math.Max(low, math.Min(high, math.Floor((rows+1)*(column+1)/(all+2))))
	if here >= chance(mode)-1e-7 {
		return 1
	}
	// outward sums the chances of k, k+step, … relative to that of k.
	outward := func(k, step float64) float64 {
		sum, term := 1.0, 1.0
		for term > 1e-17*sum {
			if step > 0 {
				if k >= high {
					break
				}
				term *= (rows - k) * (column - k) / ((k + 1) * (all - rows - column + k + 1))
			} else {
				if k <= low {
					break
				}
				term *= k * (all - rows - column + k) / ((rows - k + 1) * (column - k + 1))
			}
			k += step
			sum += term
		}
		return sum
	}
	step := 1.0
	if a < mode {
		step = -1
	}
	p := math.Exp(here) * outward(a, step)
	// The nearest count on the mode's other side that is no more likely; between mode and the end chances fall.
	end := low
	if step < 0 {
		end = high
	}
	if chance(end) > here+1e-7 {
		return Clip01(p)
	}
	near, far := mode, end
	for math.Abs(far-near) > 1 {
		middle := math.Trunc((near + far) / 2)
		if chance(middle) > here+1e-7 {
			near = middle
		} else {
			far = middle
		}
	}
	return Clip01(p + math.Exp(chance(far))*outward(far, -step))
}

func logChoose(n, k float64) float64 {
	a, _ := math.Lgamma(n + 1)
	b, _ := math.Lgamma(k + 1)
	c, _ := math.Lgamma(n - k + 1)
	return a - b - c
}
