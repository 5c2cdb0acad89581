package tally

import (
	"slices"
	"sort"

	"github.com/tideline-ml/tideline/pkg/store"
)

// Cutter finds where stretches of a clock are cut so that every part has a number of rows. It looks at the times of all rows more than once, each time
// closer at where a cut must lie, so that memory follows from the number of cuts and not from that of the rows.
//
// The k-th cut of a stretch is where its row number k·rows in order of time lies: right after that microsecond, or, counted from the end, right before
// it. Rows of one microsecond are never parted, so that no other order than that of time is needed.
type Cutter struct {
	rows    int64
	fromEnd bool
	most    int

	stretches []stretch
	spots     []spot // where to look, ascending and disjoint
	counted   bool   // the rows of the stretches are known
	collect   bool   // the times themselves are wanted, no more than mostTimes
}

type stretch struct {
	from, to int64
	rows     int64
	cuts     []found // by number
}

// found is the microsecond of a wanted row, with how many rows of the stretch come before it, and with it.
type found struct{ at, before, with int64 }

// spot is a part of a stretch in which wanted rows lie.
type spot struct {
	stretch  int
	from, to int64
	before   int64 // rows of the stretch that come before
	wanted   []int // numbers of cuts, ascending in time
	width    int64 // of a bin
	first    int   // its first bin
}

const (
	mostBins  = 1 << 18
	mostTimes = 1 << 22
)

// NewCutter cuts the stretches [from[i], to[i]), ascending and disjoint, into parts of so many rows; most bounds the parts of all of them.
func NewCutter(from, to []int64, rows int64, fromEnd bool, most int) *Cutter {
	c := &Cutter{rows: rows, fromEnd: fromEnd, most: most}
	for i := range from {
		c.stretches = append(c.stretches, stretch{from: from[i], to: to[i]})
		if from[i] < to[i] {
			c.spots = append(c.spots, spot{stretch: i, from: from[i], to: to[i]})
		}
	}
	c.bins()
	return c
}

// bins shares out the bins among the spots.
func (c *Cutter) bins() {
	each, next := int64(max(2, mostBins/max(1, len(c.spots)))), 0
	for i := range c.spots {
		p := &c.spots[i]
		p.width = max(1, (p.to-p.from+each-1)/each)
		p.first = next
		next += int((p.to - p.from + p.width - 1) / p.width)
	}
}

// Done tells whether no more looks are needed.
func (c *Cutter) Done() bool { return len(c.spots) == 0 }

// Look is what one thread sees in one look at all rows.
type Look struct {
	cutter *Cutter
	last   int
	bins   []int64
	times  [][]int64 // by spot
}

// Look begins one.
func (c *Cutter) Look() *Look {
	l := &Look{cutter: c}
	if c.collect {
		l.times = make([][]int64, len(c.spots))
	} else if n := len(c.spots); n > 0 {
		last := &c.spots[n-1]
		l.bins = make([]int64, last.first+int((last.to-last.from+last.width-1)/last.width))
	}
	return l
}

// Add takes the times of rows, in microseconds on the stretches' clock; rows without one are in no stretch.
func (l *Look) Add(times Vector, rows int) {
	spots := l.cutter.spots
	for i := range rows {
		if times.Missing(i) {
			continue
		}
		t := times.Ints[i]
		if p := &spots[l.last]; t < p.from || t >= p.to {
			at := sort.Search(len(spots), func(k int) bool { return spots[k].to > t })
			if at == len(spots) || t < spots[at].from {
				continue
			}
			l.last = at
		}
		if p := &spots[l.last]; l.times != nil {
			l.times[l.last] = append(l.times[l.last], t)
		} else {
			l.bins[p.first+int((t-p.from)/p.width)]++
		}
	}
}

