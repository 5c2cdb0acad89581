package main

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// rate is a share of windows. Windows that share a reference are not independent, so its standard error is taken over references.
type rate struct {
	mean, se float64
	windows  int
}

// share of outcomes that satisfy a condition, over references.
func share(all [][]outcome, yes func(outcome) bool) rate {
	var r rate
	each := make([]float64, len(all))
	for i, reference := range all {
		for _, o := range reference {
			if yes(o) {
				each[i] += 1 / float64(len(reference))
			}
		}
		r.windows += len(reference)
	}
	r.mean, r.se = meanAndError(each)
	return r
}

// meanAndError are the mean of numbers and its standard error.
func meanAndError(x []float64) (mean, se float64) {
	n, sq := float64(len(x)), 0.0
	for _, v := range x {
		mean += v
		sq += v * v
	}
	mean /= n
	return mean, math.Sqrt(math.Max(0, sq/n-mean*mean) / math.Max(1, n-1))
}

func atMost(alpha float64) func(outcome) bool { return func(o outcome) bool { return o.p <= alpha } }

// What a rate of false alarms is held to.
const (
	leastShare = 0.5 // of alpha: a test alone that calls less is too shy
	mostShare  = 1.2 // of alpha: a test alone that calls more is wrong
	allowedSE  = 3   // standard errors of simulation on top
)

// finding is what is said of a rate of false alarms.
type finding string

const (
	holds   finding = "holds"
	tooMany finding = "too many"
	tooFew  finding = "too few"
)

// judge holds a rate against alpha. A test alone has to call from half of alpha to 1.2 times alpha; auto combines several tests and has to call at most
// alpha. Both within three standard errors, which are at least those that independent windows would have at alpha.
func (r rate) judge(alpha float64, auto bool) finding {
	room := allowedSE * r.errorAt(alpha)
	most := mostShare * alpha
	if auto {
		most = alpha
	}
	switch {
	case r.mean > most+room:
		return tooMany
	case !auto && r.mean < leastShare*alpha-room:
		return tooFew
	}
	return holds
}

// errorAt is the standard error against alpha: that of the simulation, at least that of as many independent windows at alpha.
func (r rate) errorAt(alpha float64) float64 {
	return math.Max(r.se, math.Sqrt(alpha*(1-alpha)/float64(r.windows)))
}

// percent of a rate.
func (r rate) percent() string { return fmt.Sprintf("%.1f", 100*r.mean) }

// upper95 is the one-sided 95 % limit of a share of k among n independent trials (Clopper and Pearson).
func upper95(k, n float64) float64 {
	if k >= n {
		return 1
	}
	return mathext.InvRegIncBeta(k+1, n-k, 0.95)
}

// deviation is the population standard deviation of exact numeric counts.
func deviation(c *counts.Counts) float64 {
	n, mean, sq := c.Total(), 0.0, 0.0
	for i, x := range c.Floats {
		mean += x * c.W[i] / n
	}
	for i, x := range c.Floats {
		sq += (x - mean) * (x - mean) * c.W[i] / n
	}
	return math.Sqrt(sq)
}
