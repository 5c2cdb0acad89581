package method

import "math"

// WassersteinRaw is the earth mover's distance in the unit of the feature, T = ∫|F_C(x) − F_R(x)|dx, in [0, ∞): how far, on average, the reference has to be moved
// to look like the window. All else is as for Wasserstein. Its default threshold is a tenth of a standard deviation of the reference, in the feature's unit.
//
// Source: Vallender (1974), Theory of Probability and its Applications 18:784, for the formula in one dimension.
var WassersteinRaw = &Method{
	ID:        "wasserstein_raw",
	Group:     Distances,
	Name:      "Wasserstein, raw",
	Summary:   "How far values moved on average, in the feature's own unit: for a threshold in seconds, pixels or euros.",
	Formula:   "W₁ = ∫|F_C(x) − F_R(x)| dx",
	Source:    "Vallender (1974), Theory of Probability and its Applications 18:784",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Unit:      "the feature's unit",
	Threshold: 0.1,
	Relative:  true,
	Scale:     Distance,
	Bases:     []string{BasisLaw},
	Symmetric: true,
	Remark:    "The default threshold is 0.1 standard deviations of the reference; a threshold that is set is in the feature's unit.",
	Statistic: wassersteinRaw,
	Tail:      wassersteinTail,
}

func wassersteinRaw(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	t := newEarthMoving(p)
	sd, moved := t.sd(), 0.0
	if p.Lo != nil {
		for i, x := range p.X {
			if far := max(x-p.Lo[i], p.Hi[i]-x); far > 0 {
				moved += far * (p.R[i]/p.NR + p.C[i]/p.NC)
			}
		}
		if math.IsInf(moved, 0) {
			moved = math.NaN()
		}
	}
	s := Size{Statistic: t.area / t.scale, Bound: moved, Yardstick: sd / t.scale}
	if sd > 0 {
		mean, variance := t.noise()
		s.Noise = (mean*mean + variance) / t.scale / t.scale
	}
	return s
}
