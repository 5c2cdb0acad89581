package change

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// fewValues: numbers with at most so many values in both samples together are compared value by value.
const fewValues = 10

// values compares numbers.
func (c *comparison) values() {
	c.moments()
	keys := union(c.before, c.now)
	switch {
	case c.before.Total() == 0 || c.now.Total() == 0:
	case len(keys) <= fewValues && c.before.Kind != counts.Cell:
		c.oneByOne(keys, signed)
	default:
		c.tenths(keys)
	}
	c.weighParts()
	c.lines = append(c.lines, c.largest()...)
	c.newNumbers()
}

var quarters = []float64{0.25, 0.5, 0.75}

// moments compares where the values lie and how far they are spread, on a grid by the middles of its cells.
func (c *comparison) moments() {
	before, ok := c.before.Moments()
	now, also := c.now.Moments()
	if !ok || !also || before.N == 0 || now.N == 0 {
		return
	}
	n := c.size(c.now)
	add := func(kind Kind, a, b, step float64) {
		deviations := math.NaN()
		if before.SD > 0 {
			deviations = (b - a) / before.SD
		}
		c.lines = append(c.lines, Line{Kind: kind, What: string(kind), Before: a, After: b, Deviations: deviations, OfDistance: math.NaN(), Step: step})
	}
	add(Mean, before.Mean, now.Mean, math.Max(now.SD/math.Sqrt(n), meanBound(c.now)))
	off := 0.5 / math.Sqrt(n) // of a rank, one standard error of the middle one
	var near []float64
	for _, p := range quarters {
		near = append(near, math.Max(0, p-off), p, math.Min(1, p+off))
	}
	near = c.now.Quantiles(near...)
	was, is := c.before.Quantiles(quarters...), []float64{near[1], near[4], near[7]}
	around := func(i int) float64 { return math.Max((near[3*i+2]-near[3*i])/2, cellWidth(c.now, is[i])/2) }
	middle := around(1)
	if c.now.Kind != counts.Cell && c.now.Len() <= fewValues { // one of a few values is itself, and no estimate of something between them
		middle = 0
	}
	add(Median, was[1], is[1], middle)
	add(Deviation, before.SD, now.SD, now.SD/math.Sqrt(2*n))
	add(Half, was[2]-was[0], is[2]-is[0], math.Hypot(around(0), around(2)))
	half := &c.lines[len(c.lines)-1]
	half.LieBefore, half.LieAfter = [2]float64{was[0], was[2]}, [2]float64{is[0], is[2]}
}

// meanBound is how far the mean of a grid's middles may be from the mean, as far as cells have two ends.
func meanBound(of *counts.Counts) float64 {
	if of.Kind != counts.Cell {
		return 0
	}
	sum, total := 0.0, of.Total()
	for i, w := range of.W {
		if lo, hi, _ := of.Grid.Bounds(int(of.Cells[i])); finite(hi - lo) {
			sum += w / total * (hi - lo) / 2
		}
	}
	// The errors of cells are of both signs: where rows are spread evenly over each, what is left is far less.
	return sum / 4
}

// cellWidth is that of the cell that a value lies in; 0 where counts are exact.
func cellWidth(of *counts.Counts, x float64) float64 {
	if of.Kind != counts.Cell || !finite(x) {
		return 0
	}
	lo, hi, _ := of.Grid.Bounds(of.Grid.CellOf(x))
	if !finite(hi - lo) {
		return 0
	}
	return hi - lo
}

func finite(x float64) bool {
	return !math.IsInf(x, 0) && !math.IsNaN(x) && math.Abs(x) < math.MaxFloat64
}

