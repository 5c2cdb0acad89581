package tally

import (
	"math"
	"slices"
	"sort"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// finder finds the interval cells of floats. Because cells are a power of two wide, the part of the line where most values lie can be laid out as a table
// of equal steps, each inside one cell: a multiplication and a look. What the table does not know is found among the segments.
type finder struct {
	segments []segment
	start    int // the segment where a search begins

	lo, hi float64 // what the table covers
	scale  float64 // steps per unit of x
	first  int64   // ⌊lo·scale⌋
	table  []int16 // by step: its raw key; −2 − k where it holds atom k alone; −1 where it holds several atoms or parts of several cells
}

// segment is a counts.Segment, prepared: the raw key of x is ⌊x/2^exp⌋ + place.
type segment struct {
	lo, hi float64
	exp    int
	width  float64 // 2^exp
	scale  float64 // 2^−exp, 0 where that is no float
	place  int64
	open   bool
}

const (
	// mostSteps bounds the table: 32 kB, about a first-level cache.
	mostSteps = 1 << 14
	// steepest bounds the exponents of the table's steps: beyond it 2^−exp, or a product with it, leaves the range of floats.
	steepest = 1000
	// lastWhole bounds the numbers of steps: up to there floats hold every whole number.
	lastWhole = 1<<53 - mostSteps
)

func newFinder(grid *counts.Grid) finder {
	var f finder
	last := len(grid.Segments) - 1
	most := int64(-1)
	for s, seg := range grid.Segments {
		prepared := segment{lo: seg.Lo, hi: seg.Hi, exp: seg.Exp, width: math.Ldexp(1, seg.Exp), place: grid.Base(s), open: s == 0 || s == last}
		if seg.Exp >= -steepest && seg.Exp <= steepest {
			prepared.scale = math.Ldexp(1, -seg.Exp)
		}
		if !prepared.open {
			prepared.place -= grid.First(s)
			if cells := grid.Base(s+1) - grid.Base(s); cells > most {
				most, f.start = cells, s
			}
		}
		f.segments = append(f.segments, prepared)
	}
	return f
}

// interval is the raw key of a finite float that is taken for no atom.
func (f *finder) interval(x float64) int32 { return f.segments[f.find(x)].raw(x) }

// find is the segment of a finite float. Segments join without a gap, the outer ones are open, and most values lie near the start.
func (f *finder) find(x float64) int {
	s := f.start
	for x >= f.segments[s].hi {
		s++
	}
	for x < f.segments[s].lo {
		s--
	}
	return s
}

func (s *segment) raw(x float64) int32 {
	switch {
	case s.open:
		return int32(s.place)
	case s.scale > 0:
		return int32(int64(math.Floor(x*s.scale)) + s.place)
	}
	return int32(int64(math.Floor(x/s.width)) + s.place)
}

// tabulate lays out the table where it knows the most of some values of the column; none of them may be NaN or infinite. Which values these are makes
// counting faster or slower, never different. atoms ascend.
func (f *finder) tabulate(values []float64, atoms []counts.Atom) {
	if len(values) == 0 || len(f.segments) < 3 {
		return
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	low, middle, high := sorted[0], sorted[len(sorted)/2], sorted[len(sorted)-1]
	f.start = f.find(middle)
	exps := make([]int, len(sorted)) // of the cells that they lie in
	for i, x := range sorted {
		if s := &f.segments[f.find(x)]; !s.open {
			exps[i] = s.exp
		} else {
			exps[i] = math.MinInt
		}
	}
	closed := f.segments[1 : len(f.segments)-1]
	most, best := 0, 0
	for _, candidate := range closed {
		if candidate.scale == 0 || most > 0 && candidate.exp == best {
			continue
		}
		lo, hi := f.stretch(candidate.exp, low, middle, high)
		known := 0
		for i, x := range sorted {
			if x >= lo && x < hi && exps[i] >= candidate.exp {
				known++
			}
		}
		if known > most || known == most && candidate.exp > best { // of equal ones the smaller table
			if math.Abs(lo*candidate.scale) < lastWhole && math.Abs(hi*candidate.scale) < lastWhole {
				most, best = known, candidate.exp
			}
		}
	}
	if most == 0 {
		return
	}
	f.lo, f.hi = f.stretch(best, low, middle, high)
	f.scale = math.Ldexp(1, -best)
	f.first = int64(math.Floor(f.lo * f.scale))
	f.fill(math.Ldexp(1, best), atoms)
}

// stretch is what a table of steps of 2^exp covers: the values from low to high and a little more, as much of it around the middle as there are steps.
func (f *finder) stretch(exp int, low, middle, high float64) (lo, hi float64) {
	width := math.Ldexp(1, exp)
	first, last := f.segments[1].lo, f.segments[len(f.segments)-2].hi
	margin := (high - low) / 4
	lo, hi = math.Max(first, low-margin), math.Min(last, high+margin+width)
	if half := mostSteps / 2 * width; hi-lo > 2*half {
		lo = math.Max(lo, math.Min(middle-half, hi-2*half))
		hi = math.Min(hi, lo+2*half)
	}
	// From a step's beginning on, but no further than the closed segments go.
	return math.Max(first, math.Floor(lo/width)*width), hi
}

// fill says for every step what it holds.
func (f *finder) fill(width float64, atoms []counts.Atom) {
	f.table = make([]int16, int64(math.Ceil(f.hi*f.scale))-f.first)
	s := f.find(f.lo)
	k := sort.Search(len(atoms), func(k int) bool { return atoms[k].Float >= float64(f.first)*width })
	for i := range f.table {
		lo := float64(f.first+int64(i)) * width
		hi := lo + width
		for lo >= f.segments[s].hi {
			s++
		}
		inside := k
		for k < len(atoms) && atoms[k].Float < hi {
			k++
		}
		f.table[i] = -1
		seg := &f.segments[s]
		if lo < seg.lo || hi > seg.hi || seg.open || seg.width < width {
			continue
		}
		switch raw := seg.raw(lo); {
		case k == inside && raw <= math.MaxInt16:
			f.table[i] = int16(raw)
		case k == inside+1 && inside <= math.MaxInt16-2:
			f.table[i] = int16(-2 - inside)
		}
	}
}
