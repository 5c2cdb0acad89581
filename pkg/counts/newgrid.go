package counts

import (
	"fmt"
	"math"
	"sort"
)

// How a grid is cut. A change of any of these is a new way of cutting and needs a new name, so that cached counts of the old way are not mixed in.
const (
	wayOfCutting = "grid1"

	// atomShare is the share of the sample from which a value keeps its own cell: 0, −1, −999, 1.0.
	atomShare = 0.005
	// cellsPerIQR is how many bulk cells the inter-quartile range of what is not an atom gets, up to the rounding of widths to powers of two.
	// A cell of the middle of a bell then holds about 0.3 %.
	cellsPerIQR = 256
	// bulkIQRs is how far beyond the quartiles the bulk reaches, in inter-quartile ranges.
	bulkIQRs = 1.0
	// cellsPerOctave is the number of cells per doubling of the distance from the bulk's middle, in the tails.
	cellsPerOctave = 64
	// octavesAlone is the number of octaves of each tail with a segment of their own; further segments span 2, 4, 8, … octaves, so that 16 segments
	// reach from any bulk to ±1e308.
	octavesAlone = 6
	// octavesBeyond is how far the tails reach beyond the sample's own ends, so that a new outlier has a place: a factor of 8 in distance.
	octavesBeyond = 3
	// heaviest is the largest share of the sample that an interval cell may hold if it holds more than one value. The promise is 1/128 of the
	// reference; the sample is only a sample of it, and 1/160 keeps fresh data below 1/128 too.
	heaviest = 1.0 / 160
	// maxCells is the largest number of cells of a grid, atoms included.
	maxCells = 4096
	// maxSegments is the number of segments aimed at: a store writes a branch for each.
	maxSegments = 40
	// evenSplit is the largest number of equal parts that a heavy cell is cut into before it is halved, part by part.
	evenSplit = 16
)

// NewGrid cuts a grid for a column from exact counts of a sample of its reference. integer: the column's type is whole 64-bit numbers, whatever the
// sample holds. A sample without values gives a grid of two open cells, parted at 0.
//
// Frequent values become atoms. The rest is cut into a bulk of equal cells, about cellsPerIQR per inter-quartile range, between tails whose cells double
// in width with each octave of distance; cells that would hold too much of the sample are split. Everything is a power of two wide.
func NewGrid(sample *Counts, integer bool) (*Grid, error) {
	var err error
	if sample.Len() > 0 {
		if integer {
			sample, err = sample.asInts()
		} else {
			sample, err = sample.asNearestFloats()
		}
		if err != nil {
			return nil, fmt.Errorf("no grid: %w", err)
		}
	}
	g := &Grid{Integer: integer}
	b := newCutter(sample, integer, &g.Atoms)
	for perOctave := cellsPerOctave; ; perOctave /= 2 {
		segments := b.limit(b.refine(b.draft(perOctave)), maxCells-len(g.Atoms))
		if b.cells(segments)+int64(len(g.Atoms)) <= maxCells || perOctave == 1 {
			g.Segments = b.finish(segments)
			break
		}
	}
	g.Version = g.version()
	if n := g.NumCells(); n > maxCells {
		return nil, fmt.Errorf("no grid: the sample needs %d cells, at most %d are allowed", n, maxCells)
	}
	return g, nil
}

// asNearestFloats takes integers to the nearest float64, as a store does that has both in one column.
func (c *Counts) asNearestFloats() (*Counts, error) {
	if c.Kind != Int {
		return c.asFloats()
	}
	floats := &Counts{Kind: Float}
	for i, x := range c.Ints {
		if f := float64(x); len(floats.Floats) == 0 || f != floats.Floats[len(floats.Floats)-1] {
			floats.Floats, floats.W = append(floats.Floats, f), append(floats.W, 0)
		}
		floats.W[len(floats.W)-1] += c.W[i]
	}
	return floats.total(c.Other()), nil
}

// cutter holds the sample: ascending values, and what lies before each of them. Atoms have a place in it but no share, as they do not weigh on the cell
// around them.
type cutter struct {
	integer bool
	at      []point
	upTo    []float64 // upTo[i] = share of the sample at values before i, without atoms; len(at)+1 entries
	atoms   []int     // atoms[i] = number of atoms before i; len(at)+1 entries
	scale   []float64 // as upTo, for the scale of bulk and tails: atoms count if there is nothing else
}

// stretch is a segment in the making: [lo, hi) in cells of width 2^exp.
type stretch struct {
	lo, hi point
	exp    int
}

