package drift

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// What a method sees of the windows of a reference. Its own leave-one-out values say how large its statistic is when nothing changed, but a handful of
// them says little of the shape of its law. The windows themselves say more: how much of their variation sampling explains, and along how many directions
// the rest goes. A view is that, in the coordinates that the method weighs differences in.

// viewKind names the coordinates.
type viewKind uint8

const (
	viewRanks    viewKind = iota // midranks, tails weighed as Anderson and Darling do
	viewMidranks                 // midranks alike: the other methods on distribution functions
	viewLengths                  // distribution functions along the axis: areas between them
	viewSquares                  // shares over √h, as in χ²
	viewRoots                    // shares over ⁴√h: between the two, as sums of absolute differences weigh them
	viewPlain                    // shares as they are: the largest difference
	viewKinds
)

// view is a kind of coordinates with the directions that sampling alone gives the statistic, where that is not what the coordinates have. A statistic
// that is no quadratic form of the differences has a law of about as many directions as match its mean and variance.
type view struct {
	kind viewKind
	own  func(top float64, h []float64, b *Baseline, rows float64) float64 // top: of the coordinates; h: the mean shares. nil: top
	// hidden: wander is taken to be no less than what the windows could hide. Squares of distribution functions see a wander of the mean whole, and where by
	// chance the windows show none of it, the law of sampling is far too light.
	hidden bool
}

// views of methods whose statistic is not what viewOf takes it for.
var views = map[string]view{
	"ad":              {kind: viewRanks, hidden: true},
	"cvm":             {kind: viewMidranks, hidden: true},
	"wasserstein":     {kind: viewLengths, hidden: true},
	"wasserstein_raw": {kind: viewLengths, hidden: true},
	"energy":          {kind: viewLengths, hidden: true},
	"mmd":             {kind: viewLengths, hidden: true},
	"ks":              {kind: viewMidranks, own: largestGap(5)},
	"kuiper":          {kind: viewMidranks, own: largestGap(9)},
	"mannwhitney":     {kind: viewMidranks, own: oneDirection},
	"student":         {kind: viewLengths, own: oneDirection},
	"welch":           {kind: viewLengths, own: oneDirection},
	"tv":              {kind: viewRoots, own: absoluteSum},
	"intersection":    {kind: viewRoots, own: absoluteSum},
	"permutation_tv":  {kind: viewRoots, own: absoluteSum},
	"fisher":          {kind: viewPlain, own: largestShare},
	"z":               {kind: viewPlain, own: largestShare},
	"linf":            {kind: viewPlain, own: largestShare},
	"js":              {kind: viewSquares, own: allCategories},
	"hellinger":       {kind: viewSquares, own: allCategories},
	"bhattacharyya":   {kind: viewSquares, own: allCategories},
}

// viewOf a method: as listed, else by what it works on.
func viewOf(m *method.Method) view {
	if v, ok := views[m.ID]; ok {
		return v
	}
	if isShares(m) {
		return view{kind: viewSquares, own: rareCategories}
	}
	return view{kind: viewMidranks}
}

// cvmDirections of the Cramér–von Mises law without ties: (Σλ)²/Σλ² with λ = 1/(πj)².
const cvmDirections = 2.5

// largestGap is for the largest gap between distribution functions: square directions without ties (2·mean²/variance of the square of the supremum of a
// Brownian bridge is 5.0, of its range 9), 1 where there are two values.
func largestGap(square float64) func(top float64, h []float64, b *Baseline, rows float64) float64 {
	return func(top float64, _ []float64, _ *Baseline, _ float64) float64 {
		return math.Min(square, math.Max(math.Min(top, 1), 1+(top-1)*(square-1)/(cvmDirections-1)))
	}
}

func oneDirection(top float64, _ []float64, _ *Baseline, _ float64) float64 { return math.Min(1, top) }

// absoluteSum is for Σ|d_k|: of k even shares its square has 0.88·(k−1) directions, (2/π)/(1−2/π)/2 for each independent normal.
func absoluteSum(top float64, h []float64, _ *Baseline, _ float64) float64 {
	sum, squares := 0.0, 0.0
	for _, v := range h {
		own := math.Max(0, v*(1-v))
		sum += math.Sqrt(own)
		squares += own
	}
	if squares == 0 {
		return 1
	}
	return math.Max(math.Min(top, 1), 1+0.876*(sum*sum/squares-2))
}

// largestShare is for the largest difference of a share. What counts is how many shares have a noise near the largest one; the line is fitted to
// simulations: 5.7 for ten even shares, 2 for Zipf shares, at most the plain coordinates' own, which is 1 for two shares.
func largestShare(top float64, h []float64, _ *Baseline, _ float64) float64 {
	largest, near := 0.0, 0.0
	for _, v := range h {
		largest = math.Max(largest, v*(1-v))
	}
	for _, v := range h {
		r := math.Max(0, v*(1-v)) / largest
		near += r * r
	}
	if !(near > 0) {
		return top
	}
	return math.Min(top, 1.2+0.45*near)
}

