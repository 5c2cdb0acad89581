package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// Kuiper is the sum of the largest gaps between the two distribution functions upwards and downwards, V = sup(F_C − F_R) + sup(F_R − F_C), in [0, 1]. As
// sensitive to the tails and to spread as to shifts, and the only method here that does not care where a circle is cut: for hours of a day, weekdays, angles.
//
// P is from Stephens' form of the limiting law, the range of a Brownian bridge, which is of a column without ties. Where single values hold a large share of
// the rows it is far too large, and p is resampled.
//
// On a grid V is taken where the distribution functions are known, between cells, so the exact value lies in [V, V + Bound].
//
// Source: Kuiper (1960), Indagationes Mathematicae 22:38; Stephens (1970), J. Royal Statistical Society B 32:115.
var Kuiper = &Method{
	ID:        "kuiper",
	Group:     Tests,
	Name:      "Kuiper",
	Summary:   "Largest gaps between the distribution functions in both directions. For spread, and for circles: hours, weekdays, angles.",
	Formula:   "V = sup(F_C − F_R) + sup(F_R − F_C)",
	Source:    "Kuiper (1960), Indagationes Mathematicae 22:38",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, 1},
	Unit:      "share of rows",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisDrawn},
	Symmetric: true,
	Statistic: kuiper,
	Tail:      kuiperTail,
}

func kuiper(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	e := extremes(p)
	v := math.Min(1, e.up+e.down)
	// The square of the range of a Brownian bridge has mean π²/6.
	return Size{Statistic: v, Noise: math.Pi * math.Pi / 6 * p.both(), Bound: math.Max(0, e.mostUp+e.mostDown-v)}
}

func kuiperTail(p *Pair, found Size) (float64, string) {
	if g := newGaps(p); g.heavy() {
		return dealt(p, func(q *Pair) float64 { return kuiper(q).Statistic }, Distance), BasisDrawn
	}
	return law.Kuiper(p.ER*p.EC/(p.ER+p.EC), found.Statistic), BasisLaw
}
