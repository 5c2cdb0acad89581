package analysis

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// line is the finite values of a column in ascending order, as stretches that hold rows: a value is a stretch of no width, a cell of a grid is one
// over which its rows are taken to be spread evenly.
type line struct {
	counts *counts.Counts
	lo, hi []float64
	w      []float64
	total  float64
	whole  bool // all values are whole numbers
}

// lineOf lays counts out on the line. Counts of text have none.
func lineOf(c *counts.Counts) line {
	l := line{counts: c, whole: true}
	if c == nil || c.Kind.Names() {
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

// quantile of the values, as counts.Quantiles has it; NaN without values.
func (l line) quantile(p float64) float64 {
	if l.total == 0 {
		return math.NaN()
	}
	return l.counts.Quantiles(p)[0]
}