// rareCategories is for quadratic statistics of shares. Coordinates put many categories together, the method does not; and of rare ones χ² varies more
// than the law of many rows has it, between samples (rarely seen names come and go) more than between tables of the same margins: their geometric mean.
func rareCategories(top float64, h []float64, b *Baseline, rows float64) float64 {
	if b.numeric {
		return top
	}
	mean, variance := method.PermutedMoments(method.Scaled(h, rows*float64(len(b.kept))), method.Scaled(h, rows))
	if !(variance > 0) {
		return top
	}
	return math.Max(1, math.Sqrt(2*mean*mean/variance*shareSampling(h, viewSquares.weights(h)).Directions(rows)))
}

// allCategories is for distances that bound what a rare category adds: it varies as little as any.
func allCategories(top float64, h []float64, b *Baseline, _ float64) float64 {
	if b.numeric {
		return top
	}
	return math.Max(1, used(h)-1)
}

func used(h []float64) float64 {
	n := 0.0
	for _, v := range h {
		if v > 0 {
			n++
		}
	}
	return n
}

// sight is the law of the windows in the coordinates of a view, with the effective rows of a window.
type sight struct {
	betweenLaw
	size float64
	h    []float64 // mean shares of what the method counts: bins, cells of a distribution function, or categories
}

// sight of a kind, computed once for each baseline.
func (b *Baseline) sight(kind viewKind) sight {
	b.sightOnce[kind].Do(func() {
		if b.numeric {
			b.sights[kind] = b.numericSight(kind)
		} else {
			b.sights[kind] = b.categoricalSight(kind)
		}
	})
	return b.sights[kind]
}

func (b *Baseline) categoricalSight(kind viewKind) sight {
	r := b.categoricalReference()
	l, s := sharesLaw(kind, r.e, r.mean, r.arrangement), b.meanShares(r.list)
	return sight{l, r.size, s}
}

// weights of squared differences of shares h.
func (kind viewKind) weights(h []float64) []float64 {
	weight := make([]float64, len(h))
	for k, v := range h {
		switch {
		case kind == viewPlain:
			weight[k] = 1
		case v > 0 && kind == viewRoots:
			weight[k] = 1 / math.Sqrt(v)
		case v > 0:
			weight[k] = 1 / v
		}
	}
	return weight
}

// sharesLaw is the law of residuals of shares e about their mean h under the weights of a kind of view.
func sharesLaw(kind viewKind, e [][]float64, h []float64, a arrangement) betweenLaw {
	weight := kind.weights(h)
	return betweenLaw{newSpread(e, weight, a), shareSampling(h, weight)}
}

func (b *Baseline) numericSight(kind viewKind) sight {
	r, pool := b.numericReference(), b.shared()
	switch kind {
	case viewRanks:
		return sight{r.ranks, r.size, nil}
	case viewLengths:
		return sight{r.energy, r.size, nil}
	}
	_, group := b.comparable()
	cells := len(pool.upper)
	h, H, middle := make([]float64, cells), make([]float64, cells), make([]float64, cells)
	for k, s := range b.meanShares(r.list) {
		h[pool.cellOf[k]] += s
	}
	cumulate(h, H, middle)
	e := make([][]float64, len(r.list))
	for n, i := range r.list {
		g := r.groups[group(i)]
		end, mid := make([]float64, cells), make([]float64, cells)
		cumulate(pool.mass[i], end, mid)
		for k := range mid {
			end[k] -= g.cdf[k]
			mid[k] -= g.mid[k]
		}
		if e[n] = mid; kind != viewMidranks {
			e[n] = end
		}
	}
	if kind == viewMidranks {
		return sight{betweenLaw{newSpread(e, h, r.arrangement), law.Midranks(h, middle, h)}, r.size, h}
	}
	// Bins: differences of the distribution function at their ends.
	ends := binEnds(H)
	shares := func(cdf []float64) []float64 {
		out, last := make([]float64, len(ends)), 0.0
		for j, k := range ends {
			out[j], last = cdf[k]-last, cdf[k]
		}
		return out
	}
	for n := range e {
		e[n] = shares(e[n])
	}
	binned := shares(H)
	return sight{sharesLaw(kind, e, binned, r.arrangement), r.size, binned}
}

// viewBins is the usual number of bins of methods that compare shares of a numeric column.
const viewBins = 10

// binEnds are the cells at which bins of about a tenth of the reference end; all of them where there are no more than that.
func binEnds(H []float64) []int {
	var ends []int
	next := 1.0
	for k := range H {
		if len(H) <= viewBins || k == len(H)-1 || H[k]*viewBins >= next-1e-9 && H[k]*viewBins < viewBins-0.5 {
			ends = append(ends, k)
			next = math.Floor(H[k]*viewBins+1e-9) + 1
		}
	}
	return ends
}
