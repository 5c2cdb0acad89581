package drift

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// With fewer than four reference windows nothing is known of how windows differ: rows are taken as independent draws, and the verdict says
// "sampling only".

// fewValues: with no more distinct values than this a numeric column is judged as categories too.
const fewValues = 20

const samplingBasis = "sampling only"

// sampledNumeric judges a numeric window against the pooled reference by the laws of independent rows: the Cauchy rule over Anderson–Darling, Wasserstein
// between fences and the farthest of 51 quantile points. All three allow for ties.
func (b *Baseline) sampledNumeric(current *sample, o Options) part {
	pool := b.shared()
	n := b.keys.length()
	share, rows, size := make([]float64, n), 0.0, 0.0
	b.shares(b.kept, func(_ int, w *window, at []int32, own []float64) {
		for j, key := range at {
			share[key] += own[j] * w.values
		}
		rows += w.values
		size += w.size
	})
	for k := range share {
		share[k] /= rows
	}
	p := part{cause: causeDistribution, scale: method.Distance, pBasis: "law", noiseBasis: samplingBasis, inflation: 1}
	area, spread := b.transport(pool, share, size, current)
	sd := deviation(pool.x, share)
	if sd == 0 {
		p.constant(o, area)
		return p
	}
	both := 1/size + 1/current.size
	p.statistic = area / sd
	p.bound = pool.blur(b.keys, share, current) / sd

	// Both samples on the union of their positions.
	b.keys.place(current)
	x, R, C := merge(b.keys.x, share, current)
	H, mid, h, gap := make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x))
	for k := range x {
		h[k] = (size*R[k] + current.size*C[k]) / (size + current.size)
		if k+1 < len(x) {
			gap[k] = clip(x[k+1], pool.low, pool.up) - clip(x[k], pool.low, pool.up)
		}
	}
	cumulate(h, H, mid)
	weight := make([]float64, len(x))
	for k := range h {
		weight[k] = h[k] / (mid[k] * (1 - mid[k]))
	}
	noise := distanceNoise(H, gap)
	p.noise = noise / (sd * sd) * both
	least := math.Min(size, current.size)
	points := quantileTest{rows: [2]float64{current.size, size}, least: 1}
	var ranks, d, upTo float64
	for k := range x {
		step := C[k] - R[k]
		upTo += C[k]
		ranks += weight[k] * (d + step/2) * (d + step/2)
		d += step
		if points.due(H[k]) && math.Min(H[k], 1-H[k])*least >= fewestBeyond {
			points.compare(upTo*current.size, (upTo-d)*size)
		}
	}
	// Of few values, each is a category as well: χ² sees what moves between them without an order.
	pValues := math.NaN()
	if len(x) <= fewValues {
		pValues = method.PermutedChiSquare(method.Scaled(R, size), method.Scaled(C, current.size))
	}
	p.p = law.Cauchy(
		law.Midranks(weight, mid, h).Tail(ranks/both, least),
		areaTail(area, noise, H, gap, h, [2]float64{current.size, size}),
		points.p(), pValues)
	p.finish(o, spread/sd)
	return p
}

// areaTail is P(∫|F_c − F_r|dx ≥ area) of two samples of these sizes from what both are together, noise being E of its square for one row against the truth.
func areaTail(area, noise float64, H, gap, h []float64, sizes [2]float64) float64 {
	root, x, mean := 0.0, make([]float64, len(h)), 0.0
	for k := range h {
		root += math.Sqrt(math.Max(0, H[k]*(1-H[k]))) * gap[k]
		mean += h[k] * x[k]
		if k+1 < len(h) {
			x[k+1] = x[k] + gap[k]
		}
	}
	second, fourth := 0.0, 0.0
	for k, v := range h {
		d := (x[k] - mean) * (x[k] - mean)
		second, fourth = second+v*d, fourth+v*d*d
	}
	both, cubes := 0.0, 0.0
	for _, n := range sizes {
		both, cubes = both+1/n, cubes+1/(n*n*n)
	}
	square := 2 / math.Pi * root * root
	return law.Length(area, math.Sqrt(square*both), (noise-square)*both, second*both, math.Max(0, fourth-3*second*second)*cubes)
}

// fewestBeyond a quantile point, on the thinner side: expected rows of the smaller sample. One is enough, because what is beyond is judged by its exact chance.
const fewestBeyond = 1

// sampledLevels are where the distribution functions of two samples are compared: the quantile points, and one more in each tail.
var sampledLevels = func() []float64 {
	levels := []float64{0.5 / (quantilePoints + 1)}
	for q := 1.0; q <= quantilePoints; q++ {
		levels = append(levels, q/(quantilePoints+1))
	}
	return append(levels, 1-0.5/(quantilePoints+1))
}()