// tenths cuts the line into stretches that each hold about a tenth of the reference; a value that holds as much is a part of its own. The first and the last
// reach to the ends, and a stretch that only the window visits is one as well.
func (c *comparison) tenths(keys []key) {
	before, now := c.before.Total(), c.now.Total()
	tenth := before / 10
	type bin struct {
		first, last  key
		before, now  float64
		alone, empty bool
	}
	var bins []bin
	open := bin{empty: true}
	end := func() {
		if !open.empty {
			bins = append(bins, open)
		}
		open = bin{empty: true}
	}
	for _, k := range keys {
		if k.before >= tenth && k.in.Named(k.at) {
			end()
			bins = append(bins, bin{first: k, last: k, before: k.before, now: k.now, alone: true})
			continue
		}
		if open.empty {
			open = bin{first: k}
		}
		open.last, open.before, open.now = k, open.before+k.before, open.now+k.now
		if open.before >= tenth*(1-1e-9) {
			end()
		}
	}
	// What lies above the reference's last tenth is of its stretch, unless that is a single value.
	if !open.empty {
		if n := len(bins); n > 0 && !bins[n-1].alone && open.before < tenth/2 {
			last := &bins[n-1]
			last.last, last.before, last.now = open.last, last.before+open.before, last.now+open.now
		} else {
			end()
		}
	}
	ranges := make([][2]float64, len(bins))
	for i, b := range bins {
		ranges[i][0], _ = ends(b.first)
		_, ranges[i][1] = ends(b.last)
	}
	for i, b := range bins {
		lo, hi := ranges[i][0], ranges[i][1]
		step := stepNear(ranges, i)
		what := number(lo, step)
		switch ordinary := b.before > 0.6*tenth && b.before < 1.4*tenth; {
		case b.alone:
		case i == 0 && ordinary:
			what = "up to " + number(hi, step) + " (lowest tenth)"
		case i == 0 && len(bins) > 1 && bins[1].alone: // a rounded end could seem to hold that value
			what = "below " + number(ranges[1][0], stepNear(ranges, 1))
		case i == 0:
			what = "up to " + number(hi, step)
		case i == len(bins)-1 && ordinary:
			what = "from " + number(lo, step) + " (highest tenth)"
		case i == len(bins)-1 && bins[i-1].alone:
			what = "above " + number(ranges[i-1][1], stepNear(ranges, i-1))
		case i == len(bins)-1:
			what = "from " + number(lo, step)
		case lo == hi:
		default:
			what += " – " + number(hi, step)
		}
		c.parts = append(c.parts, c.part(Part, what, b.before/before, b.now/now))
	}
}

// ends of a key on the line.
func ends(k key) (lo, hi float64) {
	if k.in.Kind != counts.Cell {
		x := k.in.Value(k.at)
		return x, x
	}
	lo, hi, _ = k.in.Grid.Bounds(int(k.in.Cells[k.at]))
	if middle := k.in.Value(k.at); !finite(lo) {
		lo = middle
	} else if !finite(hi) {
		hi = middle
	}
	return lo, hi
}

// stepNear is how finely the ends of a stretch are written: to a twentieth of the shorter of it and its neighbours.
func stepNear(ranges [][2]float64, at int) float64 {
	shortest := 0.0
	for _, r := range ranges[max(0, at-1):min(len(ranges), at+2)] {
		if length := r[1] - r[0]; length > 0 && (shortest == 0 || length < shortest) {
			shortest = length
		}
	}
	return shortest / 20
}

// newNumbers lists the values that a discrete feature has anew or no more, where they are no part yet.
func (c *comparison) newNumbers() {
	listed := func(what string) bool {
		for _, l := range c.lines {
			if l.What == what {
				return true
			}
		}
		return false
	}
	for _, v := range c.verdict.NewValues {
		if name := signed(v.Name); !listed(name) {
			c.lines = append(c.lines, withoutDistance(c.part(New, name, 0, v.Share)))
		}
	}
	for _, v := range c.verdict.GoneValues {
		if name := signed(v.Name); !listed(name) {
			c.lines = append(c.lines, withoutDistance(c.part(Gone, name, v.Share, 0)))
		}
	}
}

// withoutDistance is a line whose rows are in another line's part of the distance already.
func withoutDistance(l Line) Line {
	l.OfDistance = math.NaN()
	return l
}
