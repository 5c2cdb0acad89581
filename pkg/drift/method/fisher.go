package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// FisherExact is the difference of the share of a value between window and reference, T = |c − r|, with Fisher's exact test of the 2×2 table; in [0, 1]. It is
// right for any number of rows, where the two-proportion z test needs some of each. With more values, T is of the one whose share changed most, and p the
// smallest of the values' tests against all others, times the number of values that have rows enough for one as small. Bins as for PSI.
//
// P is two-sided: the chance of all tables with the same margins that are no more likely (scipy's fisher_exact). Weighted rows count as rounded effective ones.
// A table has few forms where rows are few, so p errs towards calling nothing; with several values and fewer than 150 rows it is therefore resampled, how often
// T is as large: see resample.
//
// Source: Fisher (1934), Statistical Methods for Research Workers, 5th edition.
var FisherExact = &Method{
	ID:        "fisher",
	Group:     Tests,
	Name:      "Fisher exact",
	Summary:   "Difference of one value's share with an exact test: for flags and rare classes, however few the rows.",
	Formula:   "T = max |c − r|; p exact, of each value against all others, times the number of values that could have one as small",
	Source:    "Fisher (1934), Statistical Methods for Research Workers, 5th edition",
	Kinds:     SharesKinds,
	Range:     [2]float64{0, 1},
	Unit:      "share of rows",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisDrawn},
	Bins:      true,
	Statistic: twoProportions,
	Tail:      fisherTail,
}

func fisherTail(p *Pair, _ Size) (float64, string) {
	b := newBins(p)
	if b.used() > 2 && p.few() {
		return dealtVariation(p), BasisDrawn
	}
	n, m := math.Round(p.ER), math.Round(p.EC)
	return b.leastTail(p, func(inR, inC float64) float64 {
		a, c := math.Min(n, math.Round(inR)), math.Min(m, math.Round(inC))
		return law.Fisher(a, n-a, c, m-c)
	}), BasisLaw
}
