package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// Student is the difference of means in standard deviations of the reference, T = |mean_C − mean_R| / sd_R, with Student's t test; in [0, ∞). sd is the
// population standard deviation; for a constant reference it is that of both samples together. It sees a shift of the mean and nothing else.
//
// P is two-sided, of t with n + m − 2 degrees of freedom and the pooled variance of both samples (scipy's ttest_ind): right where both vary alike, and for
// samples of one size. Without two rows there is no variance, and p is 1.
//
// On a grid a value may lie anywhere in its cell, so the exact T lies within ±Bound; unknown where an open cell holds values.
//
// Source: Student (1908), Biometrika 6:1; Fisher (1925), Metron 5:90.
var Student = &Method{
	ID:        "student",
	Group:     Tests,
	Name:      "Student t",
	Summary:   "Difference of means, for samples that vary alike. Sees a shift of the mean only; outliers weigh much.",
	Formula:   "T = |mean_C − mean_R| / sd_R; t with the pooled variance",
	Source:    "Student (1908), Biometrika 6:1",
	Remark:    "Of values with very heavy tails (Student's t with two degrees of freedom) the test alone calls 1.5 % of quiet windows at 1 %, as scipy's does.",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Unit:      "standard deviations of the reference",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw},
	Statistic: func(p *Pair) Size { return differenceOfMeans(p, means.pooled) },
	Tail:      func(p *Pair, _ Size) (float64, string) { return newMeans(p).tail(means.pooled), BasisLaw },
}

// Welch is Student without the assumption that both samples vary alike: the same statistic, with Welch's t test.
//
// P is two-sided, of t with each sample's own variance and the degrees of freedom of Welch and Satterthwaite (scipy's ttest_ind with equal_var=False). A
// sample of one row shows no variance, and p is 1.
//
// Source: Welch (1947), Biometrika 34:28.
var Welch = &Method{
	ID:        "welch",
	Group:     Tests,
	Name:      "Welch t",
	Summary:   "Difference of means, for samples that may vary differently. Sees a shift of the mean only; outliers weigh much.",
	Formula:   "T = |mean_C − mean_R| / sd_R; t with each sample's own variance",
	Source:    "Welch (1947), Biometrika 34:28",
	Remark:    "Its law does not know skewness: of log-normal values, 30 rows against 300 in one window, the test alone calls 10 % of quiet windows at 5 %, as scipy's does.",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Unit:      "standard deviations of the reference",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw},
	Statistic: func(p *Pair) Size { return differenceOfMeans(p, means.apart) },
	Tail:      func(p *Pair, _ Size) (float64, string) { return newMeans(p).tail(means.apart), BasisLaw },
}

// means are the means of both samples and their mean squared deviations, in the scale of an earthMoving.
type means struct {
	t                  *earthMoving
	reference, current float64 // less the pooled mean, so that large values leave digits
	squareR, squareC   float64 // population variances
}

func newMeans(p *Pair) means {
	m := means{t: newEarthMoving(p)}
	ofR, ofC := p.pooledWeights()
	centre := 0.0
	for i, x := range m.t.x {
		centre += (ofR*p.R[i] + ofC*p.C[i]) * x
	}
	for i, x := range m.t.x {
		m.reference += p.R[i] / p.NR * (x - centre)
		m.current += p.C[i] / p.NC * (x - centre)
	}
	for i, x := range m.t.x {
		m.squareR += p.R[i] / p.NR * (x - centre - m.reference) * (x - centre - m.reference)
		m.squareC += p.C[i] / p.NC * (x - centre - m.current) * (x - centre - m.current)
	}
	return m
}

// pooled is the variance of the difference of means if both samples vary alike, and its degrees of freedom.
func (m means) pooled() (variance, df float64) {
	p := m.t.p
	df = p.ER + p.EC - 2
	if df <= 0 {
		return math.NaN(), df
	}
	return (p.ER*m.squareR + p.EC*m.squareC) / df * p.both(), df
}

// apart is the same if each sample varies in its own way.
func (m means) apart() (variance, df float64) {
	p := m.t.p
	if p.ER <= 1 || p.EC <= 1 {
		return math.NaN(), 0
	}
	r, c := m.squareR/(p.ER-1), m.squareC/(p.EC-1)
	variance = r + c
	if variance == 0 {
		return 0, p.ER + p.EC - 2
	}
	return variance, variance * variance / (r*r/(p.ER-1) + c*c/(p.EC-1))
}

func differenceOfMeans(p *Pair, law func(means) (variance, df float64)) Size {
	if p.empty() {
		return unknown
	}
	m := newMeans(p)
	sd := m.t.sd()
	if sd == 0 { // one value in both samples
		return Size{Bound: m.t.bound(0, 0)}
	}
	apart := math.Abs(m.current - m.reference)
	variance, _ := law(m)
	if math.IsNaN(variance) {
		variance = sd * sd * p.both()
	}
	return Size{Statistic: apart / sd, Noise: variance / (sd * sd), Bound: m.t.bound(apart, sd)}
}

// tail is the two-sided p-value of the difference of means.
func (m means) tail(of func(means) (variance, df float64)) float64 {
	apart := math.Abs(m.current - m.reference)
	variance, df := of(m)
	switch {
	case math.IsNaN(variance) || apart == 0:
		return 1
	case variance == 0: // two constants
		return 0
	}
	return math.Min(1, 2*law.UpperT(apart/math.Sqrt(variance), df))
}
