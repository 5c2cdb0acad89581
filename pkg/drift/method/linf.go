package method

// LInfinity is the largest difference of the share of a bin or category, T = max |c − r|; in [0, 1]. It names one category that changed, and is blind to a
// change that is spread over many. Bins as for PSI. It is the statistic of TwoProportions for columns with any number of values, and so is its p-value.
//
// Source: the maximum norm; Rieder (1994), Robust Asymptotic Statistics, chapter 1, for distances of distributions.
var LInfinity = &Method{
	ID:        "linf",
	Group:     Distances,
	Name:      "L-infinity",
	Summary:   "Largest change of the share of one category or bin. Sees one that grows or shrinks, not a change spread over many.",
	Formula:   "T = max |c − r|",
	Source:    "Rieder (1994), Robust Asymptotic Statistics, chapter 1",
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
