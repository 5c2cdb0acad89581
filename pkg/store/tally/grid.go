package tally

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
)

// cells counts on a grid: an array of counters per slot, at the place of raw key + number of atoms (see counts.Grid).
type cells struct {
	name   string
	grid   *counts.Grid
	limit  int
	atoms  int32
	width  int
	slots  []counters
	slabs  slabs
	kept   int // cells with counters
	others others
	err    error

	finder    finder // of floats
	tabulated bool   // the finder has had its chance to see values of the column
	bulk      int    // of integers: the segment of most cells, −1 where all are open
	hasAtom   []bool // by interval cell: one of the atoms lies in it
}

// Cells counts floats or integers on a grid. limit bounds the cells that are kept for all slots together; 0: no bound.
func Cells(name string, grid *counts.Grid, limit int) Column {
	c := &cells{name: name, grid: grid, limit: limit, atoms: int32(len(grid.Atoms)), width: grid.NumCells(), bulk: -1}
	size := int64(0)
	for s := 1; s < len(grid.Segments)-1; s++ {
		if n := grid.Base(s+1) - grid.Base(s); n > size {
			size, c.bulk = n, s
		}
	}
	if !grid.Integer {
		c.finder = newFinder(grid)
	}
	c.hasAtom = make([]bool, c.width-len(grid.Atoms))
	for _, atom := range grid.Atoms {
		if grid.Integer {
			c.hasAtom[c.interval(atom.Int)] = true
		} else {
			c.hasAtom[c.finder.interval(atom.Float)] = true
		}
	}
	return c
}

// interval is the raw key of an integer that is taken for no atom. Most values lie in the bulk or near to it.
func (c *cells) interval(x int64) int32 {
	g, s, last := c.grid, max(c.bulk, 0), len(c.grid.Segments)-1
	for s < last && x >= g.Segments[s].HiInt {
		s++
	}
	for s > 0 && x < g.Segments[s].LoInt {
		s--
	}
	if s == 0 || s == last {
		return int32(g.Base(s))
	}
	return int32(g.Base(s) + x>>g.Segments[s].Exp - g.First(s))
}

func (c *cells) Add(runs []Run, v Vector) {
	for _, r := range runs {
		s := c.of(r.Slot)
		if s == nil {
			return
		}
		n := s.take(r.To - r.From)
		switch {
		case c.grid.Integer && v.Ints != nil:
			c.addInts(n, r, v)
		case c.grid.Integer:
			c.addFloored(n, r, v)
		case v.Ints != nil:
			c.addWhole(n, r, v)
		default:
			c.tabulate(v)
			c.addFloats(n, r, v)
		}
	}
}

func (c *cells) Merge(other Column, slot func(int32) int32) {
	from := other.(*cells)
	if c.err == nil {
		c.err = from.err
	}
	c.others.merge(from.others, slot)
	for s := range from.slots {
		counted := &from.slots[s]
		if counted.few == nil || c.err != nil {
			continue
		}
		at := slot(int32(s))
		switch c.grow(at); {
		case c.slots[at].few != nil:
			c.slots[at].merge(counted)
		case c.fits():
			c.slots[at] = *counted
		}
	}
	c.slabs.join(&from.slabs)
}

// seenForTable is how many values of a column the finder's table is laid out by.
const seenForTable = 256

// tabulate lays out the finder's table when enough rows come together that it is worth it.
func (c *cells) tabulate(v Vector) {
	if c.tabulated || len(v.Floats) < 2*seenForTable {
		return
	}
	c.tabulated = true
	var seen []float64
	for i := 0; i < len(v.Floats); i += len(v.Floats) / seenForTable {
		if x := v.Floats[i]; !v.Missing(i) && x-x == 0 {
			seen = append(seen, x)
		}
	}
	c.finder.tabulate(seen, c.grid.Atoms)
}

func (c *cells) addFloats(n []uint32, r Run, v Vector) {
	f := &c.finder
	lo, hi, scale, first, table := f.lo, f.hi, f.scale, f.first, f.table
	counted := n[c.atoms:]
	for i, x := range v.Floats[r.From:r.To] {
		if v.Valid != nil && v.Missing(r.From+i) {
			c.others.at(r.Slot).Null++
			continue
		}
		if x >= lo && x < hi {
			raw := table[int64(math.Floor(x*scale))-first]
			if raw >= 0 {
				counted[raw]++
			} else {
				c.addNear(n, r.Slot, x, int(-2-raw))
			}
			continue
		}
		c.addFloat(n, r.Slot, x)
	}
}

