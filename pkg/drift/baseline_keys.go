package drift

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// keys is the union of the keys of a reference's windows, ascending, in their own type. Numeric keys also have a position on the real line; there,
// infinities are values, one below and one above all others, so that ranks see them: x[0] = −∞ and x[last] = +∞ always exist, mostly unused.
type keys struct {
	numeric bool
	kind    counts.Kind // 0 while no window has a key
	grid    *counts.Grid
	words   *counts.Vocabulary
	origin  int64 // Int: positions are differences from it, exact as long as the range is below 2^53

	ints    []int64
	floats  []float64
	strings []string
	cells   []int32
	index   []int32 // of each cell of the grid: where it is in the union, −1 where it is not

	x     []float64 // numeric: positions, with the two infinities
	scale float64   // of positions, see rescale; a power of two, mostly 1
}

func newKeys(numeric bool, lists []*counts.Counts) (*keys, error) {
	k := &keys{numeric: numeric, scale: 1}
	for _, c := range lists {
		if err := k.admit(c); err != nil {
			return nil, err
		}
	}
	switch k.kind {
	case counts.Int:
		k.ints = unionOf(lists, func(c *counts.Counts) []int64 { return c.Ints })
		if len(k.ints) > 0 {
			k.origin = k.ints[len(k.ints)/2]
		}
	case counts.Float:
		k.floats = unionOf(lists, func(c *counts.Counts) []float64 { return c.Floats })
	case counts.String:
		k.strings = unionOf(lists, func(c *counts.Counts) []string { return c.Strings })
	case counts.Cell:
		k.uniteCells(lists)
	case counts.Word:
		k.cells = unionOf(lists, func(c *counts.Counts) []int32 { return c.Cells })
	}
	if numeric {
		k.x = k.positions(nil, k.ints, k.floats, k.cells)
	}
	return k, nil
}

// admit checks that a Counts can be compared with the keys so far; the first one with keys decides.
func (k *keys) admit(c *counts.Counts) error {
	err := k.fits(c)
	if err == nil && k.kind == 0 && len(c.W) > 0 {
		k.kind, k.grid, k.words = c.Kind, c.Grid, c.Vocabulary
	}
	return err
}

// fits checks that a Counts can be compared with the keys.
func (k *keys) fits(c *counts.Counts) error {
	if len(c.W) == 0 {
		return nil
	}
	if k.numeric && c.Kind.Names() {
		return fmt.Errorf("drift: a numeric feature was counted by text values; declare it categorical or count it as numbers")
	}
	if k.kind == 0 {
		return nil
	}
	if k.kind != c.Kind {
		return fmt.Errorf("drift: windows were counted by different kinds of keys (%d and %d)", k.kind, c.Kind)
	}
	if k.kind == counts.Cell && k.grid != c.Grid && (k.grid == nil || c.Grid == nil || k.grid.Version != c.Grid.Version) {
		return fmt.Errorf("drift: windows were counted on different grids")
	}
	if k.kind == counts.Word && k.words.Version != c.Vocabulary.Version {
		return fmt.Errorf("drift: windows were counted on different vocabularies")
	}
	return nil
}

// length is the number of keys, the infinities of numeric ones included.
func (k *keys) length() int {
	if k.numeric {
		return len(k.x)
	}
	return len(k.ints) + len(k.floats) + len(k.strings) + len(k.cells)
}

// positions appends numeric keys to x as points of the real line, between the two infinities.
func (k *keys) positions(x []float64, ints []int64, floats []float64, cells []int32) []float64 {
	x = slices.Grow(x, 2+len(ints)+len(floats)+len(cells))
	x = append(x, math.Inf(-1))
	for _, v := range ints {
		if v >= k.origin {
			x = append(x, float64(uint64(v)-uint64(k.origin)))
		} else {
			x = append(x, -float64(uint64(k.origin)-uint64(v)))
		}
	}
	for _, v := range floats {
		x = append(x, v*k.scale)
	}
	for _, id := range cells {
		x = append(x, k.middle(id))
	}
	return append(x, math.Inf(1))
}

// place gives a sample on a grid its positions, if it has none. The union mostly knows its cells, and then only few ask for them.
func (k *keys) place(s *sample) {
	if len(s.x) > 0 {
		return
	}
	s.x = append(slices.Grow(s.x, len(s.at)), k.x[0])
	for i, id := range s.cells {
		if key := s.at[i+1]; key >= 0 {
			s.x = append(s.x, k.x[key])
		} else {
			s.x = append(s.x, k.middle(id))
		}
	}
	s.x = append(s.x, k.x[len(k.x)-1])
}

