package method

import "math"

// KolmogorovSmirnov is the largest gap between the two distribution functions, D = sup |F_C(x) − F_R(x)|, in [0, 1]: 0 for equal distributions, 1 for
// samples that do not overlap. It sees a shift of the bulk well and the tails hardly; any monotone transformation of the column leaves it as it is.
//
// P is that of scipy's ks_2samp, two-sided: exact where both samples have at most 10,000 rows, else the law of one sample of n·m/(n+m) rows. Both are
// laws of a column without ties; with ties the true p is smaller. Where a single value holds more than a twentieth of all rows, the law of a column with
// these values takes their place: exact for samples of up to some 1,000 rows, else from a Brownian bridge that is seen at the values only. Noise is that of
// a column without ties, and errs towards calling nothing.
//
// On a grid D is taken where the distribution functions are known, between cells, so the exact value lies in [D, D + Bound].
//
// Source: Kolmogorov (1933); Smirnov (1939); Hodges (1958), Arkiv för Matematik 3:469.
var KolmogorovSmirnov = &Method{
	ID:        "ks",
	Group:     Tests,
	Name:      "Kolmogorov–Smirnov",
	Summary:   "Largest gap between the two distribution functions. Good for shifts of the bulk; hardly sees the tails; needs no scale.",
	Formula:   "D = sup |F_C(x) − F_R(x)|",
	Source:    "Smirnov (1939); Hodges (1958), Arkiv för Matematik 3:469",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, 1},
	Unit:      "share of rows",
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisTies},
	Symmetric: true,
	Statistic: kolmogorovSmirnov,
	Tail:      kolmogorovSmirnovTail,
}

func kolmogorovSmirnov(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	e := extremes(p)
	return Size{
		Statistic: e.largest,
		// The square of the supremum of a Brownian bridge has mean π²/12.
		Noise: math.Pi * math.Pi / 12 * p.both(),
		Bound: max(0, max(e.mostUp, e.mostDown)-e.largest),
	}
}

func kolmogorovSmirnovTail(p *Pair, found Size) (float64, string) {
	if g := newGaps(p); found.Statistic > 0 && g.heavy() {
		return tiedSmirnovTail(p, g, found.Statistic), BasisTies
	}
	return smirnovTail(p, found.Statistic), BasisLaw
}

// gapRange is how far two distribution functions are apart: as far as it is known for certain, and at most.
type gapRange struct {
	largest          float64 // sup |F_C − F_R|
	up, down         float64 // sup (F_C − F_R) and sup (F_R − F_C)
	mostUp, mostDown float64
}

func extremes(p *Pair) (e gapRange) {
	if p.Lo == nil {
		reference, current := 0.0, 0.0
		for i := range p.R {
			reference += p.R[i]
			current += p.C[i]
			gap := current/p.NC - reference/p.NR
			e.up, e.down = max(e.up, gap), max(e.down, -gap)
		}
		return gapRange{max(e.up, e.down), e.up, e.down, e.up, e.down}
	}
	gap := 0.0 // F_C − F_R before the cell
	reference, current := 0.0, 0.0
	for i := 0; i < len(p.R); {
		// Within a cell of several values the gap can first rise by all of one sample, then fall by all of the other.
		rise, fall := 0.0, 0.0
		if p.Lo[i] < p.Hi[i] {
			rise, fall = p.C[i]/p.NC, p.R[i]/p.NR
		}
		high, low := gap+rise, gap-fall
		reference += p.R[i]
		current += p.C[i]
		// Values with a cell of their own inside this one: what is known of the gap is only by how much it jumps there.
		j, jumps := i+1, 0.0
		for ; j < len(p.R) && p.Lo[j] == p.Hi[j] && p.Lo[j] < p.Hi[i]; j++ {
			jump := p.C[j]/p.NC - p.R[j]/p.NR
			nearest := max(gap-fall+jumps, min(gap+rise+jumps, -jump/2))
			e.largest = max(e.largest, max(math.Abs(nearest), math.Abs(nearest+jump)))
			e.up, e.down = max(e.up, gap-fall+jumps+max(0, jump)), max(e.down, max(0, -jump)-gap-rise-jumps)
			jumps += jump
			high, low = max(high, gap+rise+jumps), min(low, gap-fall+jumps)
			reference += p.R[j]
			current += p.C[j]
		}
		e.mostUp, e.mostDown = max(e.mostUp, high), max(e.mostDown, -low)
		gap = current/p.NC - reference/p.NR
		e.up, e.down = max(e.up, gap), max(e.down, -gap)
		i = j
	}
	e.largest = max(e.largest, e.up, e.down)
	return e
}