// addNear counts a float that the table knows to lie near an atom, −1 for near several or at the border of cells.
func (c *cells) addNear(n []uint32, slot int32, x float64, atom int) {
	if atom >= 0 && x == c.grid.Atoms[atom].Float {
		n[int(c.atoms)-1-atom]++
		return
	}
	c.addFloat(n, slot, x)
}

// addFloat counts any float.
func (c *cells) addFloat(n []uint32, slot int32, x float64) {
	if x-x != 0 && c.others.special(slot, x) {
		return
	}
	raw := c.finder.interval(x)
	if c.hasAtom[raw] {
		raw = c.grid.RawOf(x)
	}
	n[c.atoms+raw]++
}

// addWhole counts integers on a grid of floats.
func (c *cells) addWhole(n []uint32, r Run, v Vector) {
	for i := r.From; i < r.To; i++ {
		if v.Missing(i) {
			c.others.at(r.Slot).Null++
		} else {
			c.addFloat(n, r.Slot, float64(v.Ints[i]))
		}
	}
}

func (c *cells) addInts(n []uint32, r Run, v Vector) {
	var lo, hi, place int64
	var exp int
	if c.bulk >= 0 {
		seg := c.grid.Segments[c.bulk]
		lo, hi, exp = seg.LoInt, seg.HiInt, seg.Exp
		place = c.grid.Base(c.bulk) - c.grid.First(c.bulk)
	}
	counted := n[c.atoms:]
	for i, x := range v.Ints[r.From:r.To] {
		if v.Valid != nil && v.Missing(r.From+i) {
			c.others.at(r.Slot).Null++
			continue
		}
		if x >= lo && x < hi {
			raw := x>>exp + place
			if !c.hasAtom[raw] {
				counted[raw]++
				continue
			}
		}
		c.addInt(n, x)
	}
}

// addInt counts any integer.
func (c *cells) addInt(n []uint32, x int64) {
	raw := c.interval(x)
	if c.hasAtom[raw] {
		raw = c.grid.RawOfInt(x)
	}
	n[c.atoms+raw]++
}

// addFloored counts floats on a grid of whole numbers: each where its floor is.
func (c *cells) addFloored(n []uint32, r Run, v Vector) {
	for i := r.From; i < r.To; i++ {
		x := v.Floats[i]
		switch {
		case v.Missing(i):
			c.others.at(r.Slot).Null++
		case x-x != 0 && c.others.special(r.Slot, x):
		default:
			c.addInt(n, saturate(x))
		}
	}
}

// saturate is the floor of a finite float as an integer, at most the ends of int64.
func saturate(x float64) int64 {
	x = math.Floor(x)
	switch {
	case x < -(1 << 63):
		return math.MinInt64
	case x >= 1<<63:
		return math.MaxInt64
	}
	return int64(x)
}

// of is a slot's counters, nil where the limit forbids more.
func (c *cells) of(slot int32) *counters {
	if c.err != nil {
		return nil
	}
	c.grow(slot)
	s := &c.slots[slot]
	if s.few == nil {
		if !c.fits() {
			return nil
		}
		s.few = c.slabs.take(c.width)
	}
	return s
}

func (c *cells) grow(slot int32) {
	for int(slot) >= len(c.slots) {
		c.slots = append(c.slots, counters{})
	}
}

// fits checks the limit before another array.
func (c *cells) fits() bool {
	if c.kept += c.width; c.limit > 0 && c.kept > c.limit {
		c.err = &store.TooManyError{Column: c.name, Limit: c.limit}
		c.slots = nil
	}
	return c.err == nil
}

func (c *cells) Counts(slots int) ([]*counts.Counts, error) {
	if c.err != nil {
		return nil, c.err
	}
	defer func() {
		c.slots = nil
		c.slabs.end()
	}()
	list := make([]*counts.Counts, slots)
	none := counters{few: make([]uint32, c.width)}
	for s := range list {
		other, counted := c.others.get(s), &none
		if s < len(c.slots) && c.slots[s].few != nil {
			counted = &c.slots[s]
		} else if rows(other) == 0 {
			continue
		}
		onGrid, err := counted.on(c.grid, other)
		if err != nil {
			return nil, err
		}
		if onGrid.Rows > 0 {
			list[s] = onGrid
		}
	}
	return list, nil
}
