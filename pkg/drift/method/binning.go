package method

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/tideline-ml/tideline/pkg/model"
)

// defaultBins is the number of bins where nothing else is said.
const defaultBins = 10

// edges are the inner edges of bins of equal width between the reference's smallest and largest value, or the given ones. Sturges (1926, J. American Statistical
// Association 21:65) has 1 + log₂ n bins, rounded up; Doane (1976, The American Statistician 30:181) more where the reference is skewed.
func edges(p *Pair, b model.Binning) []float64 {
	if b.Mode == "edges" {
		return b.Edges
	}
	low, high := math.Inf(1), math.Inf(-1)
	for i, w := range p.R {
		if w > 0 {
			low, high = math.Min(low, p.X[i]), math.Max(high, p.X[i])
		}
	}
	n := float64(cmp.Or(b.Bins, defaultBins))
	switch b.Mode {
	case "sturges":
		n = math.Ceil(math.Log2(p.NR) + 1)
	case "doane":
		n = doane(p)
	}
	n = math.Min(n, model.MostBins)
	if !(low < high) {
		return nil
	}
	edges := make([]float64, 0, int(n))
	for k := 1.0; k < n; k++ {
		edges = append(edges, low*(1-k/n)+high*(k/n))
	}
	return slices.Compact(edges) // denormals
}

// doane is 1 + log₂ n + log₂(1 + |g₁|/σ), rounded up: g₁ the skewness of the reference, σ = √(6(n−2)/((n+1)(n+3))) that of a normal sample.
func doane(p *Pair) float64 {
	x, n := newEarthMoving(p).x, p.NR
	sd := populationSD(x, p.R, n)
	if n < 3 || sd == 0 {
		return 1
	}
	mean, skew := 0.0, 0.0
	for i, w := range p.R {
		mean += w / n * x[i]
	}
	for i, w := range p.R {
		d := (x[i] - mean) / sd
		skew += w / n * d * d * d
	}
	return math.Ceil(1 + math.Log2(n) + math.Log2(1+math.Abs(skew)/math.Sqrt(6*(n-2)/((n+1)*(n+3)))))
}

// cut is the cells of a pair by the edges of bins. A cell of a grid that an edge runs through is on the side where more of its width is; straddling is
// the share of rows, of the sample that has more of them there, in such cells.
func (p *Pair) cut(edges []float64) (b bins) {
	r, c := make([]float64, len(edges)+1), make([]float64, len(edges)+1)
	inR, inC := 0.0, 0.0
	for i, x := range p.X {
		if p.Lo != nil && p.Lo[i] < p.Hi[i] {
			if !math.IsInf(p.Hi[i]-p.Lo[i], 0) { // else an open cell, whose value is its finite end
				x = p.Lo[i] + (p.Hi[i]-p.Lo[i])/2
			}
			// The first edge above the cell's lower bound. Cells of integers hold their upper bound, those of floats end before it, where the next begins.
			k := sort.Search(len(edges), func(k int) bool { return edges[k] > p.Lo[i] })
			if k < len(edges) && (edges[k] < p.Hi[i] || edges[k] == p.Hi[i] && !(i+1 < len(p.Lo) && p.Lo[i+1] == p.Hi[i])) {
				inR, inC = inR+p.R[i]/p.NR, inC+p.C[i]/p.NC
			}
		}
		k := sort.Search(len(edges), func(k int) bool { return edges[k] > x })
		r[k] += p.R[i]
		c[k] += p.C[i]
	}
	b.straddling = math.Max(inR, inC)
	for k := range r {
		if r[k] > 0 || c[k] > 0 {
			b.r, b.c = append(b.r, r[k]), append(b.c, c[k])
		}
	}
	return b
}

// Straddling is the largest share of rows of a sample that lie in cells of a grid which an edge of a bin runs through: by so much a share can be off.
// 0 where values are counted exactly, where bins consist of whole cells, and for methods that do not bin.
func (m *Method) Straddling(p *Pair) float64 {
	if !m.Bins || !p.Numeric || p.Lo == nil || p.empty() {
		return 0
	}
	return newBins(p).straddling
}
