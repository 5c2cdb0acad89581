// Package counts holds the one idea of Tideline: a window of a feature is a sorted list of (value, weight) with counters for what is not a value.
// Every statistic of one column is computed from two such lists. The package knows nothing of SQL, Grafana or drift.
package counts

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/gonum/floats"
)

// Kind is the type of the keys of a list of counts.
type Kind uint8

const (
	Int    Kind = iota + 1 // int64: 9007199254740993 stays itself
	Float                  // float64, finite; −0 is stored as 0
	String                 // category names, booleans as "true" and "false"
	Cell                   // cells of a Grid: keys are the ids of cells, ascending in value
	Word                   // names on a Vocabulary: keys are places, first those of names by themselves, then buckets that the others share
)

// String names the kind, for messages.
func (k Kind) String() string {
	switch k {
	case Int:
		return "integers"
	case Float:
		return "floats"
	case String:
		return "strings"
	case Cell:
		return "cells of a grid"
	case Word:
		return "words of a vocabulary"
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// Counts is one window of one column: keys in strictly ascending order and the weight of each.
// Only the slice that Kind names is used. A Counts is immutable once built and may be shared between goroutines.
type Counts struct {
	Kind    Kind
	Ints    []int64
	Floats  []float64
	Strings []string
	Cells   []int32 // Cell: ids of cells; Word: places

	Grid       *Grid       // the grid that Cells refer to; nil unless Kind is Cell
	Vocabulary *Vocabulary // that Cells refer to; nil unless Kind is Word

	W  []float64 // Σw of each key, > 0
	W2 []float64 // Σw² of each key; nil where every row has weight 1 (then Σw² = Σw)

	// What is not a value, in the same weights. Rows is everything: Σ W + Null + NaN + PosInf + NegInf.
	Rows, Null, NaN, PosInf, NegInf float64
}

// Other counts the rows whose entry is not a value, in the weights of the rows.
type Other struct{ Null, NaN, PosInf, NegInf float64 }

// Other returns the counters of what is not a value.
func (c *Counts) Other() Other { return Other{c.Null, c.NaN, c.PosInf, c.NegInf} }

// Len is the number of keys.
func (c *Counts) Len() int { return len(c.W) }

// Total is Σw over the values: rows without null, NaN and infinities.
func (c *Counts) Total() float64 {
	if c.W2 == nil {
		return floats.Sum(c.W) // whole numbers have one sum in any order
	}
	total := 0.0
	for _, w := range c.W {
		total += w
	}
	return total
}

// EffectiveRows is Kish's effective sample size of the values, (Σw)²/Σw²: the number of rows where every row has weight 1, 0 without values.
func (c *Counts) EffectiveRows() float64 {
	total := c.Total()
	if c.W2 == nil || total == 0 {
		return total
	}
	squares := 0.0
	for _, w2 := range c.W2 {
		squares += w2
	}
	return total * (total / squares)
}

// weight2 is Σw² of key i.
func (c *Counts) weight2(i int) float64 {
	if c.W2 == nil {
		return c.W[i]
	}
	return c.W2[i]
}

// Key is key i as text, for messages.
func (c *Counts) Key(i int) string {
	switch c.Kind {
	case Int:
		return fmt.Sprint(c.Ints[i])
	case Float:
		return fmt.Sprint(c.Floats[i])
	case String:
		return fmt.Sprintf("%q", c.Strings[i])
	case Word:
		return fmt.Sprintf("place %d", c.Cells[i])
	default:
		return fmt.Sprintf("cell %d", c.Cells[i])
	}
}

// Name is key i as people read it: a name or a number itself, the ends of a cell; of a bucket that it holds other names.
func (c *Counts) Name(i int) string {
	switch c.Kind {
	case Int:
		return strconv.FormatInt(c.Ints[i], 10)
	case Float:
		return strconv.FormatFloat(c.Floats[i], 'g', -1, 64)
	case String:
		return c.Strings[i]
	case Word:
		if c.Named(i) {
			return c.Vocabulary.Names[c.Cells[i]]
		}
		return "other values"
	}
	lo, hi, one := c.Grid.Bounds(int(c.Cells[i]))
	if one {
		return strconv.FormatFloat(lo, 'g', -1, 64)
	}
	return fmt.Sprintf("%g – %g", lo, hi)
}

// Validate checks every promise of the type and says which one is broken. Constructors of this package return valid counts; it is meant for tests
// and for what comes from outside.
func (c *Counts) Validate() error {
	keys := [...]int{Int: len(c.Ints), Float: len(c.Floats), String: len(c.Strings), Cell: 0, Word: 0}
	if c.Kind < Int || c.Kind > Word {
		return fmt.Errorf("counts: unknown %v", c.Kind)
	}
	if c.Kind >= Cell {
		keys[c.Kind] = len(c.Cells)
	} else if len(c.Cells) > 0 {
		return fmt.Errorf("counts of %v also have cells as keys", c.Kind)
	}
	for kind, n := range keys {
		if kind != int(c.Kind) && n != 0 {
			return fmt.Errorf("counts of %v also have %v as keys", c.Kind, Kind(kind))
		}
	}
	if keys[c.Kind] != len(c.W) {
		return fmt.Errorf("counts: %d keys but %d weights", keys[c.Kind], len(c.W))
	}
	if c.W2 != nil && len(c.W2) != len(c.W) {
		return fmt.Errorf("counts: %d weights but %d squared weights", len(c.W), len(c.W2))
	}
	if (c.Grid != nil) != (c.Kind == Cell) {
		return fmt.Errorf("counts of %v: a grid belongs to cells and only to them", c.Kind)
	}
	if (c.Vocabulary != nil) != (c.Kind == Word) {
		return fmt.Errorf("counts of %v: a vocabulary belongs to words and only to them", c.Kind)
	}
	for i, w := range c.W {
		if !(w > 0) || math.IsInf(w, 0) {
			return fmt.Errorf("counts: weight %v of %s is not positive and finite", w, c.Key(i))
		}
		if w2 := c.weight2(i); !(w2 > 0) || math.IsInf(w2, 0) {
			return fmt.Errorf("counts: squared weight %v of %s is not positive and finite", w2, c.Key(i))
		}
		if c.Kind == Float && (math.IsNaN(c.Floats[i]) || math.IsInf(c.Floats[i], 0) || (c.Floats[i] == 0 && math.Signbit(c.Floats[i]))) {
			return fmt.Errorf("counts: %v cannot be a key", c.Floats[i])
		}
		if c.Kind == Cell && (c.Cells[i] < 0 || int(c.Cells[i]) >= c.Grid.NumCells()) {
			return fmt.Errorf("counts: the grid has no cell %d", c.Cells[i])
		}
		if c.Kind == Word && (c.Cells[i] < 0 || int(c.Cells[i]) >= c.Vocabulary.Places()) {
			return fmt.Errorf("counts: the vocabulary has no place %d", c.Cells[i])
		}
		if i > 0 && !c.ascends(i) {
			return fmt.Errorf("counts: keys do not ascend: %s comes after %s", c.Key(i), c.Key(i-1))
		}
	}
	for _, other := range []float64{c.Null, c.NaN, c.PosInf, c.NegInf} {
		if !(other >= 0) || math.IsInf(other, 0) {
			return fmt.Errorf("counts: counters %+v are not all finite and at least 0", c.Other())
		}
	}
	if rows := c.Total() + c.Null + c.NaN + c.PosInf + c.NegInf; math.Abs(rows-c.Rows) > 1e-9*(1+rows) {
		return fmt.Errorf("counts: Rows is %v but values and other rows add up to %v", c.Rows, rows)
	}
	return nil
}

func (c *Counts) ascends(i int) bool {
	switch c.Kind {
	case Int:
		return c.Ints[i-1] < c.Ints[i]
	case Float:
		return c.Floats[i-1] < c.Floats[i]
	case String:
		return c.Strings[i-1] < c.Strings[i]
	default:
		return c.Cells[i-1] < c.Cells[i]
	}
}
