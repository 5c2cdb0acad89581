package method

import (
	"cmp"
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// bins are the weights of both samples in the same cells.
type bins struct {
	r, c       []float64
	straddling float64 // share of rows in cells of a grid that an edge runs through
}

// newBins cuts a pair into what methods of shares compare, as its Binning says: by the reference alone, so that bins are the same for all windows, and with open
// ends, so that nothing falls outside. Categories are their own bins.
func newBins(p *Pair) bins {
	binning := p.Binning.WithDefaults()
	switch {
	case !p.Numeric || binning.Mode == "values":
		return bins{r: p.R, c: p.C}
	case binning.Mode == "quantiles":
		return quantileBins(p, cmp.Or(binning.Bins, defaultBins))
	}
	return p.cut(edges(p, binning))
}

// quantileBins cuts a numeric column at the reference's quantiles, with open ends. With at most n values (or cells) in both samples together it is taken as
// it is; else
//
//   - a value that holds an n-th of the reference or more is a bin of its own;
//   - each stretch between such values is cut into bins of about an n-th of the reference each, at least one. A stretch that the reference never
//     visits is a bin too if the window does.
//
// Bins consist of whole cells of a grid, so shares are exact.
func quantileBins(p *Pair, n int) bins {
	if len(p.R) <= n {
		return bins{r: p.R, c: p.C}
	}
	part := p.NR / float64(n)
	var b bins
	add := func(i, j int) { // values i … j−1
		r, c := 0.0, 0.0
		for k := i; k < j; k++ {
			r, c = r+p.R[k], c+p.C[k]
		}
		if r > 0 || c > 0 {
			b.r, b.c = append(b.r, r), append(b.c, c)
		}
	}
	stretch := func(i, j int) {
		rest := 0.0
		for k := i; k < j; k++ {
			rest += p.R[k]
		}
		n := math.Max(1, math.Round(rest/part))
		from, upTo := i, 0.0
		for cut, k := 1.0, i; k < j; k++ {
			upTo += p.R[k]
			if cut < n && upTo >= cut*rest/n*(1-1e-12) {
				add(from, k+1)
				from = k + 1
				for cut < n && upTo >= cut*rest/n*(1-1e-12) {
					cut++
				}
			}
		}
		add(from, j)
	}
	from := 0
	for k, r := range p.R {
		if r >= part*(1-1e-12) {
			stretch(from, k)
			add(k, k+1)
			from = k + 1
		}
	}
	stretch(from, len(p.R))
	return b
}

// used is the number of bins that hold rows.
func (b bins) used() float64 {
	k := 0.0
	for i := range b.r {
		if b.r[i] > 0 || b.c[i] > 0 {
			k++
		}
	}
	return k
}

// shares visits the bins that hold rows: share of the reference, of the window, and of both in effective rows.
func (b bins) shares(p *Pair, visit func(r, c, both float64)) {
	inR := p.ER / (p.ER + p.EC)
	for i := range b.r {
		if r, c := b.r[i]/p.NR, b.c[i]/p.NC; r > 0 || c > 0 {
			visit(r, c, inR*r+(1-inR)*c)
		}
	}
}

// filled are the shares with half a row in place of none, each sample's brought back to a sum of 1: what logarithms and quotients of shares need.
func (b bins) filled(p *Pair) (r, c []float64) {
	r, c = make([]float64, 0, len(b.r)), make([]float64, 0, len(b.r))
	sumR, sumC := 0.0, 0.0
	b.shares(p, func(inR, inC, _ float64) {
		if inR == 0 {
			inR = 0.5 / p.ER
		}
		if inC == 0 {
			inC = 0.5 / p.EC
		}
		r, c = append(r, inR), append(c, inC)
		sumR, sumC = sumR+inR, sumC+inC
	})
	for k := range r {
		r[k], c[k] = r[k]/sumR, c[k]/sumC
	}
	return r, c
}

// bound is the error bound of a statistic of shares that is known where no edge runs through a cell.
func (b bins) bound() float64 {
	if b.straddling > 0 {
		return math.NaN()
	}
	return 0
}

// squaredSum is Σ (c − r)²/h over the bins, h the share in both samples: Pearson's χ² without the sizes, which quadratic statistics of shares tend to.
func (b bins) squaredSum(p *Pair) float64 {
	sum := 0.0
	b.shares(p, func(r, c, both float64) { sum += (c - r) * (c - r) / both })
	return sum
}

// fewExpected is the expected count in the smaller sample below which Pearson's law of χ² is left.
const fewExpected = 5

// homogeneity is the Tail of every method whose hypothesis is that the shares of bins are the same.
func homogeneity(p *Pair, _ Size) (float64, string) {
	b := newBins(p)
	return b.tailOf(p, b.squaredSum(p)/p.both())
}

// tailOf is the p-value of the hypothesis that both samples of a 2×k table come from the same shares, and what it rests on. Where every expected count is at
// least 5 it is that of Pearson's χ² law with k − 1 degrees of freedom, without continuity correction, for χ² or another statistic of that law; else a gamma
// law with the mean and variance that χ² has over all tables with the same margins (PermutedMoments), because for many rare categories the χ² law calls 6–10 %
// at a nominal 1 %. Bins that are cut by the reference have no margins that stay: of few rows, χ² is then resampled, and each deal is cut by its own reference.
func (b bins) tailOf(p *Pair, statistic float64) (float64, string) {
	k := b.used()
	if k < 2 {
		return 1, BasisLaw
	}
	least := math.Inf(1)
	b.shares(p, func(_, _, both float64) { least = math.Min(least, both) })
	if least*math.Min(p.ER, p.EC) < fewExpected {
		if p.Numeric && len(b.r) < len(p.R) && p.few() {
			return dealt(p, func(q *Pair) float64 { return newBins(q).squaredSum(q) }, Quadratic), BasisDrawn
		}
		reference, current := b.r, b.c
		if p.ER != p.NR || p.EC != p.NC {
			reference, current = Scaled(b.r, p.ER/p.NR), Scaled(b.c, p.EC/p.NC)
		}
		chi2 := b.squaredSum(p) / p.both()
		if mean, variance := PermutedMoments(reference, current); variance > 1e-12*mean*mean {
			return law.UpperGamma(chi2, mean, variance), BasisLaw
		} else if chi2 <= mean*(1+1e-9) { // a table that has only one form with these margins
			return 1, BasisLaw
		}
	}
	return law.ChiSquared(statistic, k-1), BasisLaw
}
