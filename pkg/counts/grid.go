package counts

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"sort"
	"sync"
)

// Grid cuts the real line, or the 64-bit integers, into cells. It is made once from a sample of the reference (NewGrid) and never from a current
// window, so that equal grids mean comparable counts. A cell is either an atom (one value that is frequent enough to keep its own entry) or a
// half-open interval of a Segment. Ids of cells ascend with the value; an atom strictly inside an interval cell comes right after that cell, whose
// weight then is the rest of the interval, on both sides of the atom; an atom on a cell's lower bound comes right before it.
//
// A store need not know the ids. For every row it computes a raw key, and Grid.FromRaw makes a Counts of them:
//
//	atom i                                   → −1 − i
//	j-th cell of segment s (from 0)          → Base(s) + j,   j = ⌊x/2^Exp⌋ − First(s)  (integers: (x >> Exp) − First(s))
//
// where Base(s) is the number of interval cells in the segments before s and First(s) = ⌊Lo/2^Exp⌋. The open first and last segments are one cell each.
// x/2^Exp is a division of IEEE doubles, exact but for denormal results, and below 2^53.
type Grid struct {
	Version  string    // names the way of cutting and the cut itself (a hash), part of every cache key
	Integer  bool      // the column holds integers: bounds are whole numbers, widths at least 1
	Atoms    []Atom    // ascending
	Segments []Segment // ascending and adjacent: Segments[i].Hi == Segments[i+1].Lo; together they cover everything

	once   sync.Once
	layout layout
}

// Atom is a single value with its own cell. Int where Grid.Integer, else Float.
type Atom struct {
	Int   int64
	Float float64
}

// Segment is a stretch [Lo, Hi) of cells [q·2^Exp, (q+1)·2^Exp), all of one width but for the first and the last, which Lo and Hi may cut short.
// The first segment has Lo = −∞ and the last Hi = +∞: each of these two is one open cell. In an Integer grid LoInt and HiInt are used instead,
// Exp ≥ 0; there the open ends are math.MinInt64 and math.MaxInt64, both inclusive.
type Segment struct {
	Lo, Hi       float64
	LoInt, HiInt int64
	Exp          int
	Whole        bool // one cell whatever its width, and Exp says nothing: only in a grid of bounds (Bounds), which no store is asked to cut by
}

// layout is what follows from the exported fields.
type layout struct {
	base, first []int64
	raw         []int32 // by id: the raw key
	atomID      []int32 // id of atom i
	intervalID  []int32 // id of interval cell c
	lo, hi, mid []float64
}

// NumCells is the number of cells, atoms included: ids are 0 … NumCells()−1.
func (g *Grid) NumCells() int { return len(g.laidOut().raw) }

// Base is the number of interval cells in the segments before segment s.
func (g *Grid) Base(s int) int64 { return g.laidOut().base[s] }

// First is the index ⌊Lo/2^Exp⌋ of the first cell of segment s; 0 for the open segments.
func (g *Grid) First(s int) int64 { return g.laidOut().first[s] }

// Bounds are the lowest and highest value that a cell can hold: [lo, hi) for floats, [lo, hi] for integers. atom means that it can hold only one
// value, lo == hi: an Atom, or an integer cell of width 1. The open cells have an infinite bound (integers: the ends of int64).
func (g *Grid) Bounds(cell int) (lo, hi float64, atom bool) {
	l := g.laidOut()
	return l.lo[cell], l.hi[cell], l.lo[cell] == l.hi[cell]
}

// Middle is a value that stands for the cell, ascending with the ids: the atom; the middle of an interval, or its lower bound where an atom lies
// inside; the finite end of an open cell.
func (g *Grid) Middle(cell int) float64 { return g.laidOut().mid[cell] }

// CellOf is the id of the cell of a finite float.
func (g *Grid) CellOf(x float64) int {
	if g.Integer {
		switch x = math.Floor(x); {
		case x < -(1 << 63):
			return g.CellOfInt(math.MinInt64)
		case x >= 1<<63:
			return g.CellOfInt(math.MaxInt64)
		}
		return g.CellOfInt(int64(x))
	}
	return g.id(g.RawOf(x))
}

// CellOfInt is the id of the cell of an integer.
func (g *Grid) CellOfInt(x int64) int {
	if !g.Integer {
		return g.CellOf(float64(x))
	}
	return g.id(g.RawOfInt(x))
}

// RawOf is the raw key of a finite float in a grid of floats: what a store must answer, and the reference that its conformance is tested against.
func (g *Grid) RawOf(x float64) int32 {
	if i := sort.Search(len(g.Atoms), func(i int) bool { return g.Atoms[i].Float >= x }); i < len(g.Atoms) && g.Atoms[i].Float == x {
		return int32(-1 - i)
	}
	l, last := g.laidOut(), len(g.Segments)-1
	s := sort.Search(last, func(s int) bool { return x < g.Segments[s].Hi })
	if g.whole(s) {
		return int32(l.base[s])
	}
	return int32(l.base[s] + int64(math.Floor(x/math.Ldexp(1, g.Segments[s].Exp))) - l.first[s])
}

