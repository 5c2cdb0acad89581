package counts

// Grid cuts the real line, or the 64-bit integers, into cells. It is made once from a sample of the reference (NewGrid) and never from a current
// window, so that equal grids mean comparable counts. A cell is either an atom (one value that is frequent enough to keep its own entry) or a
// half-open interval of a Segment. Ids of cells ascend with the value; an atom strictly inside an interval cell comes right after that cell, whose
// weight then is the rest of the interval, on both sides of the atom; an atom on a cell's lower bound comes right before it.
//
// A store need not know the ids. For every row it computes a raw key, and Grid.FromRaw makes a Counts of them:
//
//	atom i                                   → −1 − i
//	j-th cell of segment s (from 0)          → Base(s) + j,   j = ⌊x/2^Exp⌋ − ⌊Lo/2^Exp⌋  (integers: (x >> Exp) − (LoInt >> Exp))
//
// where Base(s) is the number of interval cells in the segments before s.
type Grid struct {
	Version  string    // names the way of cutting and the cut itself (a hash), part of every cache key
	Integer  bool      // the column holds integers: bounds are whole numbers, widths at least 1
	Atoms    []Atom    // ascending
	Segments []Segment // ascending and adjacent: Segments[i].Hi == Segments[i+1].Lo; together they cover everything
}

// Atom is a single value with its own cell. Int where Grid.Integer, else Float.
type Atom struct {
	Int   int64
	Float float64
}

// Segment is a stretch [Lo, Hi) of cells of equal width 2^Exp; Lo and Hi are multiples of that width. The first segment has Lo = −∞ and the last
// Hi = +∞: each of these two is one open cell. In an Integer grid LoInt and HiInt are used instead, Exp ≥ 0; there the open ends are
// math.MinInt64 and math.MaxInt64, both inclusive.
type Segment struct {
	Lo, Hi       float64
	LoInt, HiInt int64
	Exp          int
}
