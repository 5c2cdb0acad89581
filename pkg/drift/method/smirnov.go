package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

const (
	// exactRows is the largest sample for which the exact law of D is used, as in scipy.
	exactRows = 10_000
	// exactSteps bounds the work of the exact law for unequal sizes: points of the lattice that are visited, a bit less than a nanosecond each. Two samples
	// of about 1,000 rows take 0.1 ms; the bound is reached by two of 10,000 whose D is far from 0.
	exactSteps = 1 << 22
)

// smirnovTail is P(D ≥ d) for two samples of a column without ties.
func smirnovTail(p *Pair, d float64) float64 {
	if d <= 0 {
		return 1
	}
	n, m := p.NR, p.NC
	if p.counted() && math.Max(n, m) <= exactRows {
		n, m := int(n), int(m)
		lcm := n / law.GCD(n, m) * m
		h := int(math.Round(d * float64(lcm)))
		if n == m {
			return law.SmirnovEqual(n, h)
		}
		if 2*d*float64(n)*float64(m) <= exactSteps {
			return law.SmirnovLattice(n, m, lcm, h)
		}
	}
	return law.Kolmogorov(math.RoundToEven(p.ER*p.EC/(p.ER+p.EC)), d)
}

// tiedSmirnovTail is P(D ≥ d) where single values hold much of the rows.
func tiedSmirnovTail(p *Pair, g gaps, d float64) float64 {
	n, m := p.NR, p.NC
	if p.counted() && p.Lo == nil && (n+m)*math.Min(n, m) <= exactSteps {
		blocks := make([]int, len(p.R))
		for i := range blocks {
			blocks[i] = int(p.R[i] + p.C[i])
		}
		n, m := int(n), int(m)
		lcm := n / law.GCD(n, m) * m
		return law.SmirnovTied(n, m, lcm, int(math.Round(d*float64(lcm))), blocks)
	}
	return law.BridgeTied(g.stretches(), d/math.Sqrt(p.both()))
}

// lightest is the least share of rows that a stretch of the line holds; fewer are taken together with their neighbours.
const lightest = 0.01

// stretches are the values with a share of their own, and what lies between them. Rows between them that are too few count with the value before them.
func (g gaps) stretches() []law.Stretch {
	var all []law.Stretch
	between := 0.0
	flush := func() {
		switch last := len(all) - 1; {
		case between >= lightest || last < 0 && between > 0:
			all = append(all, law.Stretch{Share: between})
		case between > 0:
			all[last].Share += between
		}
		between = 0
	}
	for _, h := range g.share {
		if h < lightest {
			between += h
			continue
		}
		flush()
		all = append(all, law.Stretch{Share: h, Single: true})
	}
	flush()
	if len(all) > 1 && all[0].Share < lightest { // too few rows before the first value
		all[1].Share += all[0].Share
		all = all[1:]
	}
	return all
}
