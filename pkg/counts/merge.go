package counts

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Merge adds windows of one column together: hours into days, days into a reference. nil windows are windows without rows. Integers and floats of one
// column are unified first (Unify); cells must be of one grid. The result does not depend on the order as long as weights are whole numbers.
func Merge(windows ...*Counts) (*Counts, error) {
	parts := make([]*Counts, 0, len(windows))
	for _, c := range windows {
		if c != nil {
			parts = append(parts, c)
		}
	}
	switch len(parts) {
	case 0:
		return nil, errors.New("counts: nothing to merge")
	case 1:
		return parts[0], nil
	}
	parts, err := unify(parts)
	if err != nil {
		return nil, err
	}
	other, rows, weighted := Other{}, 0.0, false
	for _, c := range parts {
		other = Other{other.Null + c.Null, other.NaN + c.NaN, other.PosInf + c.PosInf, other.NegInf + c.NegInf}
		rows += c.Rows
		weighted = weighted || c.W2 != nil
	}
	merged := &Counts{Kind: parts[0].Kind, Grid: parts[0].Grid, Vocabulary: parts[0].Vocabulary, Rows: rows,
		Null: other.Null, NaN: other.NaN, PosInf: other.PosInf, NegInf: other.NegInf}
	switch merged.Kind {
	case Int:
		merged.Ints, merged.W, merged.W2 = mergeSorted(parts, weighted, func(c *Counts) []int64 { return c.Ints })
	case Float:
		merged.Floats, merged.W, merged.W2 = mergeSorted(parts, weighted, func(c *Counts) []float64 { return c.Floats })
	case String:
		merged.Strings, merged.W, merged.W2 = mergeSorted(parts, weighted, func(c *Counts) []string { return c.Strings })
	case Cell:
		merged.Cells, merged.W, merged.W2 = mergeCells(parts, merged.Grid.NumCells(), weighted)
	case Word:
		merged.Cells, merged.W, merged.W2 = mergeCells(parts, merged.Vocabulary.Places(), weighted)
	}
	return merged, nil
}

// Unify brings two windows of one column to one kind of key: a store may see integers in one file and floats in another. Nothing is rounded: whole
// floats become integers, or integers that a float64 holds exactly become floats; where neither is possible the error names a value.
func Unify(a, b *Counts) (*Counts, *Counts, error) {
	both, err := unify([]*Counts{a, b})
	if err != nil {
		return nil, nil, err
	}
	return both[0], both[1], nil
}

func unify(parts []*Counts) ([]*Counts, error) {
	same := true
	for _, c := range parts[1:] {
		same = same && c.Kind == parts[0].Kind
		if c.Kind == Cell && parts[0].Kind == Cell && !c.Grid.same(parts[0].Grid) {
			return nil, fmt.Errorf("counts: cells of different grids (%s, %s) cannot be put together", parts[0].Grid.Version, c.Grid.Version)
		}
		if c.Kind == Word && parts[0].Kind == Word && !c.Vocabulary.same(parts[0].Vocabulary) {
			return nil, fmt.Errorf("counts: words of different vocabularies (%s, %s) cannot be put together", parts[0].Vocabulary.Version, c.Vocabulary.Version)
		}
	}
	if same {
		return parts, nil
	}
	for _, convert := range []func(*Counts) (*Counts, error){(*Counts).asInts, (*Counts).asFloats} {
		if unified, err := each(parts, convert); err == nil {
			return unified, nil
		}
	}
	// A window without values has no kind of its own.
	var valued *Counts
	for _, c := range parts {
		if c.Len() == 0 {
			continue
		}
		if valued != nil && c.Kind != valued.Kind {
			_, err := each(parts, (*Counts).asFloats)
			return nil, err
		}
		valued = c
	}
	if valued == nil {
		valued = parts[0]
	}
	return each(parts, func(c *Counts) (*Counts, error) {
		if c.Len() > 0 {
			return c, nil
		}
		return (&Counts{Kind: valued.Kind, Grid: valued.Grid, Vocabulary: valued.Vocabulary}).total(c.Other()), nil
	})
}

func each(parts []*Counts, convert func(*Counts) (*Counts, error)) ([]*Counts, error) {
	converted := make([]*Counts, len(parts))
	for i, c := range parts {
		var err error
		if converted[i], err = convert(c); err != nil {
			return nil, err
		}
	}
	return converted, nil
}

