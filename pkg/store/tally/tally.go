// Package tally counts batches of rows as they stream by: per column and slot (a window of a segment) exact values, cells of a grid, bins, moments,
// or a sample. Memory follows from what is kept, never from the number of rows. It knows neither SQL nor engines.
//
// Why not GROUP BY: an embedded engine hands its vectors over without a copy, and counting them here costs a few nanoseconds a value, however many
// windows there are. The same answer from the engine's hash tables was measured at three to five times that, most of it for the keys of grids.
package tally

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// Vector is a batch of values of one column: exactly one of Ints, Floats and Texts is set. Texts are only lent for the call.
type Vector struct {
	Ints   []int64
	Floats []float64
	Texts  []string
	Valid  []uint64 // bit i%64 of word i/64: value i is not missing; nil: none is missing
}

// Missing says whether value i is missing.
func (v Vector) Missing(i int) bool { return v.Valid != nil && v.Valid[i>>6]>>(i&63)&1 == 0 }

// Run is a stretch of rows of one slot: From ≤ row < To. Rows in no run are not counted. Logs come nearly in order of time, so runs are long.
type Run struct {
	Slot     int32
	From, To int
}

// Column counts one column of a stream. Slots may appear in any order.
type Column interface {
	Add(runs []Run, v Vector)
	// Merge adds what another tally of the same making has counted: its slot s is slot(s) here. The other is not to be used again.
	Merge(from Column, slot func(int32) int32)
	// Counts gives the counts of slots 0 … slots−1; nil for a slot without rows. It is a *store.TooManyError where a limit was passed. The tally is not to be
	// used again.
	Counts(slots int) ([]*counts.Counts, error)
}

// others are the rows of each slot that have no value.
type others []counts.Other

func (o *others) at(slot int32) *counts.Other {
	for int(slot) >= len(*o) {
		*o = append(*o, counts.Other{})
	}
	return &(*o)[slot]
}

func (o others) get(slot int) counts.Other {
	if slot < len(o) {
		return o[slot]
	}
	return counts.Other{}
}

func (o *others) merge(from others, slot func(int32) int32) {
	for s, n := range from {
		if rows(n) > 0 {
			into := o.at(slot(int32(s)))
			into.Null, into.NaN, into.PosInf, into.NegInf = into.Null+n.Null, into.NaN+n.NaN, into.PosInf+n.PosInf, into.NegInf+n.NegInf
		}
	}
}

// special counts a float that is no value; false where it is one.
func (o *others) special(slot int32, x float64) bool {
	switch {
	case math.IsNaN(x):
		o.at(slot).NaN++
	case math.IsInf(x, 1):
		o.at(slot).PosInf++
	case math.IsInf(x, -1):
		o.at(slot).NegInf++
	default:
		return false
	}
	return true
}

func rows(o counts.Other) float64 { return o.Null + o.NaN + o.PosInf + o.NegInf }
