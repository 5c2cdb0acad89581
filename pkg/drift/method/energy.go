package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// Energy is the energy distance, freed of the unit: T = √(2·∫(F_C(x) − F_R(x))²dx / sd_R), in [0, ∞); 2·∫(F_C − F_R)² is 2·E|C − R| − E|C − C′| − E|R − R′|, and scipy's
// energy_distance its root. It is between Cramér–von Mises and Wasserstein: distances count, but a far value only by its share's square. sd is the population
// standard deviation of the reference, for a constant one that of both samples together.
//
// P is from the law of ∫(F_C − F_R)²dx under independent rows, a sum of weighted χ² variables whose first three moments are computed from both samples
// together, never below the gamma law with the variance that rare far values give it.
//
// On a grid a value may lie anywhere in its cell, so the exact T lies within ±Bound; unknown where an open cell holds values.
//
// Source: Székely & Rizzo (2013), J. of Statistical Planning and Inference 143:1249; Hall (1983), Annals of Probability 11:1028, for the law.
var Energy = &Method{
	ID:        "energy",
	Group:     Distances,
	Name:      "Energy",
	Summary:   "Root of the area between the distribution functions, squared. Good for shifts and spread; less upset by far values than Wasserstein.",
	Formula:   "T = √(2 ∫ (F_C(x) − F_R(x))² dx / sd_R)",
	Source:    "Székely & Rizzo (2013), J. of Statistical Planning and Inference 143:1249",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Unit:      "√ standard deviations of the reference",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw},
	Statistic: energy,
	Tail:      energyTail,
}

// squaredArea is ∫(F_C − F_R)²dx and ∫H(1 − H)dx, in the scale of t.
func (t *earthMoving) squaredArea() (squared, noise float64) {
	p := t.p
	r, c := 0.0, 0.0
	for i, step := range t.step {
		r, c = r+p.R[i]/p.NR, c+p.C[i]/p.NC
		squared += (c - r) * (c - r) * step
		noise += math.Max(0, t.level[i]*(1-t.level[i])) * step
	}
	return squared, noise
}

func energy(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	t := newEarthMoving(p)
	sd := t.sd()
	if sd == 0 { // one value in both samples
		return Size{Bound: gridUnknown(p)}
	}
	squared, noise := t.squaredArea()
	rows := p.ER + p.EC
	if rows > 1 { // the permutation mean is exact
		noise *= rows / (rows - 1)
	}
	return Size{Statistic: math.Sqrt(2 * squared / sd), Noise: 2 * p.both() * noise / sd, Bound: t.energyBound(math.Sqrt(2*squared), sd)}
}

// energyBound uses that the root is a metric: distribution functions that differ by at most the share of a cell over its width are √(2·Σ width·share²) apart.
func (t *earthMoving) energyBound(root, sd float64) float64 {
	p := t.p
	if p.Lo == nil {
		return 0
	}
	ofR, ofC, square := 0.0, 0.0, 0.0
	for i := range p.R {
		if p.R[i] == 0 && p.C[i] == 0 || p.Lo[i] == p.Hi[i] {
			continue
		}
		width, r, c := (p.Hi[i]-p.Lo[i])*t.scale, p.R[i]/p.NR, p.C[i]/p.NC
		ofR, ofC = ofR+width*r*r, ofC+width*c*c
		square += width * width * r
	}
	moved, slack := math.Sqrt(2*ofR)+math.Sqrt(2*ofC), math.Sqrt(square)
	switch {
	case moved == 0:
		return 0
	case math.IsInf(moved, 0) || slack >= sd:
		return math.NaN()
	}
	return math.Max((root+moved)/math.Sqrt(sd-slack)-root/math.Sqrt(sd), root/math.Sqrt(sd)-(root-moved)/math.Sqrt(sd+slack))
}

func energyTail(p *Pair, found Size) (float64, string) {
	t := newEarthMoving(p)
	squared, _ := t.squaredArea()
	if found.Noise == 0 || squared == 0 {
		return 1, BasisLaw
	}
	n := len(p.R)
	all := make([]float64, 3*n)
	step, level, h := all[:n], all[n:2*n], all[2*n:]
	copy(step, t.step) // nothing lies beyond the last value
	copy(level, t.level)
	level[n-1] = 1
	for i := range h {
		h[i] = p.pooled(i)
	}
	s := law.Steps(step, level, h)
	return s.Tail(squared/p.both(), math.Min(p.ER, p.EC)), BasisLaw
}
