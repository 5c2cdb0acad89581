// Package law has the distributions that p-values are read from: tails of F, t, gamma, normal and binomial laws, of Kolmogorov and Smirnov, and of sums of
// weighted squares. Pure functions of numbers.
package law

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Tails of the laws that verdicts are judged by. Each is written with the regularised incomplete function of the tail itself, never as 1 − CDF,
// so that a p-value of 1e-40 keeps its digits. Arguments outside a law's support give the nearest bound, never NaN, except for a NaN statistic.

// UpperF is P(F > x) for the F law with d1 and d2 degrees of freedom (both > 0, not necessarily whole).
func UpperF(x, d1, d2 float64) float64 {
	switch {
	case math.IsNaN(x):
		return math.NaN()
	case x <= 0:
		return 1
	case math.IsInf(x, 1):
		return 0
	}
	return mathext.RegIncBeta(d2/2, d1/2, d2/(d2+d1*x))
}

// UpperT is P(t > x) for Student's law with df degrees of freedom.
func UpperT(x, df float64) float64 {
	if math.IsNaN(x) {
		return math.NaN()
	}
	if math.IsInf(x, 0) {
		return BoolShare(x < 0)
	}
	half := mathext.RegIncBeta(df/2, 0.5, df/(df+x*x)) / 2
	if x < 0 {
		return 1 - half
	}
	return half
}

// UpperNormal is P(Z > x) for the standard normal law.
func UpperNormal(x float64) float64 { return math.Erfc(x/math.Sqrt2) / 2 }

// UpperGamma is P(G > x) for the gamma law with the given mean and variance (both > 0).
func UpperGamma(x, mean, variance float64) float64 {
	switch {
	case math.IsNaN(x):
		return math.NaN()
	case x <= 0:
		return 1
	case math.IsInf(x, 1):
		return 0
	}
	return regIncGammaComp(mean*mean/variance, x*mean/variance)
}

// UpperBinomial is P(K ≥ k) for K successes in n trials of probability p. k and n may be fractions (weighted rows): the law is then continued by
// the incomplete beta function.
func UpperBinomial(k, n, p float64) float64 {
	switch {
	case k <= 0 || p >= 1:
		return 1
	case p <= 0 || k > n:
		return 0
	}
	return mathext.RegIncBeta(k, n-k+1, p)
}

// UpperPoisson is P(K ≥ k) for a Poisson law with the given mean. k may be a fraction: the law is then continued by the incomplete gamma function.
func UpperPoisson(k, mean float64) float64 {
	switch {
	case k <= 0:
		return 1
	case !(mean > 0):
		return 0
	}
	return mathext.GammaIncReg(k, mean)
}

// UpperHypergeometric is P(K ≥ k) for the number K of a sample's rows among drawn ones, when drawn rows are drawn from all without putting them back and
// rows of all are the sample's. It is Wise's binomial law with a probability that allows for that (1954, Biometrika 41:317), which takes fractions as
// UpperBinomial does. It errs to the large side: hardly where few are drawn, by a half at p = 0.01 where half of all are.
func UpperHypergeometric(k, drawn, rows, all float64) float64 {
	return UpperBinomial(k, drawn, 1-(2*(all-rows)-(drawn-k))/(2*all-drawn+1))
}

// fewestSkew: a sum less skewed than this is normal as far out as p-values are read.
const fewestSkew = 0.01

// Skewed is p of a nearly normal number that lies on the side where its law, by its skewness, has the heavier tail: that of a gamma law (Pearson's third),
// alone, which far out is more than both tails of the normal law together. It is p where skewness is not positive.
func Skewed(p, skewness float64) float64 {
	if !(skewness > fewestSkew) {
		return p
	}
	shape := 4 / (skewness * skewness)
	return math.Max(p, UpperGamma(shape-mathext.NormalQuantile(p/2)*math.Sqrt(shape), shape, shape))
}

// BoolShare is 1 for true, 0 for false.
func BoolShare(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// cauchyCap keeps a single p of 1 from cancelling every other part of a Cauchy sum.
const cauchyCap = 0.9

// Cauchy combines p-values with equal weights: the tail of the mean of tan((½−p)π), which hardly depends on how the p-values depend on each other
// (Liu and Xie 2020, JASA 115:393). NaN entries are left out; without any the result is NaN.
func Cauchy(ps ...float64) float64 {
	sum, n := 0.0, 0
	for _, p := range ps {
		if math.IsNaN(p) {
			continue
		}
		n++
		p = math.Min(p, cauchyCap)
		if p < 1e-15 {
			sum += 1 / (math.Max(p, 1e-300) * math.Pi)
		} else {
			sum += math.Tan((0.5 - p) * math.Pi)
		}
	}
	if n == 0 {
		return math.NaN()
	}
	mean := sum / float64(n)
	if mean > 1e15 {
		return 1 / (mean * math.Pi)
	}
	return 0.5 - math.Atan(mean)/math.Pi
}
