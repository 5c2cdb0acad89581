package drift

import (
	"math"
	"slices"
	"strconv"
	"sync"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// quantileFactor is the price of looking at up to 49 neighbouring quantile points: the largest of their t values is judged as one of so many
// independent ones.
const quantileFactor = 15

// fewestInTail: a quantile point needs so many expected rows on its thinner side for its t value to mean anything.
const fewestInTail = 3

// sample is the current window on the real line.
type sample struct {
	x     []float64 // positions, −∞ first and +∞ last; of known cells only once placed
	share []float64
	size  float64 // effective number of values
	cells []int32 // on a grid: the cell of each position but the first and the last
	at    []int32 // on a grid: where each position is in the union of keys, −1 where it is not
	known bool    // on a grid: the union has all positions, as it mostly has
	block []float64
}

// samples that no verdict needs any more. One is as long as a window has keys and an answer has thousands of windows: making each anew would cost more than
// what is done with it.
var samples = sync.Pool{New: func() any { return new(sample) }}

// zeros is a list of n zeros in the place of the sample's last one.
func (s *sample) zeros(n int) []float64 {
	s.block = slices.Grow(s.block[:0], n)[:n]
	clear(s.block)
	return s.block
}

// sample is lent by samples.
func (b *Baseline) sample(c *counts.Counts) *sample {
	s := samples.Get().(*sample)
	s.x, s.cells, s.at, s.known = s.x[:0], nil, s.at[:0], false
	if c.Kind == counts.Cell && b.keys.index != nil {
		s.cells, s.at = c.Cells, b.keys.locateIn(s.at, c)
		if s.known = knows(s.at); !s.known {
			b.keys.place(s)
		}
	} else {
		s.x = b.keys.positions(s.x, c.Ints, c.Floats, c.Cells)
	}
	n := b.keys.entries(c)
	s.share = slices.Grow(s.share[:0], n)[:n]
	values, size := b.keys.weigh(c)
	s.size = size
	b.keys.shares(s.share, c, values)
	return s
}

// autoNumeric judges a numeric window: the Cauchy rule over Anderson–Darling, Wasserstein and the largest of 49 quantile points, each against how
// windows of the reference differ; its statistic is the Wasserstein distance between fences, in standard deviations of the reference.
func (b *Baseline) autoNumeric(c *counts.Counts, o Options) part {
	current := b.sample(c)
	defer samples.Put(current)
	r := b.numericReference()
	if o.Noise == "sampling" || len(r.list) < minWindows {
		return b.sampledNumeric(current, o)
	}
	g := r.groups[o.Group]
	if len(r.groups) == 1 {
		for _, only := range r.groups {
			g = only
		}
	}
	if g == nil {
		return part{cause: causeDistribution, outcome: NoReference, note: noSeason}
	}
	pool := b.shared()
	z := sizes{window: r.size, current: current.size, group: g.windows}

	p := part{cause: causeDistribution, scale: method.Distance, pBasis: "law", noiseBasis: betweenBasis(len(r.list)), inflation: r.ranks.inflation(z)}
	area, deviation := b.apart(g, r.size*g.windows, current, pool)
	if r.sd == 0 {
		p.constant(o, area)
		return p
	}
	p.statistic = area / r.sd
	p.noise = z.between(r.distance, r.distanceUnit)

	cells := len(pool.upper)
	block := current.zeros(3 * cells)
	mass, end, mid := block[:cells], block[cells:2*cells], block[2*cells:]
	center, blur := pool.addTo(mass, b.keys, g.blur, current)
	p.bound = blur / r.sd
	cumulate(mass, end, mid)
	ranks := 0.0
	for k, w := range r.weight {
		d := mid[k] - g.mid[k]
		ranks += w * d * d
	}
	pRanks := r.ranks.scaleTail(ranks, r.ranks.spread.trace, r.ranks.sampling.Trace, r.ranks.naive(z), z)
	pDistance := r.energy.scaleTail(p.statistic*p.statistic, r.distance, r.distanceUnit, r.energy.naive(z), z)
	pDistance = law.Skewed(pDistance, r.skewness(center-g.center, z))
	p.p = law.Cauchy(pRanks, pDistance, r.largestT(end, g, z))
	p.note = r.blind
	p.finish(o, deviation/r.sd)
	return p
}

// skewness of the mean of a window about its group's, on the side where it is: far out the distance is all but the difference of means, and that of a skewed
// feature has one tail heavier than a normal law. Wander is taken to be as skewed as samples are: where values are products, it is a factor.
func (r *numericReference) skewness(difference float64, z sizes) float64 {
	rows, all := 1/z.current, 1/(z.window*z.group)
	return math.Copysign(r.skew, r.skew*difference) * (rows*rows - all*all) / math.Pow(rows+all, 1.5)
}

const constantNote = "the reference is constant: a distance has no standard deviation to be measured in"

// constant judges against a reference of a single value: whatever is not it is a new value, which is judged as such.
func (p *part) constant(o Options, area float64) {
	p.p = 1
	p.finish(o, math.NaN())
	if area != 0 {
		p.statistic, p.bound, p.note = math.NaN(), math.NaN(), constantNote
	}
}

// largestT is the p-value of the largest t among the quantile points.
func (r *numericReference) largestT(end []float64, g *groupMean, z sizes) float64 {
	largest, n := 0, 0
	var ts [quantilePoints]float64
	for i, k := range r.points {
		if math.Min(r.level[i], 1-r.level[i])*math.Min(z.current, z.window) < fewestInTail {
			continue
		}
		n++
		if ts[i] = math.Abs(end[k]-g.cdf[k]) / math.Sqrt(z.between(r.variance[i], r.binomial[i])); ts[i] > ts[largest] {
			largest = i
		}
	}
	if n == 0 {
		return math.NaN()
	}
	// Points can differ in degrees of freedom and in expected rows, so that the largest t need not have the smallest p; one far below it never does.
	least := 1.0
	r.lower(&least, largest, ts[largest], end, g, z)
	for i, t := range ts[:len(r.points)] {
		if i != largest && t > 0.75*ts[largest] {
			r.lower(&least, i, t, end, g, z)
		}
	}
	return math.Min(1, math.Min(quantileFactor, float64(n))*2*least)
}

// lower makes least that of point i, whose t is given, if it is lower.
func (r *numericReference) lower(least *float64, i int, t float64, end []float64, g *groupMean, z sizes) {
	if law.UpperNormal(t) >= *least { // Student's tail is never lighter
		return
	}
	p := law.UpperT(t, math.Max(1, r.sure*z.kept(r.variance[i], r.binomial[i])))
	if p >= *least {
		return
	}
	// Of the few rows beyond a point in the tails, more than expected are not as rare as a normal law has it. Where windows wander, they come as if so
	// many were one.
	together := math.Max(1, z.between(r.variance[i], r.binomial[i])/(r.binomial[i]*(1/z.current+1/(z.window*z.group))))
	*least = math.Min(*least, math.Max(p, binomialExcess(end[r.points[i]], g.cdf[r.points[i]], z.current/together)))
}

// binomialExcess is the chance of at least so many rows on that side of a point where there are more than expected: share of the rows are below it, and
// expected is what share is expected.
func binomialExcess(share, expected, rows float64) float64 {
	if share > expected {
		return law.UpperBinomial(share*rows, rows, expected)
	}
	return law.UpperBinomial((1-share)*rows, rows, 1-expected)
}

// addTo adds a window's shares to the cells that they are in. It gives their mean between the fences, and what they add to a blur (see blurOf).
func (p *numericPool) addTo(mass []float64, k *keys, blur float64, c *sample) (center, blurred float64) {
	if c.known {
		x, half, cellOf, share := p.x, p.half, p.cellOf, c.share[:len(c.at)]
		for i, key := range c.at {
			center += share[i] * x[key]
			blur += share[i] * half[key]
			mass[cellOf[key]] += share[i]
		}
		return center, blur
	}
	cell, last := 0, len(p.upper)-1
	for i, x := range c.x {
		center += c.share[i] * clip(x, p.low, p.up)
		if len(c.at) > 0 && c.at[i] >= 0 {
			cell = int(p.cellOf[c.at[i]])
		} else {
			for cell < last && x > p.upper[cell] {
				cell++
			}
		}
		mass[cell] += c.share[i]
	}
	return center, p.blurred(k, blur, c)
}

// blur is how far the area between two distributions on a grid can be from that of the exact values: half the width of its cell for every row. 0 for
// exact counts.
func (p *numericPool) blur(k *keys, share []float64, c *sample) float64 {
	return p.blurred(k, p.blurOf(share), c)
}

// blurOf is the reference's part of it.
func (p *numericPool) blurOf(share []float64) float64 {
	if p.half == nil {
		return 0
	}
	sum := 0.0
	for i, s := range share {
		sum += s * p.half[i]
	}
	return sum
}

// blurred adds the window's part.
func (p *numericPool) blurred(k *keys, sum float64, c *sample) float64 {
	if p.half == nil {
		return 0
	}
	for i, cell := range c.cells {
		half := 0.0
		if at := c.at[i+1]; at >= 0 {
			half = p.half[at]
		} else {
			half = p.halfWidth(k, cell)
		}
		sum += c.share[i+1] * half
	}
	return sum
}

func betweenBasis(windows int) string { return "between windows, R=" + strconv.Itoa(windows) }
