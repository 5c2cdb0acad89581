package tally

import (
	"math"
	"sort"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// finder finds the interval cells of floats. Because cells are a power of two wide, the part of the line where most values lie can be laid out as a table
// of equal steps, each inside one cell: a multiplication and a look. What the table does not know is found among the segments.
type finder struct {
	segments []segment

	lo, hi float64 // what the table covers
	scale  float64 // steps per unit of x
	first  int64   // ⌊lo·scale⌋
	table  []int16 // by step: its raw key, −1 where it holds an atom, or parts of several cells
}

// segment is a counts.Segment, prepared: the raw key of x is ⌊x/2^exp⌋ + place.
type segment struct {
	lo, hi float64
	exp    int
	width  float64 // 2^exp
	place  int64
	open   bool
}

// mostSteps bounds the table: 32 kB, about a first-level cache.
const mostSteps = 1 << 14

func newFinder(grid *counts.Grid) finder {
	var f finder
	last := len(grid.Segments) - 1
	for s, seg := range grid.Segments {
		prepared := segment{lo: seg.Lo, hi: seg.Hi, exp: seg.Exp, width: math.Ldexp(1, seg.Exp), place: grid.Base(s), open: s == 0 || s == last}
		if !prepared.open {
			prepared.place -= grid.First(s)
		}
		f.segments = append(f.segments, prepared)
	}
	return f
}

// interval is the raw key of a finite float that is taken for no atom.
func (f *finder) interval(x float64) int32 {
	last := len(f.segments) - 1
	s := &f.segments[sort.Search(last, func(s int) bool { return x < f.segments[s].hi })]
	return s.raw(x)
}

func (s *segment) raw(x float64) int32 {
	if s.open {
		return int32(s.place)
	}
	return int32(int64(math.Floor(x/s.width)) + s.place)
}

// tabulate lays out the table whose steps know the most cells, around the bulk.
func (f *finder) tabulate(bulk int, hasAtom []bool) {
	closed := f.segments[1 : len(f.segments)-1]
	middle := f.segments[bulk].lo/2 + f.segments[bulk].hi/2
	most := int64(0)
	for _, candidate := range closed {
		exp := candidate.exp
		if exp < -1000 || exp > 1000 {
			continue // 2^−exp or a product with it would leave the range of floats
		}
		width := math.Ldexp(1, exp)
		lo := math.Max(closed[0].lo, math.Floor(middle/width-mostSteps/2)*width)
		hi := math.Min(closed[len(closed)-1].hi, lo+mostSteps*width)
		cells := int64(0)
		for _, s := range closed {
			if from, to := math.Max(lo, s.lo), math.Min(hi, s.hi); s.exp >= exp && from < to {
				cells += int64((to - from) / s.width)
			}
		}
		if cells > most && math.Abs(lo/width) < 1<<52 && math.Abs(hi/width) < 1<<52 {
			most = cells
			f.lo, f.hi, f.scale, f.first = math.Floor(lo/width)*width, hi, 1/width, int64(math.Floor(lo/width))
		}
	}
	if most == 0 {
		f.lo, f.hi = 0, 0
		return
	}
	width := 1 / f.scale
	f.table = make([]int16, int64(math.Ceil(f.hi*f.scale))-f.first)
	s := 0
	for i := range f.table {
		lo := float64(f.first+int64(i)) * width
		hi := lo + width
		for lo >= f.segments[s].hi {
			s++
		}
		f.table[i] = -1
		if seg := &f.segments[s]; lo >= seg.lo && hi <= seg.hi && (seg.open || seg.width >= width) {
			if raw := seg.raw(lo); raw <= math.MaxInt16 && !hasAtom[raw] {
				f.table[i] = int16(raw)
			}
		}
	}
}
