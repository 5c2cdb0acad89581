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

// sampledNumeric judges a numeric window against the pooled reference by the laws of independent rows: the Cauchy rule over Anderson–Darling, the
// energy statistic ∫(F_c − F_r)²dx and the largest of 49 quantile points. All three allow for ties.
func (b *Baseline) sampledNumeric(current sample, o Options) part {
	pool := b.shared()
	n := b.keys.length()
	share, rows, size := make([]float64, n), 0.0, 0.0
	for _, i := range b.kept {
		w := &b.windows[i]
		for j, at := range w.at {
			share[at] += w.share[j] * w.values
		}
		rows += w.values
		size += w.size
	}
	for k := range share {
		share[k] /= rows
	}
	p := part{cause: causeDistribution, scale: method.Distance, pBasis: "law", noiseBasis: samplingBasis, inflation: 1}
	area, spread := transport(b.keys.x, share, size, current, pool.low, pool.up)
	sd := deviation(pool.x, share)
	if sd == 0 {
		p.constant(o, area)
		return p
	}
	both := 1/size + 1/current.size
	p.statistic = area / sd
	p.bound = pool.blur(b.keys, share, current) / sd

	// Both samples on the union of their positions.
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
	p.noise = distanceNoise(H, gap) / (sd * sd) * both
	var ranks, energy, d, upTo, largest, excess float64
	points, next := 0, 1.0/(quantilePoints+1)
	for k := range x {
		step := C[k] - R[k]
		upTo += C[k]
		ranks += weight[k] * (d + step/2) * (d + step/2)
		d += step
		energy += d * d * gap[k]
		if H[k] >= next-1e-12 && H[k] < 1-1e-12 {
			for next <= H[k]+1e-12 {
				next += 1.0 / (quantilePoints + 1)
			}
			if math.Min(H[k], 1-H[k])*math.Min(size, current.size) >= fewestInTail {
				points++
				if t := math.Abs(d) / math.Sqrt(H[k]*(1-H[k])*both); t > largest {
					largest = t
					excess = rowsExcess(upTo*current.size, (upTo-d)*size, current.size, size)
				}
			}
		}
	}
	least := math.Min(size, current.size)
	pPoints := math.NaN()
	if points > 0 {
		pPoints = math.Min(1, math.Min(quantileFactor, float64(points))*2*math.Max(law.UpperNormal(largest), excess))
	}
	// Of few values, each is a category as well: χ² sees what moves between them without an order.
	pValues := math.NaN()
	if len(x) <= fewValues {
		pValues = method.PermutedChiSquare(method.Scaled(R, size), method.Scaled(C, current.size))
	}
	p.p = law.Cauchy(
		law.Midranks(weight, mid, h).Tail(ranks/both, least),
		law.Steps(gap, H, h).Tail(energy/both, least),
		pPoints, pValues)
	p.finish(o, spread/sd)
	return p
}

// rowsExcess is the chance that of all rows up to a point, or beyond it, at least so many are of the current window, c of which are up to the point beside
// r of the reference; of the sizes m and n. It is taken on the side where there are more than expected.
func rowsExcess(c, r, m, n float64) float64 {
	if c*n < r*m {
		c, r = m-c, n-r
	}
	return law.UpperBinomial(c, c+r, m/(m+n))
}

// merge puts two distributions on the union of their ascending positions, without those that neither has.
func merge(x, share []float64, c sample) (at, r, s []float64) {
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
	p.p = law.Cauchy(method.PermutedChiSquare(method.Scaled(share, r.total), method.Scaled(mass, size)),
		shareSampling(h, ones).Tail(plain/both, math.Min(r.total, size)))
	return p
}
