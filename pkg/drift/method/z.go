package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
	"gonum.org/v1/gonum/mathext"
)

// TwoProportions is the difference of the share of a value between window and reference, T = |c − r|; in [0, 1]. For a column with two values (a flag, a
// binary prediction) both have the same difference. With more values it is the one whose share changed most.
//
// P is that of the two-proportion z test with pooled variance, z = (c − r)/√(h(1 − h)(1/n + 1/m)), two-sided; z² is then χ². With k > 2 values, the smallest of
// their p-values times k; rare values, for which z is too sure, by the binomial law of how their rows fall to the two samples.
//
// Source: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, section 3.1.
var TwoProportions = &Method{
	ID:        "z",
	Group:     Tests,
	Name:      "Two proportions",
	Summary:   "Difference of one value's share, for columns with two values; with more, of the value that changed most.",
	Formula:   "T = max |c − r|; z = (c − r) / √(h(1 − h)(1/n + 1/m))",
	Source:    "Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, section 3.1",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, 1},
	Unit:      "share of rows",
	Threshold: 0.1,
	Scale:     Distance,
	Bins:      true,
	Statistic: twoProportions,
	Tail:      twoProportionsTail,
}

func twoProportions(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	var m Size
	b.shares(p, func(r, c, h float64) {
		m.Statistic = math.Max(m.Statistic, math.Abs(c-r))
		m.Noise = math.Max(m.Noise, h*(1-h)*p.both())
	})
	if k := b.used(); k > 2 { // the largest of k differences, each at most a normal with the largest variance
		m.Noise *= 2 * math.Log(k)
	}
	return m
}

func twoProportionsTail(p *Pair, _ Size) (float64, string) {
	b := newBins(p)
	k, least := b.used(), 1.0
	b.shares(p, func(r, c, h float64) {
		v := math.Max(0, h*(1-h)) * p.both()
		if v == 0 {
			return
		}
		tail := law.TwoSidedNormal((c - r) / math.Sqrt(v))
		if k > 2 && h*math.Min(p.ER, p.EC) < rareRows {
			tail = math.Max(tail, 2*binomialTail(c*p.EC, h*(p.ER+p.EC), p.EC/(p.ER+p.EC)))
		}
		least = math.Min(least, tail)
	})
	if k > 2 {
		least = math.Min(1, k*least)
	}
	return least, BasisLaw
}

// rareRows is the expected number of rows in the smaller sample below which a value is too rare for the normal law.
const rareRows = 10

// binomialTail is the smaller tail of the binomial law of n trials with probability q at x, half of x itself included (mid-p). x and n may be fractions
// (weighted rows): the law is continued by the incomplete beta function.
func binomialTail(x, n, q float64) float64 {
	atLeast := func(x float64) float64 {
		switch {
		case x <= 0:
			return 1
		case x > n:
			return 0
		}
		return mathext.RegIncBeta(x, n-x+1, q)
	}
	upper := (atLeast(x) + atLeast(x+1)) / 2
	return math.Min(upper, 1-upper)
}