// middle is the position of a cell.
func (k *keys) middle(cell int32) float64 { return k.grid.Middle(int(cell)) * k.scale }

// widest is the power of two beyond which, or below whose inverse, positions are scaled: their squares, and sums of these, must stay in the range of
// float64.
const widest = 400

// rescale brings positions whose squares or differences would leave the range of float64 to about 1. What a verdict says does not depend on the scale. The
// fences decide and not the largest value, or one corrupt row would take all the others to 0. share is that of each key.
func (k *keys) rescale(share func() []float64) {
	if k.kind == counts.Int || len(k.x) < 3 {
		return
	}
	_, exponent := math.Frexp(math.Max(math.Abs(k.x[1]), math.Abs(k.x[len(k.x)-2])))
	if exponent > widest {
		parts := make([]float64, len(k.x)) // so small that fences have room
		for i, x := range k.x {
			parts[i] = x / 16
		}
		low, up := fences(parts, share())
		_, exponent = math.Frexp(math.Max(math.Abs(low), math.Abs(up)))
		exponent += 4
	}
	if exponent <= widest && exponent >= -widest {
		return
	}
	k.scale = math.Ldexp(1, max(-1022, min(1022, -exponent)))
	k.x = k.positions(nil, k.ints, k.floats, k.cells)
}

// uniteCells makes the union of cells, of which there are few.
func (k *keys) uniteCells(lists []*counts.Counts) {
	k.index = make([]int32, k.grid.NumCells())
	n := int32(0)
	for _, c := range lists {
		for _, cell := range c.Cells {
			n += 1 - k.index[cell]
			k.index[cell] = 1
		}
	}
	k.cells = make([]int32, 0, n)
	shift := int32(boolInt(k.numeric)) // behind −∞
	for cell, there := range k.index {
		k.index[cell] = -1
		if there > 0 {
			k.index[cell] = int32(len(k.cells)) + shift
			k.cells = append(k.cells, int32(cell))
		}
	}
}

// entries is how many shares a window has.
func (k *keys) entries(c *counts.Counts) int {
	if k.numeric {
		return len(c.W) + 2
	}
	return len(c.W)
}

// weigh gives the weight of a window's values, and their effective number: (Σw)²/Σw².
func (k *keys) weigh(c *counts.Counts) (values, size float64) {
	squares := 0.0
	if k.numeric {
		values, squares = c.NegInf, c.NegInf
	}
	if c.W2 == nil {
		values += c.Total()
		squares = values
	} else {
		for i, w := range c.W {
			values += w
			squares += c.W2[i]
		}
	}
	if k.numeric {
		values += c.PosInf
		squares += c.PosInf
	}
	if values > 0 {
		size = values * values / squares
	}
	return values, size
}

// shares writes the share of each key of a window in its values. Numeric: with the infinities first and last.
func (k *keys) shares(into []float64, c *counts.Counts, values float64) {
	if k.numeric {
		into[0], into[len(into)-1] = c.NegInf/values, c.PosInf/values
		into = into[1 : len(into)-1]
	}
	for i, w := range c.W {
		into[i] = w / values
	}
}

// locate gives, for each share of a window, the index of its key in the union; −1 where the union does not have the key.
func (k *keys) locate(c *counts.Counts) []int32 { return k.locateIn(nil, c) }

// knows says whether the union has all keys of a window, given their places.
func knows(at []int32) bool {
	places := int32(0)
	for _, key := range at {
		places |= key // −1 shows in the sum
	}
	return places >= 0
}

// locateIn appends to at, which is empty.
func (k *keys) locateIn(at []int32, c *counts.Counts) []int32 {
	at = slices.Grow(at, k.entries(c))
	if k.numeric {
		at = append(at, 0)
	}
	if c.Kind == counts.Cell && k.index != nil {
		for _, cell := range c.Cells {
			at = append(at, k.index[cell])
		}
		return k.ended(at)
	}
	switch c.Kind {
	case counts.Int:
		at = find(at, k.ints, c.Ints)
	case counts.Float:
		at = find(at, k.floats, c.Floats)
	case counts.String:
		at = find(at, k.strings, c.Strings)
	case counts.Cell, counts.Word:
		at = find(at, k.cells, c.Cells)
	}
	if k.numeric {
		for i := 1; i < len(at); i++ { // behind −∞
			if at[i] >= 0 {
				at[i]++
			}
		}
	}
	return k.ended(at)
}

