package counts

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// FromInts counts unsorted values. weights holds a positive weight per row; nil means 1 each.
func FromInts(values []int64, weights []float64) (*Counts, error) {
	if err := checkWeights(len(values), weights); err != nil {
		return nil, err
	}
	c := &Counts{Kind: Int}
	if weights == nil {
		c.Ints, c.W = tally(SortedInts(values))
	} else {
		c.Ints, c.W, c.W2 = weigh(values, weights)
	}
	return c.total(Other{}), nil
}

// FromFloats counts unsorted values. NaN and infinities go to their counters, −0 is 0. weights holds a positive weight per row; nil means 1 each.
func FromFloats(values, weights []float64) (*Counts, error) {
	if err := checkWeights(len(values), weights); err != nil {
		return nil, err
	}
	var other Other
	finite := make([]float64, 0, len(values))
	var kept []float64
	for i, x := range values {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		switch {
		case math.IsNaN(x):
			other.NaN += w
		case math.IsInf(x, 1):
			other.PosInf += w
		case math.IsInf(x, -1):
			other.NegInf += w
		default:
			finite = append(finite, x+0) // −0 + 0 is 0
			if weights != nil {
				kept = append(kept, w)
			}
		}
	}
	c := &Counts{Kind: Float}
	if weights == nil {
		c.Floats, c.W = tally(SortedFloats(finite))
	} else {
		c.Floats, c.W, c.W2 = weigh(finite, kept)
	}
	return c.total(other), nil
}

// FromStrings counts unsorted category names. weights holds a positive weight per row; nil means 1 each.
func FromStrings(values []string, weights []float64) (*Counts, error) {
	if err := checkWeights(len(values), weights); err != nil {
		return nil, err
	}
	c := &Counts{Kind: String}
	if weights == nil {
		sorted := slices.Clone(values)
		slices.Sort(sorted)
		c.Strings, c.W = tally(sorted)
	} else {
		c.Strings, c.W, c.W2 = weigh(values, weights)
	}
	return c.total(Other{}), nil
}

// OfInts makes counts of keys that are already distinct and ascending. w2 nil: every row has weight 1. The slices are kept, not copied.
func OfInts(keys []int64, w, w2 []float64, other Other) (*Counts, error) {
	return checked((&Counts{Kind: Int, Ints: keys, W: w, W2: w2}).total(other))
}

// OfFloats is OfInts for finite floats; −0 becomes 0.
func OfFloats(keys []float64, w, w2 []float64, other Other) (*Counts, error) {
	for i, x := range keys {
		keys[i] = x + 0
	}
	return checked((&Counts{Kind: Float, Floats: keys, W: w, W2: w2}).total(other))
}

// OfStrings is OfInts for category names, ascending by bytes.
func OfStrings(keys []string, w, w2 []float64, other Other) (*Counts, error) {
	return checked((&Counts{Kind: String, Strings: keys, W: w, W2: w2}).total(other))
}

// OfCells is OfInts for the cells of a grid. Stores answer with raw keys instead: Grid.FromRaw.
func OfCells(g *Grid, cells []int32, w, w2 []float64, other Other) (*Counts, error) {
	return checked((&Counts{Kind: Cell, Grid: g, Cells: cells, W: w, W2: w2}).total(other))
}

// Empty is a window of no rows.
func Empty(kind Kind, g *Grid) *Counts { return &Counts{Kind: kind, Grid: g} }

// total sets the counters and Rows.
func (c *Counts) total(other Other) *Counts { return c.ofRows(c.Total(), other) }

// ofRows sets them where it is known how many rows have a value.
func (c *Counts) ofRows(valued float64, other Other) *Counts {
	c.Null, c.NaN, c.PosInf, c.NegInf = other.Null, other.NaN, other.PosInf, other.NegInf
	c.Rows = valued + other.Null + other.NaN + other.PosInf + other.NegInf
	return c
}

func checked(c *Counts) (*Counts, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return c, nil
}

func checkWeights(rows int, weights []float64) error {
	if weights == nil {
		return nil
	}
	if len(weights) != rows {
		return fmt.Errorf("counts: %d values but %d weights", rows, len(weights))
	}
	for i, w := range weights {
		if !(w > 0) || math.IsInf(w, 0) {
			return fmt.Errorf("counts: weight %v of row %d is not positive and finite", w, i)
		}
	}
	return nil
}

// tally counts sorted values: every row has weight 1.
func tally[K cmp.Ordered](sorted []K) (keys []K, w []float64) {
	distinct := 0
	for i := range sorted {
		if i == 0 || sorted[i] != sorted[i-1] {
			distinct++
		}
	}
	keys, w = make([]K, 0, distinct), make([]float64, 0, distinct)
	for i, x := range sorted {
		if i == 0 || x != sorted[i-1] {
			keys, w = append(keys, x), append(w, 0)
		}
		w[len(w)-1]++
	}
	return keys, w
}

// weigh sorts values and adds up their weights.
func weigh[K cmp.Ordered](values []K, weights []float64) (keys []K, w, w2 []float64) {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	w2 = []float64{} // weighted even where there are no values
	for n, i := range order {
		if n == 0 || values[i] != keys[len(keys)-1] {
			keys, w, w2 = append(keys, values[i]), append(w, 0), append(w2, 0)
		}
		w[len(w)-1] += weights[i]
		w2[len(w2)-1] += weights[i] * weights[i]
	}
	return keys, w, w2
}
