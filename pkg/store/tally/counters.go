package tally

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// counters count the rows of one slot by cell. There are thousands of slots of thousands of cells, most with a few rows each: counters of 32 bits are half
// the memory, which costs more to touch for the first time than counting does (16 bits cost half a nanosecond more for each row). What they do not hold is
// added to wide ones.
type counters struct {
	few  []uint32
	rows int     // how many few have counted, no more than mostFew
	many []int64 // nil as long as few are enough
}

const mostFew = math.MaxUint32

// take gives the counters that so many rows, at most mostFew, can be counted by.
func (c *counters) take(rows int) []uint32 {
	if c.rows += rows; c.rows > mostFew {
		c.widen()
		c.rows = rows
	}
	return c.few
}

// widen moves what was counted to the wide counters.
func (c *counters) widen() {
	if c.many == nil {
		c.many = make([]int64, len(c.few))
	}
	for place, n := range c.few {
		c.many[place] += int64(n)
	}
	clear(c.few)
	c.rows = 0
}

// merge adds what others have counted, which are not to be used again.
func (c *counters) merge(from *counters) {
	if c.rows+from.rows > mostFew {
		c.widen()
	}
	c.rows += from.rows
	for place, n := range from.few {
		c.few[place] += n
	}
	if c.many == nil {
		c.many = from.many
		return
	}
	for place, n := range from.many {
		c.many[place] += n
	}
}

// on is what was counted, as the counts of a grid.
func (c *counters) on(grid *counts.Grid, other counts.Other) (*counts.Counts, error) {
	if c.many == nil {
		return counts.FromRows(grid, c.few, other)
	}
	c.widen()
	return counts.FromRows(grid, c.many, other)
}