func newCutter(sample *Counts, integer bool, atoms *[]Atom) *cutter {
	n := sample.Len()
	b := &cutter{integer: integer, at: make([]point, n), upTo: make([]float64, n+1), atoms: make([]int, n+1)}
	total := sample.Total()
	for i, w := range sample.W {
		p := &b.at[i]
		if integer {
			p.i = sample.Ints[i]
		} else {
			p.f = sample.Floats[i]
		}
		b.upTo[i+1], b.atoms[i+1] = b.upTo[i], b.atoms[i]
		if w >= atomShare*total {
			*atoms = append(*atoms, Atom{Int: p.i, Float: p.f})
			b.atoms[i+1]++
		} else {
			b.upTo[i+1] += w / total
		}
	}
	if b.scale = b.upTo; b.upTo[n] == 0 {
		b.scale = append([]float64{0}, sample.Cumulative()...)
	}
	return b
}

// draft is bulk and tails, by the scale of the sample alone.
func (b *cutter) draft(perOctave int) []stretch {
	n := len(b.at)
	if n == 0 {
		return nil
	}
	// Distances are taken from the median: int64 differences stay exact there, however large the values are.
	origin := b.quantile(0.5)
	x := func(p point) float64 { return b.distance(origin, p) }
	lowest, highest := x(b.at[0]), x(b.at[n-1])
	scale, from, to := 0.0, 0.0, 0.0
	for _, q := range []float64{0.25, 0.1, 0.01, 0} {
		from, to = x(b.quantile(q)), x(b.quantile(1-q))
		if scale = to - from; scale > 0 {
			break
		}
	}
	scale = min(scale, math.MaxFloat64)
	if !(scale > 0) { // a single value: cells for what is near to it
		scale = max(math.Abs(b.at[0].value(b.integer)), 1)
	}
	lo, hi := max(from-bulkIQRs*scale, lowest), min(to+bulkIQRs*scale, highest)
	width := roundToPower(scale / cellsPerIQR)
	if !b.integer {
		width = max(width, finest(b.shift(origin, lo), b.shift(origin, hi), false))
	}
	width = max(width, b.coarsestFloor())

	bulk := stretch{b.down(b.shift(origin, lo), width), b.up(b.shift(origin, hi), width), width}
	if !bulk.lo.less(bulk.hi, b.integer) {
		bulk.hi = at(bulk.lo.index(width, b.integer)+1, width, b.integer)
	}
	middle, half := lo/2+hi/2, max(hi/2-lo/2, scale/2)
	drafted := []stretch{bulk}
	drafted = append(drafted, b.tail(origin, middle, half, highest, width, perOctave, bulk.hi, +1)...)
	left := b.tail(origin, middle, half, lowest, width, perOctave, bulk.lo, -1)
	for _, s := range left {
		drafted = append([]stretch{s}, drafted...)
	}
	return drafted
}

// tail lists stretches outwards from the bulk's edge until they are octavesBeyond beyond the sample's own end. All distances are from origin.
func (b *cutter) tail(origin point, middle, half, end float64, width, perOctave int, edge point, side float64) []stretch {
	var tail []stretch
	need := max((end-middle)*side, half) // distance of the sample's end from the bulk's middle
	span, reached := 1, 0
	for i := 0; math.Ldexp(half, reached) < need*(1<<octavesBeyond) && !math.IsInf(math.Ldexp(half, reached), 1); i++ {
		if i >= octavesAlone {
			span *= 2
		}
		reached += span
		reach := min(math.Ldexp(half, reached), need*(1<<octavesBeyond), math.MaxFloat64) // no further: the cells of a long span must fit the sample's end
		exp := max(width, b.coarsestFloor(), roundToPower(reach/2/float64(perOctave)))
		outer := b.shift(origin, middle+side*reach)
		if !b.integer {
			exp = max(exp, finest(edge, outer, false))
		}
		exp = min(exp, 1023)
		if side > 0 {
			outer = b.up(outer, exp)
		} else {
			outer = b.down(outer, exp)
		}
		s := stretch{edge, outer, exp}
		if side < 0 {
			s = stretch{outer, edge, exp}
		}
		if !s.lo.less(s.hi, b.integer) {
			break // the end of the line
		}
		tail, edge = append(tail, s), outer
	}
	return tail
}

// refine splits the cells that hold too much of the sample.
func (b *cutter) refine(stretches []stretch) []stretch {
	var refined []stretch
	for _, s := range stretches {
		from := s.lo
		b.eachCell(s, func(lo, hi point, i, j int) {
			if !b.heavy(lo, i, j) {
				return
			}
			if from.less(lo, b.integer) {
				refined = append(refined, stretch{from, lo, s.exp})
			}
			refined = b.split(refined, stretch{lo, hi, s.exp}, i, j)
			from = hi
		})
		if from.less(s.hi, b.integer) {
			refined = append(refined, stretch{from, s.hi, s.exp})
		}
	}
	return refined
}