// quantileTest compares two samples at the quantile points of both together, as it comes by them from below.
type quantileTest struct {
	rows  [2]float64 // of the current window, and of the reference
	next  int        // level that has not been reached
	count int        // points that were compared
	least float64    // p of a point
}

// due tells whether a point ends here, where the distribution function is H.
func (t *quantileTest) due(H float64) bool {
	if t.next == len(sampledLevels) || H < sampledLevels[t.next]-1e-12 || H >= 1-1e-12 {
		return false
	}
	for t.next < len(sampledLevels) && sampledLevels[t.next] <= H+1e-12 {
		t.next++
	}
	return true
}

// compare at a point up to which there are c rows of the window and r of the reference. A normal law is too light where few rows are beyond, the law of
// their number too heavy nowhere.
func (t *quantileTest) compare(c, r float64) {
	t.count++
	m, n := t.rows[0], t.rows[1]
	below := (c + r) / (m + n)
	if p := law.UpperNormal(math.Abs(c/m-r/n) / math.Sqrt(below*(1-below)*(1/m+1/n))); p < t.least {
		t.least = math.Min(t.least, math.Max(p, rowsApart(c, r, m, n)))
	}
}

// p of the farthest point; NaN where none was compared.
func (t *quantileTest) p() float64 {
	if t.count == 0 {
		return math.NaN()
	}
	return math.Min(1, math.Min(quantileFactor, float64(t.count))*2*t.least)
}

// rowsApart is the chance, given how many rows of both samples, of sizes m and n, are up to a point, that at least as many of them are of the sample that has
// more than its part as there are: c of the one, r of the other.
func rowsApart(c, r, m, n float64) float64 {
	if c+r > (m+n)/2 { // the rarer rows tell as much
		c, r = m-c, n-r
	}
	if c*n < r*m {
		c, r, m, n = r, c, n, m
	}
	return law.UpperHypergeometric(c, c+r, m, m+n)
}

// merge puts two distributions on the union of their ascending positions, without those that neither has.
func merge(x, share []float64, c *sample) (at, r, s []float64) {
	n := len(x) + len(c.x)
	at, r, s = make([]float64, 0, n), make([]float64, 0, n), make([]float64, 0, n)
	i, j := 0, 0
	for i < len(x) || j < len(c.x) {
		v := math.Inf(1)
		if i < len(x) {
			v = x[i]
		}
		if j < len(c.x) && c.x[j] < v {
			v = c.x[j]
		}
		a, b := 0.0, 0.0
		for i < len(x) && x[i] == v {
			a += share[i]
			i++
		}
		for j < len(c.x) && c.x[j] == v {
			b += c.share[j]
			j++
		}
		if a > 0 || b > 0 {
			at, r, s = append(at, v), append(r, a), append(s, b)
		}
	}
	return at, r, s
}

// cauchyExcess is how much too often the Cauchy rule calls at 5 % where two p-values, each of them right, go together by half (simulated; less where they go
// together more, or less).
const cauchyExcess = 1.08

// sampledCategories judges a categorical window against the pooled reference under independent rows: the Cauchy rule over χ² and plain squared
// differences of shares.
func (b *Baseline) sampledCategories(c *counts.Counts, mass []float64, size float64, o Options) part {
	r := b.categoricalReference()
	p := part{cause: causeDistribution, scale: method.Distance, pBasis: "law", noiseBasis: samplingBasis, inflation: 1}
	share, h := method.Scaled(extended(r.pooled, len(mass)), 1/r.total), make([]float64, len(mass))
	for k := range mass {
		h[k] = (r.total*share[k] + size*mass[k]) / (r.total + size)
	}
	var spread float64
	p.statistic, spread = variation(share, r.total, mass, size)
	p.noise = variationNoise(h, 1/(1/r.total+1/size))
	p.finish(o, spread)

	// The tests need no cells: every name is one, wherever the counts have names.
	if c.Kind != counts.Word {
		if pair, err := method.NewPair(b.Pooled(), c); err == nil {
			share, mass = method.Scaled(pair.R, 1/pair.NR), method.Scaled(pair.C, 1/pair.NC)
		}
	}
	h, ones := make([]float64, len(mass)), make([]float64, len(mass))
	plain, both := 0.0, 1/r.total+1/size
	for k := range mass {
		h[k], ones[k] = (r.total*share[k]+size*mass[k])/(r.total+size), 1
		plain += (mass[k] - share[k]) * (mass[k] - share[k])
	}
	p.p = math.Min(1, cauchyExcess*law.Cauchy(method.PermutedChiSquare(method.Scaled(share, r.total), method.Scaled(mass, size)),
		shareSampling(h, ones).Tail(plain/both, math.Min(r.total, size))))
	return p
}
