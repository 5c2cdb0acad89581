package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// Student is the difference of means in standard deviations of the reference, T = |mean_C − mean_R| / sd_R, with Student's t test; in [0, ∞). sd is the
// population standard deviation; for a constant reference it is that of both samples together. It sees a shift of the mean and nothing else.
//
// P is two-sided, of t with n + m − 2 degrees of freedom and the pooled variance of both samples (scipy's ttest_ind): right where both vary alike, and for
// samples of one size. Where the rows are few for their skewness or their far values, for which that law has no place, t is compared with the t of deals of the
// rows instead (means.uneven); weighted rows cannot be dealt. Without two rows there is no variance, and p is 1.
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
	Remark:    "Of few rows that are skewed or have far values p is resampled; scipy's is that of evidently.t_test.",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Unit:      "standard deviations of the reference",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisDrawn},
	Statistic: func(p *Pair) Size { return differenceOfMeans(p, means.pooled) },
	Tail:      func(p *Pair, _ Size) (float64, string) { return tailOfMeans(p, means.pooled) },
}

// Welch is Student without the assumption that both samples vary alike: the same statistic, with Welch's t test.
//
// P is two-sided, of t with each sample's own variance and the degrees of freedom of Welch and Satterthwaite (scipy's ttest_ind with equal_var=False), or of
// deals of the rows where Student's is. A sample of one row shows no variance, and p is 1.
//
// Source: Welch (1947), Biometrika 34:28.
var Welch = &Method{
	ID:        "welch",
	Group:     Tests,
	Name:      "Welch t",
	Summary:   "Difference of means, for samples that may vary differently. Sees a shift of the mean only; outliers weigh much.",
	Formula:   "T = |mean_C − mean_R| / sd_R; t with each sample's own variance",
	Source:    "Welch (1947), Biometrika 34:28",
	Remark:    "Of few rows that are skewed or have far values p is resampled; scipy's is that of frouros.welch.",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Unit:      "standard deviations of the reference",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisDrawn},
	Statistic: func(p *Pair) Size { return differenceOfMeans(p, means.apart) },
	Tail:      func(p *Pair, _ Size) (float64, string) { return tailOfMeans(p, means.apart) },
}

// means are the means of both samples and their mean squared deviations, in the scale of an earthMoving.
type means struct {
	t                  *earthMoving
	reference, current float64 // less the pooled mean, so that large values leave digits
	squareR, squareC   float64 // population variances
	centre             float64 // the pooled mean
}

func newMeans(p *Pair) means { return meansOf(newEarthMoving(p)) }

func meansOf(t *earthMoving) means {
	p, m := t.p, means{t: t}
	ofR, ofC := p.pooledWeights()
	for i, x := range t.x {
		m.centre += (ofR*p.R[i] + ofC*p.C[i]) * x
	}
	for i, x := range t.x {
		m.reference += p.R[i] / p.NR * (x - m.centre)
		m.current += p.C[i] / p.NC * (x - m.centre)
	}
	for i, x := range t.x {
		m.squareR += p.R[i] / p.NR * (x - m.centre - m.reference) * (x - m.centre - m.reference)
		m.squareC += p.C[i] / p.NC * (x - m.centre - m.current) * (x - m.centre - m.current)
	}
	return m
}

// varianceOfMeans is the variance of a difference of means, and its degrees of freedom.
type varianceOfMeans func(means) (variance, df float64)

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

func differenceOfMeans(p *Pair, of varianceOfMeans) Size {
	if p.empty() {
		return unknown
	}
	m := newMeans(p)
	sd := m.t.sd()
	if sd == 0 { // one value in both samples
		return Size{Bound: m.t.bound(0, 0)}
	}
	apart := math.Abs(m.current - m.reference)
	variance, _ := of(m)
	if math.IsNaN(variance) {
		variance = sd * sd * p.both()
	}
	return Size{Statistic: apart / sd, Noise: variance / (sd * sd), Bound: m.t.bound(apart, sd)}
}

// tailOfMeans is the two-sided p-value of the difference of means.
func tailOfMeans(p *Pair, of varianceOfMeans) (float64, string) {
	m := newMeans(p)
	if p.counted() && m.uneven() && m.squared(of) > 0 {
		return m.dealt(of), BasisDrawn
	}
	return m.tail(of), BasisLaw
}

// tail is scipy's p-value.
func (m means) tail(of varianceOfMeans) float64 {
	squared := m.squared(of)
	if !(squared > 0) { // or unknown
		return 1
	}
	_, df := of(m)
	return math.Min(1, 2*law.UpperT(math.Sqrt(squared), df))
}

// squared is t²: infinite for two constants, unknown without a variance.
func (m means) squared(of varianceOfMeans) float64 {
	apart := m.current - m.reference
	if apart == 0 {
		return 0
	}
	variance, _ := of(m)
	return apart * apart / variance
}