func (c *Counts) asInts() (*Counts, error) {
	if c.Kind == Int {
		return c, nil
	}
	if c.Kind != Float {
		return nil, fmt.Errorf("counts: %v and numbers in one column cannot be put together", c.Kind)
	}
	keys := make([]int64, len(c.Floats))
	for i, x := range c.Floats {
		// −2⁶³ is a float64, 2⁶³ is the first one beyond the integers.
		if x < -(1<<63) || x >= 1<<63 || x != float64(int64(x)) {
			return nil, fmt.Errorf("counts: %v is not a 64-bit integer", x)
		}
		keys[i] = int64(x)
	}
	return &Counts{Kind: Int, Ints: keys, W: c.W, W2: c.W2, Rows: c.Rows, Null: c.Null, NaN: c.NaN, PosInf: c.PosInf, NegInf: c.NegInf}, nil
}

func (c *Counts) asFloats() (*Counts, error) {
	if c.Kind == Float {
		return c, nil
	}
	if c.Kind != Int {
		return nil, fmt.Errorf("counts: %v and numbers in one column cannot be put together", c.Kind)
	}
	keys := make([]float64, len(c.Ints))
	for i, x := range c.Ints {
		if f := float64(x); f >= 1<<63 || int64(f) != x {
			return nil, fmt.Errorf("counts: a column mixes floats that are no 64-bit integers with the integer %d, which no float64 holds exactly", x)
		}
		keys[i] = float64(x)
	}
	return &Counts{Kind: Float, Floats: keys, W: c.W, W2: c.W2, Rows: c.Rows, Null: c.Null, NaN: c.NaN, PosInf: c.PosInf, NegInf: c.NegInf}, nil
}

// mergeSorted merges neighbours pairwise, round by round: O(N log windows), and less where windows share keys.
func mergeSorted[K cmp.Ordered](parts []*Counts, weighted bool, keysOf func(*Counts) []K) (keys []K, w, w2 []float64) {
	type run struct {
		keys  []K
		w, w2 []float64
	}
	runs := make([]run, len(parts))
	for i, c := range parts {
		runs[i] = run{keysOf(c), c.W, nil}
		if weighted {
			runs[i].w2 = c.W2
			if c.W2 == nil {
				runs[i].w2 = c.W
			}
		}
	}
	for len(runs) > 1 {
		merged := runs[:0]
		for i := 0; i < len(runs); i += 2 {
			if i+1 == len(runs) {
				merged = append(merged, runs[i])
				break
			}
			a, b := runs[i], runs[i+1]
			longest := len(a.keys) + len(b.keys)
			out := run{make([]K, 0, longest), make([]float64, 0, longest), nil}
			if weighted {
				out.w2 = make([]float64, 0, longest)
			}
			for p, q := 0, 0; p < len(a.keys) || q < len(b.keys); {
				var key K
				var sum, squares float64
				fromA := q == len(b.keys) || (p < len(a.keys) && a.keys[p] <= b.keys[q])
				fromB := p == len(a.keys) || (q < len(b.keys) && b.keys[q] <= a.keys[p])
				if fromA {
					key, sum = a.keys[p], a.w[p]
					if weighted {
						squares = a.w2[p]
					}
					p++
				}
				if fromB {
					key, sum = b.keys[q], sum+b.w[q]
					if weighted {
						squares += b.w2[q]
					}
					q++
				}
				out.keys, out.w = append(out.keys, key), append(out.w, sum)
				if weighted {
					out.w2 = append(out.w2, squares)
				}
			}
			merged = append(merged, out)
		}
		runs = merged
	}
	return runs[0].keys, runs[0].w, runs[0].w2
}

// mergeCells adds into one array over all cells of the grid, or all places of the vocabulary.
func mergeCells(parts []*Counts, length int, weighted bool) (cells []int32, w, w2 []float64) {
	dense := make([]float64, length)
	var dense2 []float64
	if weighted {
		dense2 = make([]float64, len(dense))
	}
	for _, c := range parts {
		for i, cell := range c.Cells {
			dense[cell] += c.W[i]
			if weighted {
				dense2[cell] += c.weight2(i)
			}
		}
	}
	return sparse(dense, dense2)
}