// RawOfInt is RawOf for a grid of integers.
func (g *Grid) RawOfInt(x int64) int32 {
	if i := sort.Search(len(g.Atoms), func(i int) bool { return g.Atoms[i].Int >= x }); i < len(g.Atoms) && g.Atoms[i].Int == x {
		return int32(-1 - i)
	}
	l, last := g.laidOut(), len(g.Segments)-1
	s := sort.Search(last, func(s int) bool { return x < g.Segments[s].HiInt })
	if g.whole(s) {
		return int32(l.base[s])
	}
	return int32(l.base[s] + x>>g.Segments[s].Exp - l.first[s])
}

func (g *Grid) id(raw int32) int {
	if raw < 0 {
		return int(g.layout.atomID[-1-raw])
	}
	return int(g.layout.intervalID[raw])
}

// FromRaw makes the counts of a window from what a store answers: raw keys in any order, repeated or not, with Σw and Σw² (nil: weights of 1).
func (g *Grid) FromRaw(raw []int32, w, w2 []float64, other Other) (*Counts, error) {
	if len(w) != len(raw) || (w2 != nil && len(w2) != len(raw)) {
		return nil, fmt.Errorf("counts: %d raw keys, %d weights, %d squared weights", len(raw), len(w), len(w2))
	}
	l := g.laidOut()
	dense := make([]float64, len(l.raw))
	var dense2 []float64
	if w2 != nil {
		dense2 = make([]float64, len(dense))
	}
	for i, key := range raw {
		if int(key) >= len(l.intervalID) || int(-1-key) >= len(l.atomID) {
			return nil, fmt.Errorf("counts: grid %s has no raw key %d", g.Version, key)
		}
		id := g.id(key)
		dense[id] += w[i]
		if w2 != nil {
			dense2[id] += w2[i]
		}
	}
	c := &Counts{Kind: Cell, Grid: g}
	c.Cells, c.W, c.W2 = sparse(dense, dense2)
	return checked(c.total(other))
}

// FromRows is Grid.FromRaw for a store that counts rows in an array: rows[raw + number of atoms] is the number of rows of a raw key.
func FromRows[N uint32 | int64](g *Grid, rows []N, other Other) (*Counts, error) {
	l := g.laidOut()
	if len(rows) != len(l.raw) {
		return nil, fmt.Errorf("counts: %d numbers of rows for the %d cells of grid %s", len(rows), len(l.raw), g.Version)
	}
	sheet := sheets.Get().(*sheet)
	defer sheets.Put(sheet)
	cells, w := sheet.of(len(rows))
	used, signs, total := 0, int64(0), int64(0)
	atoms := int32(len(g.Atoms))
	for id, raw := range l.raw {
		// Every cell is written and kept only if it is used: whether it is would be guessed wrong as often as right.
		n := int64(rows[raw+atoms])
		cells[used], w[used] = int32(id), float64(n)
		used += int(uint64(-n) >> 63)
		signs |= n
		total += n
	}
	if signs < 0 {
		return nil, fmt.Errorf("counts: %d rows in a cell", slices.Min(rows))
	}
	c := &Counts{Kind: Cell, Grid: g, Cells: slices.Clone(cells[:used]), W: slices.Clone(w[:used])}
	return c.ofRows(float64(total), other), nil
}

// sheet is where cells are written before it is known how many are used. There are thousands in an answer.
type sheet struct {
	cells []int32
	w     []float64
}

var sheets = sync.Pool{New: func() any { return new(sheet) }}

func (s *sheet) of(n int) ([]int32, []float64) {
	s.cells, s.w = slices.Grow(s.cells[:0], n)[:n], slices.Grow(s.w[:0], n)[:n]
	return s.cells, s.w
}

// Count brings exact counts of numbers onto the grid. Counts that are on it already are returned as they are.
func (g *Grid) Count(c *Counts) (*Counts, error) {
	if c.Kind == Cell {
		if !c.Grid.same(g) {
			return nil, fmt.Errorf("counts: cells of grid %s do not fit grid %s", c.Grid.Version, g.Version)
		}
		return c, nil
	}
	if c.Kind == String && c.Len() > 0 {
		return nil, fmt.Errorf("counts: %v have no place on a grid", c.Kind)
	}
	dense := make([]float64, g.NumCells())
	var dense2 []float64
	if c.W2 != nil {
		dense2 = make([]float64, len(dense))
	}
	for i, w := range c.W {
		id := 0
		if c.Kind == Int {
			id = g.CellOfInt(c.Ints[i])
		} else {
			id = g.CellOf(c.Floats[i])
		}
		dense[id] += w
		if dense2 != nil {
			dense2[id] += c.W2[i]
		}
	}
	on := &Counts{Kind: Cell, Grid: g}
	on.Cells, on.W, on.W2 = sparse(dense, dense2)
	return on.total(c.Other()), nil
}

