package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// CramerVonMises is the root of the mean squared gap between the two distribution functions, T = √(3·∫ (F_C − F_R)² dH), H that of both samples
// together; in [0, 1]: 0 for equal distributions, 1 for samples that do not overlap. It sees shifts of the bulk, as KS does, with all of the gap instead of
// its largest place.
//
// P is that of scipy's cramervonmises_2samp: exact where both samples have at most 20 rows, else, without ties, from the limiting law Σ Z_j²/(π²j²) of Anderson
// (1962), both of midranks. Of tied rows scipy's p is far off, because Anderson's constant is of ranks without ties: values rounded to 1/32 of a standard
// deviation, 10,000 against 1,000, get p < 0.05 always. The limiting law of the midranks' own squared gap takes its place; where single values hold a large
// share of the rows, one with the moments that these values give.
//
// On a grid the values of a cell count as tied; no bound for the exact T is known.
//
// Source: Anderson (1962), Annals of Mathematical Statistics 33:1148.
var CramerVonMises = &Method{
	ID:        "cvm",
	Group:     Tests,
	Name:      "Cramér–von Mises",
	Summary:   "Mean squared gap between the distribution functions. Like Kolmogorov–Smirnov, from the whole gap instead of its largest place.",
	Formula:   "T = √(3·∫ (F_C − F_R)² dH), H of both samples together",
	Source:    "Anderson (1962), Annals of Mathematical Statistics 33:1148",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, 1},
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisTies},
	Symmetric: true,
	Statistic: cramerVonMises,
	Tail:      cramerVonMisesTail,
}

func cramerVonMises(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	g := newGaps(p)
	squared, noise, before := 0.0, 0.0, 0.0
	for i, d := range g.difference {
		h := g.share[i]
		// Both functions rise evenly over the step of a value; the mean square of the gap on the way from before to after it:
		after := 2*d - before
		squared += h * (before*before + before*after + after*after) / 3
		noise += h * (g.variance(i) + h*(1-h)/12)
		before = after
	}
	return Size{Statistic: math.Sqrt(math.Min(1, 3*squared)), Noise: 3 * p.both() * math.Max(0, noise), Bound: gridUnknown(p)}
}

func cramerVonMisesTail(p *Pair, found Size) (float64, string) {
	switch {
	case len(p.R) == 1 || found.Noise == 0: // one value in both samples
		return 1, BasisLaw
	case p.counted() && math.Max(p.NR, p.NC) <= exactCramerRows:
		return law.CramerLattice(int(p.NR), int(p.NC), MidrankSum(p)), BasisLaw
	}
	if float64(len(p.R)) == p.ER+p.EC {
		return limitCramerTail(p), BasisLaw
	}
	// Anderson's constant is of ranks without ties: many light ties too, of a column of rounded values, would add up to a call of every window.
	g := newGaps(p)
	midranks := 0.0
	for i, d := range g.difference {
		midranks += g.share[i] * d * d
	}
	if g.heavy() {
		return g.tiesTail(midranks/p.both(), func(h, _ float64) float64 { return h }), BasisTies
	}
	return cramerUpper(midranks / p.both()), BasisTies
}

// MidrankSum is Anderson's U = n·Σ(r_i − i)² + m·Σ(s_j − j)² of the ranks of both samples, ties at their midrank.
func MidrankSum(p *Pair) float64 {
	n, m := p.ER, p.EC
	of := func(from, weight, midrank float64) float64 {
		// Σ (midrank − k)² over k = from+1 … from+weight
		middle := midrank - from - (weight+1)/2
		return weight*middle*middle + weight*(weight*weight-1)/12
	}
	u, r, c := 0.0, 0.0, 0.0
	for i := range p.R {
		inR, inC := p.R[i]*n/p.NR, p.C[i]*m/p.NC
		midrank := r + c + (inR+inC+1)/2
		if inR > 0 {
			u += n * of(r, inR, midrank)
		}
		if inC > 0 {
			u += m * of(c, inC, midrank)
		}
		r += inR
		c += inC
	}
	return u
}

// limitCramerTail is the tail of Anderson's T, brought to the mean and variance of the limiting law.
func limitCramerTail(p *Pair) float64 {
	n, m := p.ER, p.EC
	rows, products := n+m, n*m
	t := MidrankSum(p)/(products*rows) - (4*products-1)/(6*rows)
	mean := (1 + 1/rows) / 6
	variance := (rows + 1) * (4*products*rows - 3*(n*n+m*m) - 2*products) / (45 * rows * rows * 4 * products)
	standard := 1.0/6 + (t-mean)/math.Sqrt(45*variance)
	return cramerUpper(standard)
}

// cramerUpper is the tail of the limiting law of mean 1/6.
func cramerUpper(t float64) float64 {
	if !(t >= 0.003) { // the law has less than 1e-9 below
		return 1
	}
	return cramerLaw.Tail(t)
}

// cramerLaw has λ_j = 1/(π²j²) and D(u) = sin(√u)/√u. With s = √u the stretches are s ∈ ((2k−1)π, 2kπ), on which |sin s| = cos(½πt), s = (2k − ½)π + ½πt.
var cramerLaw = law.NewNormalForm(func(k int, t float64) (u, density float64) {
	s := (2*float64(k)-0.5)*math.Pi + math.Pi/2*t
	return s * s, 1 / math.Sqrt(s*math.Cos(math.Pi*t/2))
})

// exactCramerRows is the largest sample for which the exact law is used, as in scipy.
const exactCramerRows = 20
