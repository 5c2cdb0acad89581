package method

import (
	"cmp"
	"fmt"
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

// Pair is two samples of one column over the union of their keys, ascending by value (numeric) or by name (categorical). It is what every method
// computes from. Weights are sums of row weights; missing values are not part of a Pair. A Pair is not changed by a method and may be shared.
type Pair struct {
	Numeric bool
	X       []float64     // numeric: the value, or a value that stands for the cell (counts.Grid.Middle); ascending, equal where float64 cannot part integers
	Lo, Hi  []float64     // numeric on a grid: bounds of each cell (Lo == Hi where it holds one value); nil where keys are exact values
	Names   []string      // categorical: names of the keys; buckets of a vocabulary share one
	R, C    []float64     // weight of each key in the reference and in the current window
	NR, NC  float64       // ΣR, ΣC
	Binning model.Binning // how methods of shares cut a numeric column
	ER, EC  float64       // effective sample sizes (Σw)²/Σw²; equal to NR and NC for rows of weight 1
}

// NewPair pairs a reference with a current window of the same column. Integers and floats may meet (9007199254740993 stays apart from its neighbours),
// exact counts are brought onto the other side's grid; different grids, or names and numbers, are an error. A window without values gives a Pair with
// NR or NC of 0, on which every method answers NaN.
func NewPair(reference, current *counts.Counts) (*Pair, error) {
	if reference == nil || current == nil {
		return nil, fmt.Errorf("a pair needs a reference and a current window")
	}
	r, c := reference, current
	var err error
	switch {
	case r.Kind == counts.Cell && c.Kind != counts.Cell:
		c, err = r.Grid.Count(c)
	case c.Kind == counts.Cell && r.Kind != counts.Cell:
		r, err = c.Grid.Count(r)
	case r.Kind == counts.Cell && r.Grid.Version != c.Grid.Version:
		err = fmt.Errorf("reference and window are counted on different grids (%s, %s)", r.Grid.Version, c.Grid.Version)
	case r.Kind == counts.Word && c.Kind != counts.Word:
		c, err = r.Vocabulary.Count(c)
	case c.Kind == counts.Word && r.Kind != counts.Word:
		r, err = c.Vocabulary.Count(r)
	case r.Kind == counts.Word && r.Vocabulary.Version != c.Vocabulary.Version:
		err = fmt.Errorf("reference and window are counted on different vocabularies (%s, %s)", r.Vocabulary.Version, c.Vocabulary.Version)
	case r.Kind.Names() != c.Kind.Names() && r.Len() > 0 && c.Len() > 0:
		err = fmt.Errorf("the reference holds %v, the window %v", r.Kind, c.Kind)
	}
	if err != nil {
		return nil, err
	}
	kind := r.Kind
	if r.Len() == 0 {
		kind = c.Kind
	}
	p := &Pair{Numeric: !kind.Names(), NR: r.Total(), NC: c.Total(), ER: r.EffectiveRows(), EC: c.EffectiveRows()}
	p.union(r, c, kind)
	return p, nil
}

// PairFromSlices pairs two samples given row by row, in any order. NaN and infinities are left out.
func PairFromSlices(reference, current []float64) (*Pair, error) {
	r, err := counts.FromFloats(reference, nil)
	if err != nil {
		return nil, err
	}
	c, err := counts.FromFloats(current, nil)
	if err != nil {
		return nil, err
	}
	return NewPair(r, c)
}

// union walks the two ascending lists of keys once and notes where each key of the union comes from; then the columns are filled one by one.
func (p *Pair) union(r, c *counts.Counts, kind counts.Kind) {
	compare := compareKeys(r, c)
	longest := r.Len() + c.Len()
	from := make([][2]int32, 0, longest) // index in r and in c, −1 where it is not
	for i, j := 0, 0; i < r.Len() || j < c.Len(); {
		order := 0
		switch {
		case j == c.Len():
			order = -1
		case i == r.Len():
			order = 1
		default:
			order = compare(i, j)
		}
		switch {
		case order < 0:
			from = append(from, [2]int32{int32(i), -1})
			i++
		case order > 0:
			from = append(from, [2]int32{-1, int32(j)})
			j++
		default:
			from = append(from, [2]int32{int32(i), int32(j)})
			i, j = i+1, j+1
		}
	}
	n := len(from)
	p.R, p.C = make([]float64, n), make([]float64, n)
	for k, at := range from {
		if at[0] >= 0 {
			p.R[k] = r.W[at[0]]
		}
		if at[1] >= 0 {
			p.C[k] = c.W[at[1]]
		}
	}
	key := func(k int) (*counts.Counts, int) {
		if at := from[k]; at[0] >= 0 {
			return r, int(at[0])
		}
		return c, int(from[k][1])
	}
	if kind.Names() {
		p.Names = make([]string, n)
		for k := range p.Names {
			side, i := key(k)
			p.Names[k] = side.Name(i)
		}
		return
	}
	p.X = make([]float64, n)
	if kind == counts.Cell {
		p.Lo, p.Hi = make([]float64, n), make([]float64, n)
	}
	for k := range p.X {
		side, i := key(k)
		p.X[k] = side.Value(i)
		if kind == counts.Cell {
			p.Lo[k], p.Hi[k], _ = side.Grid.Bounds(int(side.Cells[i]))
		}
	}
}

// compareKeys compares key i of r with key j of c.
func compareKeys(r, c *counts.Counts) func(i, j int) int {
	switch {
	case r.Kind == counts.Int && c.Kind == counts.Int:
		return func(i, j int) int { return cmp.Compare(r.Ints[i], c.Ints[j]) }
	case r.Kind == counts.Float && c.Kind == counts.Float:
		return func(i, j int) int { return cmp.Compare(r.Floats[i], c.Floats[j]) }
	case r.Kind == counts.String:
		return func(i, j int) int { return cmp.Compare(r.Strings[i], c.Strings[j]) }
	case r.Kind == counts.Cell || r.Kind == counts.Word:
		return func(i, j int) int { return cmp.Compare(r.Cells[i], c.Cells[j]) }
	case r.Kind == counts.Int:
		return func(i, j int) int { return compareIntFloat(r.Ints[i], c.Floats[j]) }
	default:
		return func(i, j int) int { return -compareIntFloat(c.Ints[j], r.Floats[i]) }
	}
}

// compareIntFloat compares without rounding: 9007199254740993 is above 9007199254740992.0.
func compareIntFloat(i int64, f float64) int {
	switch {
	case f >= 1<<63:
		return -1
	case f < -(1 << 63):
		return 1
	}
	whole := math.Floor(f)
	if order := cmp.Compare(i, int64(whole)); order != 0 {
		return order
	}
	return cmp.Compare(whole, f)
}
