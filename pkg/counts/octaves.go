package counts

import (
	"math"
	"sort"
)

// octaveBits: an octave, the values from 2^k to 2^(k+1), is cut into 2^octaveBits cells.
const octaveBits = 6

// Octaves is a grid of numbers that are not negative and of no known size, such as durations: every octave up to 2^high is cut into 64 cells of one width,
// so that a value is known to 1/64 of itself wherever it lies. It needs no sample, and is the same for all windows. Below 2^low there is one cell; integers
// have cells of their own up to 2^7, whatever low is.
func Octaves(integer bool, low, high int) *Grid {
	first := point{f: 0}
	lowest, highest := point{f: math.Inf(-1)}, point{f: math.Inf(1)}
	power := func(exp int) point { return point{f: math.Ldexp(1, exp)} }
	width := low // of the cells below the first octave
	if integer {
		low, width = octaveBits, 0
		lowest, highest = point{i: math.MinInt64}, point{i: math.MaxInt64}
		power = func(exp int) point { return point{i: 1 << exp} }
	}
	g := &Grid{Integer: integer, Segments: []Segment{segment(lowest, first, 0), segment(first, power(low), width)}}
	for exp := low; exp < high; exp++ {
		g.Segments = append(g.Segments, segment(power(exp), power(exp+1), exp-octaveBits))
	}
	g.Segments = append(g.Segments, segment(power(high), highest, 0))
	g.Version = g.version()
	return g
}

// NotNegative is counts of numbers in which those below zero are missing, as the mark of something that has not ended is: -1.
func NotNegative(c *Counts) *Counts {
	below := sort.Search(c.Len(), func(i int) bool {
		if c.Kind == Cell {
			lo, _, _ := c.Grid.Bounds(int(c.Cells[i]))
			return lo >= 0
		}
		return c.Value(i) >= 0
	})
	if below == 0 {
		return c
	}
	left := &Counts{Kind: c.Kind, Grid: c.Grid, W: c.W[below:]}
	switch c.Kind {
	case Int:
		left.Ints = c.Ints[below:]
	case Float:
		left.Floats = c.Floats[below:]
	case Cell:
		left.Cells = c.Cells[below:]
	}
	if c.W2 != nil {
		left.W2 = c.W2[below:]
	}
	other := c.Other()
	for _, w := range c.W[:below] {
		other.Null += w
	}
	return left.total(other)
}

// Beyond is the bound of the grid's last cell, and tells whether counts on it have values there, of which no more is known than that they are no less.
func (c *Counts) Beyond() (bound float64, some bool) {
	if c.Kind != Cell || c.Len() == 0 {
		return 0, false
	}
	last := c.Grid.NumCells() - 1
	return c.Grid.Middle(last), int(c.Cells[c.Len()-1]) == last
}

func segment(lo, hi point, exp int) Segment {
	return Segment{Lo: lo.f, Hi: hi.f, LoInt: lo.i, HiInt: hi.i, Exp: exp}
}
