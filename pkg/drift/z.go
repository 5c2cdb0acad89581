package drift

import "math"

// TwoProportions is the difference of the share of a value between window and reference, T = |c − r|; in [0, 1]. For a column with two values (a flag, a
// binary prediction) both have the same difference. With more values it is the one whose share changed most.
//
// P is that of the two-proportion z test with pooled variance, z = (c − r)/√(h(1 − h)(1/n + 1/m)), two-sided; z² is then χ². With k > 2 values, the smallest of
// their p-values times k.
//
// Source: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, section 3.1.
var TwoProportions = &Method{
	ID:        "z",
	Name:      "Two proportions",
	Summary:   "Difference of one value's share, for columns with two values; with more, of the value that changed most.",
	Formula:   "T = max |c − r|; z = (c − r) / √(h(1 − h)(1/n + 1/m))",
	Source:    "Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, section 3.1",
	Kinds:     sharesKinds,
	Range:     [2]float64{0, 1},
	Unit:      "share of rows",
	Threshold: 0.1,
	Scale:     Distance,
	Measure:   twoProportions,
}

func twoProportions(p *Pair) Measurement {
	if p.empty() {
		return unknown
	}
	b := newBins(p)
	m := Measurement{P: 1, PBasis: basisLaw}
	b.shares(p, func(r, c, h float64) {
		m.Statistic = math.Max(m.Statistic, math.Abs(c-r))
		v := math.Max(0, h*(1-h)) * p.both()
		m.Noise = math.Max(m.Noise, v)
		if v > 0 {
			m.P = math.Min(m.P, normalTail((c-r)/math.Sqrt(v)))
		}
	})
	if k := b.used(); k > 2 {
		m.P = math.Min(1, k*m.P)
		// The largest of k differences, each at most a normal with the largest variance.
		m.Noise *= 2 * math.Log(k)
	}
	return m
}