// sparse lists the cells that have weight.
func sparse(dense, dense2 []float64) (cells []int32, w, w2 []float64) {
	used := 0
	for _, x := range dense {
		if x > 0 {
			used++
		}
	}
	cells, w = make([]int32, 0, used), make([]float64, 0, used)
	if dense2 != nil {
		w2 = make([]float64, 0, used)
	}
	for cell, x := range dense {
		if x > 0 {
			cells, w = append(cells, int32(cell)), append(w, x)
			if dense2 != nil {
				w2 = append(w2, dense2[cell])
			}
		}
	}
	return cells, w, w2
}

// vanishing is the share of a key's weight below which what Subtract leaves is taken for the rounding of sums, not for rows.
const vanishing = 1e-9

// Subtract takes a window out of the whole that contains it: a window inside the reference is compared with the reference without it.
// It is an error if the window has rows that the whole has not.
func (c *Counts) Subtract(window *Counts) (*Counts, error) {
	if window == nil {
		return c, nil
	}
	whole, part, err := Unify(c, window)
	if err != nil {
		return nil, err
	}
	rest := &Counts{Kind: whole.Kind, Grid: whole.Grid, Vocabulary: whole.Vocabulary}
	weighted := whole.W2 != nil || part.W2 != nil
	p := 0
	for i := range whole.W {
		w, w2 := whole.W[i], whole.weight2(i)
		if p < part.Len() {
			switch order := compareKeys(part, p, whole, i); {
			case order < 0:
				return nil, fmt.Errorf("counts: %s is not in the whole that it is taken from", part.Key(p))
			case order == 0:
				w, w2 = w-part.W[p], w2-part.weight2(p)
				p++
			}
		}
		if w < -vanishing*whole.W[i] {
			return nil, fmt.Errorf("counts: %s weighs %v more in the window than in the whole that it is taken from", whole.Key(i), -w)
		}
		if w <= vanishing*whole.W[i] {
			continue
		}
		rest.appendKey(whole, i)
		rest.W = append(rest.W, w)
		if weighted {
			rest.W2 = append(rest.W2, max(w2, vanishing*whole.weight2(i)))
		}
	}
	if p < part.Len() {
		return nil, fmt.Errorf("counts: %s is not in the whole that it is taken from", part.Key(p))
	}
	left := func(name string, all, taken float64) (float64, error) {
		if taken > all*(1+vanishing) {
			return 0, fmt.Errorf("counts: more %s rows in the window than in the whole that it is taken from", name)
		}
		if all-taken <= vanishing*all {
			return 0, nil
		}
		return all - taken, nil
	}
	var other Other
	var errs [4]error
	other.Null, errs[0] = left("null", whole.Null, part.Null)
	other.NaN, errs[1] = left("NaN", whole.NaN, part.NaN)
	other.PosInf, errs[2] = left("+Inf", whole.PosInf, part.PosInf)
	other.NegInf, errs[3] = left("−Inf", whole.NegInf, part.NegInf)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	return rest.total(other), nil
}

func compareKeys(a *Counts, i int, b *Counts, j int) int {
	switch a.Kind {
	case Int:
		return cmp.Compare(a.Ints[i], b.Ints[j])
	case Float:
		return cmp.Compare(a.Floats[i], b.Floats[j])
	case String:
		return cmp.Compare(a.Strings[i], b.Strings[j])
	default:
		return cmp.Compare(a.Cells[i], b.Cells[j])
	}
}

func (c *Counts) appendKey(from *Counts, i int) {
	switch c.Kind {
	case Int:
		c.Ints = append(c.Ints, from.Ints[i])
	case Float:
		c.Floats = append(c.Floats, from.Floats[i])
	case String:
		c.Strings = append(c.Strings, from.Strings[i])
	case Cell, Word:
		c.Cells = append(c.Cells, from.Cells[i])
	}
}

// Equal says whether two counts are the same to the last bit. A nil W2 equals one that repeats W.
func (c *Counts) Equal(d *Counts) bool {
	if c.Kind != d.Kind || c.Len() != d.Len() || c.Rows != d.Rows || c.Other() != d.Other() || (c.Grid != nil && !c.Grid.same(d.Grid)) ||
		(c.Vocabulary != nil && !c.Vocabulary.same(d.Vocabulary)) {
		return false
	}
	for i := range c.W {
		if c.W[i] != d.W[i] || c.weight2(i) != d.weight2(i) {
			return false
		}
	}
	return slices.Equal(c.Ints, d.Ints) && slices.Equal(c.Floats, d.Floats) && slices.Equal(c.Strings, d.Strings) && slices.Equal(c.Cells, d.Cells)
}