// ended adds the place of +∞.
func (k *keys) ended(at []int32) []int32 {
	if k.numeric {
		at = append(at, int32(len(k.x)-1))
	}
	return at
}

// find appends to at the index in all of every one of some; both ascend.
func find[T cmp.Ordered](at []int32, all, some []T) []int32 {
	at = slices.Grow(at, len(some))
	j := 0
	for _, v := range some {
		if len(all)-j > 64*len(some) {
			step, _ := slices.BinarySearch(all[j:], v)
			j += step
		}
		for j < len(all) && all[j] < v {
			j++
		}
		if j < len(all) && all[j] == v {
			at = append(at, int32(j))
		} else {
			at = append(at, -1)
		}
	}
	return at
}

// unionOf merges ascending lists into one without repeats, two and two.
func unionOf[T cmp.Ordered](lists []*counts.Counts, of func(*counts.Counts) []T) []T {
	switch len(lists) {
	case 0:
		return nil
	case 1:
		return of(lists[0])
	}
	a, b := unionOf(lists[:len(lists)/2], of), unionOf(lists[len(lists)/2:], of)
	all := make([]T, 0, max(len(a), len(b)))
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			all = append(all, a[i])
			i++
		case a[i] > b[j]:
			all = append(all, b[j])
			j++
		default:
			all = append(all, a[i])
			i, j = i+1, j+1
		}
	}
	return append(append(all, a[i:]...), b[j:]...)
}

// list is the keys of the union as counts without weights, infinities left out.
func (k *keys) list() *counts.Counts {
	return &counts.Counts{Kind: k.kind, Grid: k.grid, Vocabulary: k.words, Ints: k.ints, Floats: k.floats, Strings: k.strings, Cells: k.cells}
}

// bucket is the hash bucket of key i of the union.
func (k *keys) bucket(i int) int { return bucketOf(k.list(), i) }

// bucketOf is the hash bucket of key i of a window: by FNV-1a over its text or its 64 bits. A bucket of a vocabulary is within one of these: names have the
// same bucket whichever way they were counted.
func bucketOf(c *counts.Counts, i int) int {
	h := uint64(14695981039346656037)
	add := func(b byte) { h = (h ^ uint64(b)) * 1099511628211 }
	bits := uint64(0)
	switch c.Kind {
	case counts.String:
		return int(counts.HashName(c.Strings[i]) % hashedBuckets)
	case counts.Word:
		if !c.Named(i) {
			return (int(c.Cells[i]) - len(c.Vocabulary.Names)) % hashedBuckets
		}
		return int(counts.HashName(c.Name(i)) % hashedBuckets)
	case counts.Int:
		bits = uint64(c.Ints[i])
	case counts.Float:
		bits = math.Float64bits(c.Floats[i])
	case counts.Cell:
		bits = uint64(c.Cells[i])
	}
	for ; bits > 0; bits >>= 8 {
		add(byte(bits))
	}
	return int(h % hashedBuckets)
}

// sum pools windows, located at at in the union, into one Counts without the keys that none of them has.
func (k *keys) sum(lists []*counts.Counts, at [][]int32) *counts.Counts {
	n, shift := k.length(), 0
	if k.numeric {
		n, shift = n-2, 1
	}
	w, w2, weighted := make([]float64, n), make([]float64, n), false
	out := &counts.Counts{Kind: k.kind, Grid: k.grid, Vocabulary: k.words}
	for i, c := range lists {
		squares := c.W2
		if squares == nil {
			squares = c.W
		} else {
			weighted = true
		}
		for j := range c.W {
			key := int(at[i][j+shift]) - shift
			w[key] += c.W[j]
			w2[key] += squares[j]
		}
		out.Rows += c.Rows
		out.Null += c.Null
		out.NaN += c.NaN
		out.PosInf += c.PosInf
		out.NegInf += c.NegInf
	}
	for key, v := range w {
		if v <= 0 {
			continue
		}
		out.W = append(out.W, v)
		out.W2 = append(out.W2, w2[key])
		switch k.kind {
		case counts.Int:
			out.Ints = append(out.Ints, k.ints[key])
		case counts.Float:
			out.Floats = append(out.Floats, k.floats[key])
		case counts.String:
			out.Strings = append(out.Strings, k.strings[key])
		case counts.Cell, counts.Word:
			out.Cells = append(out.Cells, k.cells[key])
		}
	}
	if !weighted {
		out.W2 = nil
	}
	return out
}