// split cuts one heavy cell, which holds the sample's values i … j−1, into equal parts if a few do, else into halves.
func (b *cutter) split(into []stretch, cell stretch, i, j int) []stretch {
	least := finest(cell.lo, cell.hi, b.integer)
	if !b.heavy(cell.lo, i, j) || cell.exp <= least {
		return append(into, cell)
	}
	for parts, exp := 2, cell.exp-1; parts <= evenSplit && exp >= least; parts, exp = parts*2, exp-1 {
		if even := (stretch{cell.lo, cell.hi, exp}); b.light(even) {
			return append(into, even)
		}
	}
	middle := at(cell.lo.index(cell.exp-1, b.integer)+1, cell.exp-1, b.integer)
	if !cell.lo.less(middle, b.integer) || !middle.less(cell.hi, b.integer) {
		cell.exp-- // the cell was cut short by its segment: it lies in one half
		return b.split(into, cell, i, j)
	}
	m := b.search(middle)
	into = b.split(into, stretch{cell.lo, middle, cell.exp - 1}, i, m)
	return b.split(into, stretch{middle, cell.hi, cell.exp - 1}, m, j)
}

// limit joins neighbours until there are few enough segments: where it costs the fewest cells, by the finer width; where that would need too many
// cells, by the coarser width if no cell then holds too much.
func (b *cutter) limit(stretches []stretch, cells int) []stretch {
	used := b.cells(stretches)
	// Free joins first: equal widths with a whole cell at the border.
	joined := stretches[:0:0]
	for _, s := range stretches {
		if k := len(joined) - 1; k >= 0 && joined[k].exp == s.exp && at(s.lo.index(s.exp, b.integer), s.exp, b.integer) == s.lo {
			joined[k].hi = s.hi
			continue
		}
		joined = append(joined, s)
	}
	if len(joined) > 4*maxSegments { // far too many: first whatever can be coarser
		joined = b.coarsen(joined)
	}
	const dear = 256 // cells that a join may cost before coarsening is preferred
	for len(joined) > maxSegments-2 {
		best, bestCost := -1, int64(math.MaxInt64)
		var bestJoin stretch
		consider := func(k int, join stretch, cost int64) {
			if cost < bestCost && b.light(join) {
				best, bestCost, bestJoin = k, cost, join
			}
		}
		for k := 0; k+1 < len(joined); k++ {
			finer := stretch{joined[k].lo, joined[k+1].hi, min(joined[k].exp, joined[k+1].exp)}
			if finer.exp < finest(finer.lo, finer.hi, b.integer) {
				continue
			}
			cost := b.width(finer) - b.width(joined[k]) - b.width(joined[k+1])
			if cost <= dear && used+cost <= int64(cells) {
				consider(k, finer, cost)
			}
		}
		if best < 0 {
			for k := 0; k+1 < len(joined); k++ {
				coarser := stretch{joined[k].lo, joined[k+1].hi, max(joined[k].exp, joined[k+1].exp)}
				cost := b.width(coarser) - b.width(joined[k]) - b.width(joined[k+1])
				consider(k, coarser, cost+1<<32)
			}
			if best < 0 {
				break
			}
		}
		used += b.width(bestJoin) - b.width(joined[best]) - b.width(joined[best+1])
		joined[best] = bestJoin
		joined = append(joined[:best+1], joined[best+2:]...)
	}
	return joined
}

