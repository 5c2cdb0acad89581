package method

import (
	"math"
	"slices"
	"sort"

	"github.com/tideline-ml/tideline/pkg/drift/law"
	"gonum.org/v1/gonum/mathext"
)

// TwoProportions is the difference of the share of a value between window and reference, T = |c − r|; in [0, 1]. For a column with two values (a flag, a
// binary prediction) both have the same difference. With more values it is the one whose share changed most.
//
// P is that of the two-proportion z test with pooled variance, z = (c − r)/√(h(1 − h)(1/n + 1/m)), two-sided; z² is then χ². With more values, the smallest of
// their p-values times the number of values that could have had one as small; rare values, for which z is too sure, by the binomial law of how their rows fall
// to the two samples. Of several values and fewer than 150 rows it is resampled, how often T is as large: see resample.
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
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Statistic: twoProportions,
	Tail:      twoProportionsTail,
}

func twoProportions(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	m := Size{Bound: 2 * b.straddling}
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
	few := b.used() > 2
	if few && p.few() {
		return dealtVariation(p), BasisDrawn
	}
	n, m := p.ER, p.EC
	return b.leastTail(p, func(inR, inC float64) float64 {
		h := (inR + inC) / (n + m)
		v := h * (1 - h) * p.both()
		if !(v > 0) {
			return 1
		}
		tail := law.TwoSidedNormal((inC/m - inR/n) / math.Sqrt(v))
		if few && (h < rareShare || h*math.Min(n, m) < rareRows) {
			tail = math.Max(tail, 2*binomialTail(inC, inR+inC, m/(n+m)))
		}
		return tail
	}), BasisLaw
}

// leastTail is the smallest p-value of the bins, each tested against all others, paid for the number of those that could have had one as small whatever their
// rows had done (Tarone 1990, Biometrics 46:515): a value that has two rows in all speaks neither for nor against a change. With two values both are the
// same test. tail takes the rows of a bin in both samples to its p-value.
func (b bins) leastTail(p *Pair, tail func(inR, inC float64) float64) float64 {
	n, m := p.ER, p.EC
	var found, possible []float64
	b.shares(p, func(r, c, _ float64) {
		inR, inC := nearWhole(r*n), nearWhole(c*m)
		found = append(found, tail(inR, inC))
		least, rows := 0.0, inR+inC
		if rows < fewRows { // more of them can have any p that matters
			least = math.Min(tail(rows-math.Min(rows, m), math.Min(rows, m)), tail(math.Min(rows, n), rows-math.Min(rows, n)))
		}
		possible = append(possible, least)
	})
	if len(found) <= 2 {
		return slices.Min(append(found, 1))
	}
	slices.Sort(possible)
	smallest := 1.0
	for _, q := range found {
		tests := sort.Search(len(possible), func(k int) bool { return possible[k] > q*(1+1e-9) })
		smallest = math.Min(smallest, float64(tests)*q)
	}
	return smallest
}

// fewRows is the number of rows below which it is looked at how small a p-value a bin can have.
const fewRows = 200

// nearWhole takes off what rounding has added to a number of rows.
func nearWhole(x float64) float64 {
	if whole := math.Round(x); math.Abs(x-whole) <= 1e-9*whole {
		return whole
	}
	return x
}

// A value of fewer expected rows in the smaller sample than rareRows, or of a smaller share, is too rare for the normal law: of many values the most changed
// one is judged far out in the tail.
const (
	rareRows  = 10
	rareShare = 0.02
)

// dealtVariation is the p-value of the largest difference of a share among several, of few rows: most of the values' own p-values cannot come near alpha then,
// or only in steps, and their smallest, paid for, calls nearly nothing.
func dealtVariation(p *Pair) float64 {
	return dealt(p, func(q *Pair) float64 { return twoProportions(q).Statistic }, Distance)
}

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
