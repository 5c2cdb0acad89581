package drift

import (
	"math"
	"sort"
)

// How far a window's distribution is from another: ∫|F_c − F_r|dx between two fences, beyond which values count as lying on them, and the standard deviation of
// that area when both samples are drawn anew from their own counts (delta method: the area is the difference of the means of G, the integral of the sign).
//
// There are three ways to one answer: position by position (transportOf); over the cells of a grid, where nobody needs to look which sample has the next
// position (transport); and along a line, where a window has few keys and the reference many (line).

// transport is transportOf a window and a distribution on the union of keys. On a grid the union mostly has all cells of the window; then nobody needs to look
// which sample has the next position, which is guessed wrong for every third. The answer is the same to the last digit.
func (b *Baseline) transport(p *numericPool, share []float64, rows float64, c *sample) (area, deviation float64) {
	if !c.known {
		return transportOf(b.keys.x, share, rows, c, p.low, p.up)
	}
	current := c.zeros(len(p.step))
	for i, key := range c.at {
		current[key] = c.share[i]
	}
	var below, g, r1, r2, c1, c2 float64
	share = share[:len(p.step)]
	for key, step := range p.step {
		area, g = passed(area, g, below, step)
		before, now := share[key], current[key]
		below += now - before
		r1 += before * g
		r2 += before * g * g
		c1 += now * g
		c2 += now * g * g
	}
	return area, areaDeviation(r1, r2, rows, c1, c2, c.size)
}

// tie: two distribution functions that differ by less are equal, but for the rounding of sums. Where they are, G does not move: its sign would be chance.
const tie = 1e-12

// passed adds a step to the area and to G, over which the difference of the two distributions is below.
func passed(area, g, below, step float64) (float64, float64) {
	if math.Abs(below) < tie {
		return area, g
	}
	return area + math.Abs(below)*step, g + math.Copysign(step, below) // without a branch on its sign, which windows alike have by chance
}

// areaDeviation is the standard deviation of an area, by the sums of G and of its square over both samples.
func areaDeviation(r1, r2, rows, c1, c2, size float64) float64 {
	return math.Sqrt(math.Max(0, r2-r1*r1)/rows + math.Max(0, c2-c1*c1)/size)
}

// transportOf goes through the positions of both samples.
func transportOf(x, share []float64, rows float64, c *sample, low, up float64) (area, deviation float64) {
	var i, j int
	var below, g, last float64
	var r1, r2, c1, c2 float64
	last = low
	for i < len(x) || j < len(c.x) {
		// the next position of either sample; both end with +∞
		at := c.x[min(j, len(c.x)-1)]
		if i < len(x) && x[i] < at {
			at = x[i]
		}
		to := clip(at, low, up)
		step := to - last
		last = to
		area, g = passed(area, g, below, step)
		before, now := 0.0, 0.0
		for i < len(x) && x[i] == at {
			before += share[i]
			r1 += share[i] * g
			r2 += share[i] * g * g
			i++
		}
		for j < len(c.x) && c.x[j] == at {
			now += c.share[j]
			c1 += c.share[j] * g
			c2 += c.share[j] * g * g
			j++
		}
		below += now - before
	}
	return area, areaDeviation(r1, r2, rows, c1, c2, c.size)
}

// line is the distribution function of a reference along the positions of its keys, summed up, so that a stretch of it costs the same however many keys lie in
// it. Positions are measured from the low fence.
type line struct {
	keys   []float64 // as they are, ascending
	x      []float64 // between the fences
	below  []float64 // F: the share of the keys up to each, and with it
	area   []float64 // ∫F up to each
	first  []float64 // Σ share·x up to each, and with it
	second []float64 // Σ share·x²
}

func newLine(keys, share []float64, low, up float64) *line {
	n := len(keys)
	block := make([]float64, 5*n)
	l := &line{keys, block[:n], block[n : 2*n], block[2*n : 3*n], block[3*n : 4*n], block[4*n:]}
	var below, area, first, second, last float64
	for k, s := range share {
		x := clip(keys[k], low, up) - low
		area += below * (x - last)
		below, first, second, last = below+s, first+s*x, second+s*x*x, x
		l.x[k], l.below[k], l.area[k], l.first[k], l.second[k] = x, below, area, first, second
	}
	return l
}

// before gives the sums over the first n keys, and ∫F up to the position at, which lies behind them and before the next.
func (l *line) before(n int, at float64) (below, area, first, second float64) {
	if n == 0 {
		return 0, 0, 0, 0
	}
	k := n - 1
	return l.below[k], l.area[k] + l.below[k]*(at-l.x[k]), l.first[k], l.second[k]
}

// mostOnLines bounds the keys on the lines of all season groups together, each of which takes 40 bytes: exact counts may have millions of keys, and a week has 168 hours.
const mostOnLines = 1 << 21

// fewKeys: a line is worth its searches where a window has so many times fewer keys than the reference.
const fewKeys = 4

// apart is how far a window is from a group of windows, which together have so many rows, by the cheapest way.
func (b *Baseline) apart(g *groupMean, rows float64, c *sample, p *numericPool) (area, deviation float64) {
	if g.line != nil && fewKeys*len(c.x) < len(g.line.x) {
		return g.line.transport(rows, c, p.low, p.up)
	}
	return b.transport(p, g.share, rows, c)
}

// transport is transportOf the line and a window. Between two keys of the window F_r only rises, so that its difference to F_c has a sign until it changes once.
func (l *line) transport(rows float64, c *sample, low, up float64) (area, deviation float64) {
	var share, at, g, r1, r2, c1, c2 float64 // share of the window so far, position, G there
	n := 0                                   // keys of the line so far
	for j, key := range c.x {
		to, upTo := clip(key, low, up)-low, behind(l.keys, n, key)
		for n < upTo || at < to {
			f0, area0, first0, second0 := l.before(n, at)
			end, m, sign := to, upTo, 0.0
			switch d := share - f0; {
			case d <= -tie:
				sign = -1
			case d >= tie:
				sign = 1
				if upTo > n && l.below[upTo-1] > share-tie {
					m = behind(l.below, n, share-tie) + 1
					end = l.x[m-1]
				}
			case upTo > n && l.below[upTo-1] >= share+tie:
				m = n + 1 + sort.SearchFloat64s(l.below[n:upTo], share+tie)
				end = l.x[m-1]
			}
			f, area1, first, second := l.before(m, end)
			f, first, second = f-f0, first-first0, second-second0
			area += math.Abs(sign) * math.Abs(share*(end-at)-(area1-area0))
			from := g - sign*at
			r1 += from*f + sign*first
			r2 += from*from*f + 2*from*sign*first + sign*sign*second
			g += sign * (end - at)
			at, n = end, m
		}
		s := c.share[j]
		c1 += s * g
		c2 += s * g * g
		share += s
	}
	return area, areaDeviation(r1, r2, rows, c1, c2, c.size)
}

// behind is the first place from n on where an ascending list is beyond a value; it is looked for nearby first.
func behind(list []float64, n int, value float64) int {
	high := n
	for step := 1; high < len(list) && list[high] <= value; step *= 2 {
		n = high + 1
		high += step
	}
	high = min(high, len(list))
	return n + sort.Search(high-n, func(i int) bool { return list[n+i] > value })
}