// coarsen joins each stretch to the one before it where the wider of their cells do for both.
func (b *cutter) coarsen(stretches []stretch) []stretch {
	joined := stretches[:1:1]
	for _, s := range stretches[1:] {
		last := &joined[len(joined)-1]
		join := stretch{last.lo, s.hi, max(last.exp, s.exp)}
		if b.width(join) <= b.width(*last)+b.width(s) && b.light(join) {
			*last = join
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// finish adds the open ends.
func (b *cutter) finish(stretches []stretch) []Segment {
	first, last := point{0, 0}, point{0, 0}
	if len(stretches) > 0 {
		first, last = stretches[0].lo, stretches[len(stretches)-1].hi
	}
	lowest, highest := point{f: math.Inf(-1)}, point{f: math.Inf(1)}
	if b.integer {
		lowest, highest = point{i: math.MinInt64}, point{i: math.MaxInt64}
	}
	segments := []Segment{segment(lowest, first, 0)}
	for _, s := range stretches {
		segments = append(segments, segment(s.lo, s.hi, s.exp))
	}
	return append(segments, segment(last, highest, 0))
}

// eachCell visits the cells of a stretch that hold values of the sample: the cell's bounds and its values i … j−1.
func (b *cutter) eachCell(s stretch, visit func(lo, hi point, i, j int)) {
	end := b.search(s.hi)
	for i := b.search(s.lo); i < end; {
		q := b.at[i].index(s.exp, b.integer)
		lo, hi := at(q, s.exp, b.integer), at(q+1, s.exp, b.integer)
		if lo.less(s.lo, b.integer) {
			lo = s.lo
		}
		if s.hi.less(hi, b.integer) {
			hi = s.hi
		}
		j := i + 1
		for j < end && b.at[j].less(hi, b.integer) {
			j++
		}
		visit(lo, hi, i, j)
		i = j
	}
}

// heavy says that a cell from lo on, with the sample's values i … j−1, must be split: it holds too much, or several atoms lie inside, between which the
// rest of the cell would have no place in the order of values.
func (b *cutter) heavy(lo point, i, j int) bool {
	if i < j && b.at[i] == lo && b.atoms[i+1] > b.atoms[i] { // an atom on the lower bound is not inside
		i++
	}
	return b.atoms[j]-b.atoms[i] > 1 || j-i > 1 && b.upTo[j]-b.upTo[i] > heaviest
}

// light says that no cell of the stretch holds too much.
func (b *cutter) light(s stretch) bool {
	light := true
	b.eachCell(s, func(lo, _ point, i, j int) { light = light && !b.heavy(lo, i, j) })
	return light
}

// width is the number of cells of a stretch.
func (b *cutter) width(s stretch) int64 {
	first := s.lo.index(s.exp, b.integer)
	if b.integer {
		return (s.hi.i-1)>>s.exp - first + 1
	}
	return int64(math.Ceil(s.hi.f/math.Ldexp(1, s.exp))) - first
}

func (b *cutter) cells(stretches []stretch) int64 {
	cells := int64(2) // the open ends
	for _, s := range stretches {
		cells += b.width(s)
	}
	return cells
}

// search is the index of the first value of the sample that is not below p.
func (b *cutter) search(p point) int {
	return sort.Search(len(b.at), func(i int) bool { return !b.at[i].less(p, b.integer) })
}

// quantile is the smallest value of the sample up to which the share q of what is not an atom lies.
func (b *cutter) quantile(q float64) point {
	n := len(b.at)
	i := sort.Search(n-1, func(i int) bool { return b.scale[i+1] > 0 && b.scale[i+1] >= q*b.scale[n] })
	return b.at[i]
}

// distance is p − origin as a float64. Differences of integers are exact before they are rounded.
func (b *cutter) distance(origin, p point) float64 {
	if !b.integer {
		return max(-math.MaxFloat64, min(math.MaxFloat64, p.f-origin.f))
	}
	if p.i >= origin.i {
		return float64(uint64(p.i) - uint64(origin.i))
	}
	return -float64(uint64(origin.i) - uint64(p.i))
}

// shift is origin + d, held at the ends of the line.
func (b *cutter) shift(origin point, d float64) point {
	if !b.integer {
		return point{f: max(-math.MaxFloat64, min(math.MaxFloat64, origin.f+d))}
	}
	d = math.Round(d)
	if d >= 0 {
		if d >= float64(uint64(math.MaxInt64)-uint64(origin.i)) {
			return point{i: math.MaxInt64}
		}
		return point{i: int64(uint64(origin.i) + uint64(d))}
	}
	if -d >= float64(uint64(origin.i)-(1<<63)) {
		return point{i: math.MinInt64}
	}
	return point{i: int64(uint64(origin.i) - uint64(-d))}
}

// down and up are the nearest bounds of cells of width 2^exp that are not above and not below p.
func (b *cutter) down(p point, exp int) point {
	lower := at(p.index(exp, b.integer), exp, b.integer)
	if p.less(lower, b.integer) {
		return p
	}
	return lower
}

func (b *cutter) up(p point, exp int) point {
	if lower := b.down(p, exp); lower == p {
		return p
	}
	return at(p.index(exp, b.integer)+1, exp, b.integer)
}

// coarsestFloor is the least exponent that a cell can have on this line.
func (b *cutter) coarsestFloor() int {
	if b.integer {
		return 0
	}
	return -1074
}

// roundToPower is the exponent of the power of two nearest to x, on a logarithmic scale.
func roundToPower(x float64) int {
	if !(x > 0) {
		return -1074
	}
	return max(-1074, min(1023, int(math.Round(math.Log2(x)))))
}