// Next puts the looks of all threads together and decides where to look next.
func (c *Cutter) Next(looks []*Look) error {
	all := c.Look()
	for _, l := range looks {
		for b, n := range l.bins {
			all.bins[b] += n
		}
		for p, times := range l.times {
			all.times[p] = append(all.times[p], times...)
		}
	}
	if c.collect {
		c.settle(all.times)
		return nil
	}
	if !c.counted {
		c.counted = true
		if err := c.want(all.bins); err != nil {
			return err
		}
	}
	var closer []spot
	rows := int64(0)
	for i := range c.spots {
		p := &c.spots[i]
		end := len(all.bins)
		if i+1 < len(c.spots) {
			end = c.spots[i+1].first
		}
		before, wanted := p.before, p.wanted
		for b := p.first; b < end && len(wanted) > 0; b++ {
			n := all.bins[b]
			from := p.from + int64(b-p.first)*p.width
			in := 0
			for in < len(wanted) && c.rank(p.stretch, wanted[in]) <= before+n {
				in++
			}
			switch {
			case in > 0 && p.width == 1:
				for _, k := range wanted[:in] {
					c.stretches[p.stretch].cuts[k] = found{from, before, before + n}
				}
			case in > 0:
				closer = append(closer, spot{stretch: p.stretch, from: from, to: min(from+p.width, p.to), before: before, wanted: wanted[:in]})
				rows += n
			}
			before, wanted = before+n, wanted[in:]
		}
	}
	c.spots, c.collect = closer, rows <= mostTimes
	c.bins()
	return nil
}

// want learns from the first look how many rows there are, and so which of them are wanted.
func (c *Cutter) want(bins []int64) error {
	parts := int64(0)
	for i := range c.spots {
		p, end := &c.spots[i], len(bins)
		if i+1 < len(c.spots) {
			end = c.spots[i+1].first
		}
		s := &c.stretches[p.stretch]
		for _, n := range bins[p.first:end] {
			s.rows += n
		}
		if parts += (s.rows + c.rows - 1) / c.rows; parts > int64(c.most) {
			continue // all are counted, to say how many there would be
		}
		s.cuts = make([]found, s.rows/c.rows)
		p.wanted = make([]int, len(s.cuts))
		for k := range p.wanted {
			p.wanted[k] = k
		}
		if c.fromEnd {
			slices.Reverse(p.wanted)
		}
	}
	if parts > int64(c.most) {
		return &store.TooManyPartsError{Parts: parts, Limit: int64(c.most)}
	}
	return nil
}

// rank is the number, from 1, of the row that cut k of a stretch lies at.
func (c *Cutter) rank(stretch, k int) int64 {
	if c.fromEnd {
		return c.stretches[stretch].rows - int64(k+1)*c.rows + 1
	}
	return int64(k+1) * c.rows
}

// settle finds the wanted rows among all times of their spots.
func (c *Cutter) settle(times [][]int64) {
	for i := range c.spots {
		p, sorted := &c.spots[i], times[i]
		slices.Sort(sorted)
		for _, k := range p.wanted {
			at := sorted[c.rank(p.stretch, k)-p.before-1]
			first, _ := slices.BinarySearch(sorted, at)
			next, _ := slices.BinarySearch(sorted, at+1)
			c.stretches[p.stretch].cuts[k] = found{at, p.before + int64(first), p.before + int64(next)}
		}
	}
	c.spots = nil
}

// Part is a part of a stretch, with its rows.
type Part struct {
	From, To int64
	Rows     int64
}

// Parts of a stretch, ascending; none of them is without rows.
func (c *Cutter) Parts(i int) []Part {
	s := &c.stretches[i]
	type cut struct{ at, before int64 }
	cuts := []cut{{s.from, 0}}
	add := func(at, before int64) {
		if at > cuts[len(cuts)-1].at {
			cuts = append(cuts, cut{at, before})
		} else if cuts[len(cuts)-1].before = before; at < cuts[len(cuts)-1].at {
			panic("tally: cuts are not in order")
		}
	}
	for k := range s.cuts {
		if c.fromEnd {
			f := s.cuts[len(s.cuts)-1-k]
			add(f.at, f.before)
		} else {
			add(s.cuts[k].at+1, s.cuts[k].with)
		}
	}
	var parts []Part
	for k, from := range cuts {
		to := cut{s.to, s.rows}
		if k+1 < len(cuts) {
			to = cuts[k+1]
		}
		if n := to.before - from.before; n > 0 {
			parts = append(parts, Part{from.at, to.at, n})
		}
	}
	return parts
}
