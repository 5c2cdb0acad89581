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
	return law.Kolmogorov(math.Round(p.ER*p.EC/(p.ER+p.EC)), d)
}