func (g *Grid) same(h *Grid) bool {
	return g == h || (g != nil && h != nil && g.Version == h.Version)
}

// whole tells whether a segment is one cell.
func (g *Grid) whole(s int) bool { return s == 0 || s == len(g.Segments)-1 || g.Segments[s].Whole }

// laidOut computes once what follows from the exported fields.
func (g *Grid) laidOut() *layout {
	g.once.Do(g.lay)
	return &g.layout
}

func (g *Grid) lay() {
	l := &g.layout
	last := len(g.Segments) - 1
	intervals := int64(0)
	for s, seg := range g.Segments {
		first, cells := int64(0), int64(1)
		if !g.whole(s) {
			if g.Integer {
				first = seg.LoInt >> seg.Exp
				cells = (seg.HiInt-1)>>seg.Exp - first + 1
			} else {
				width := math.Ldexp(1, seg.Exp)
				first = int64(math.Floor(seg.Lo / width))
				cells = int64(math.Ceil(seg.Hi/width)) - first
			}
		}
		l.base, l.first = append(l.base, intervals), append(l.first, first)
		intervals += cells
	}
	n := int(intervals) + len(g.Atoms)
	l.raw, l.lo, l.hi, l.mid = make([]int32, 0, n), make([]float64, 0, n), make([]float64, 0, n), make([]float64, 0, n)
	l.intervalID, l.atomID = make([]int32, 0, intervals), make([]int32, 0, len(g.Atoms))

	atom := 0
	addAtom := func() {
		value := g.Atoms[atom].Float
		if g.Integer {
			value = float64(g.Atoms[atom].Int)
		}
		l.atomID = append(l.atomID, int32(len(l.raw)))
		l.raw, l.lo, l.hi, l.mid = append(l.raw, int32(-1-atom)), append(l.lo, value), append(l.hi, value), append(l.mid, value)
		atom++
	}
	for s := range g.Segments {
		end := intervals
		if s < last {
			end = l.base[s+1]
		}
		for c := l.base[s]; c < end; c++ {
			lo, hi := g.interval(s, c)
			for atom < len(g.Atoms) && g.atLowerBound(atom, lo) {
				addAtom()
			}
			id := len(l.raw)
			l.intervalID = append(l.intervalID, int32(id))
			l.raw = append(l.raw, int32(c))
			loValue, hiValue := lo.value(g.Integer), hi.value(g.Integer)
			if g.Integer && s != last && lo.i < hi.i {
				hiValue = float64(hi.i - 1)
			}
			l.lo, l.hi, l.mid = append(l.lo, loValue), append(l.hi, hiValue), append(l.mid, loValue)
			for atom < len(g.Atoms) && (s == last || g.atomBelow(atom, hi)) {
				addAtom()
			}
			inside := len(l.raw) > id+1
			switch {
			case s == 0:
				l.mid[id] = hiValue
				if inside {
					l.mid[id] = l.mid[id+1]
				}
			case s == last || inside:
			default:
				l.mid[id] = loValue + (hiValue/2 - loValue/2)
			}
		}
	}
}

// interval is the bounds of interval cell c of segment s.
func (g *Grid) interval(s int, c int64) (lo, hi point) {
	seg := g.Segments[s]
	lo, hi = point{seg.Lo, seg.LoInt}, point{seg.Hi, seg.HiInt}
	if g.whole(s) {
		return lo, hi
	}
	q := g.layout.first[s] + c - g.layout.base[s]
	if from := at(q, seg.Exp, g.Integer); lo.less(from, g.Integer) {
		lo = from
	}
	if to := at(q+1, seg.Exp, g.Integer); to.less(hi, g.Integer) {
		hi = to
	}
	return lo, hi
}

func (g *Grid) atLowerBound(atom int, lo point) bool {
	a := g.Atoms[atom]
	return !lo.less(point{a.Float, a.Int}, g.Integer)
}

func (g *Grid) atomBelow(atom int, hi point) bool {
	a := g.Atoms[atom]
	return point{a.Float, a.Int}.less(hi, g.Integer)
}

// version hashes the cut.
func (g *Grid) version() string {
	h := sha256.New()
	put := func(x uint64) {
		var b [8]byte
		binary.LittleEndian.PutUint64(b[:], x)
		h.Write(b[:])
	}
	if g.Integer {
		put(1)
	} else {
		put(0)
	}
	put(uint64(len(g.Atoms)))
	for _, a := range g.Atoms {
		put(math.Float64bits(a.Float))
		put(uint64(a.Int))
	}
	for _, s := range g.Segments {
		put(math.Float64bits(s.Lo))
		put(math.Float64bits(s.Hi))
		put(uint64(s.LoInt))
		put(uint64(s.HiInt))
		put(uint64(int64(s.Exp)))
		if s.Whole {
			put(1)
		}
	}
	return fmt.Sprintf("%s-%s", wayOfCutting, hex.EncodeToString(h.Sum(nil)[:12]))
}
