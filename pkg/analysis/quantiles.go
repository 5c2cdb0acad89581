package analysis

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// line is the finite values of a column in ascending order, as stretches that hold rows: a value is a stretch of no width, a cell of a grid is one
// over which its rows are taken to be spread evenly.
type line struct {
	lo, hi []float64
	w      []float64
	total  float64
	whole  bool // all values are whole numbers
}

// lineOf lays counts out on the line. Counts of text have none.
func lineOf(c *counts.Counts) line {
	l := line{whole: true}
	if c == nil || c.Kind == counts.String {
		return l
	}
	for i, w := range c.W {
		var lo, hi float64
		switch c.Kind {
		case counts.Int:
			lo = float64(c.Ints[i])
			hi = lo
		case counts.Float:
			lo = c.Floats[i]
			hi = lo
		case counts.Cell:
			var atom bool
			lo, hi, atom = c.Grid.Bounds(int(c.Cells[i]))
			if atom {
				hi = lo
			} else if open(lo) || open(hi) { // of the rows of an open cell nothing is known but the side
				lo = c.Grid.Middle(int(c.Cells[i]))
				hi = lo
			} else if c.Grid.Integer {
				lo, hi = lo-0.5, hi+0.5 // whole numbers from lo to hi, each in the middle of its unit
			}
		}
		l.whole = l.whole && (lo == math.Trunc(lo) && lo == hi || c.Kind == counts.Cell && c.Grid.Integer)
		l.lo, l.hi, l.w = append(l.lo, lo), append(l.hi, hi), append(l.w, w)
		l.total += w
	}
	return l
}

// open tells whether a bound of a cell is the end of the line.
func open(x float64) bool {
	return math.IsInf(x, 0) || math.Abs(x) == math.MaxFloat64 || math.Abs(x) >= 1<<63
}

// quantile of the values: the (n−1)p-th of them in ascending order, counted from 0 and interpolated (type 7 of Hyndman and Fan 1996, what R, NumPy and
// DuckDB call the quantile). In a cell the values are taken to be spread evenly. NaN without values.
func (l line) quantile(p float64) float64 {
	if l.total == 0 {
		return math.NaN()
	}
	at := p * (l.total - 1)
	if at <= 0 {
		at = 0
	}
	below := math.Floor(at)
	x := l.ordered(below)
	if fraction := at - below; fraction > 0 {
		x += fraction * (l.ordered(below+1) - x)
	}
	return x
}

// ordered is the k-th value in ascending order, from 0.
func (l line) ordered(k float64) float64 {
	before := 0.0
	for i, w := range l.w {
		if k < before+w || i == len(l.w)-1 {
			if l.lo[i] == l.hi[i] {
				return l.lo[i]
			}
			return l.lo[i] + (min(k-before, w-0.5)+0.5)/w*(l.hi[i]-l.lo[i])
		}
		before += w
	}
	return math.NaN()
}

// share of the values below x; a stretch that x divides counts in proportion.
func (l line) weightBelow(x float64) float64 {
	sum := 0.0
	for i, w := range l.w {
		switch {
		case l.hi[i] < x || l.hi[i] == x && l.lo[i] < x:
			sum += w
		case l.lo[i] < x:
			sum += w * (x - l.lo[i]) / (l.hi[i] - l.lo[i])
		}
	}
	return sum
}
