package tally

import (
	"slices"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// More rows of a cell than counters of 32 bits hold, counted by one thread and put together from two.
func TestManyRowsOfACell(t *testing.T) {
	grid, err := counts.NewGrid(counts.Empty(counts.Float, nil), false) // two cells
	if err != nil {
		t.Fatal(err)
	}
	counted := func(few, many int64) *counters {
		c := &counters{few: make([]uint32, 2)}
		for _, rows := range []int64{many / 2, many - many/2, few} {
			c.take(int(rows))[1] += uint32(rows)
		}
		c.take(3)[0] += 3
		return c
	}
	for name, c := range map[string]struct {
		parts []*counters
		want  []float64
	}{
		"few":            {[]*counters{counted(7, 0)}, []float64{3, 7}},
		"as many as fit": {[]*counters{counted(mostFew-3, 0)}, []float64{3, mostFew - 3}},
		"one more":       {[]*counters{counted(mostFew-2, 0)}, []float64{3, mostFew - 2}},
		"many":           {[]*counters{counted(mostFew-1, mostFew+5)}, []float64{3, 2*mostFew + 4}},
		"few and few":    {[]*counters{counted(5, 0), counted(6, 0)}, []float64{6, 11}},
		"full and full":  {[]*counters{counted(mostFew-3, 0), counted(mostFew-3, 0)}, []float64{6, 2*mostFew - 6}},
		"few and many":   {[]*counters{counted(5, 0), counted(4, 2*mostFew)}, []float64{6, 2*mostFew + 9}},
		"many and many":  {[]*counters{counted(5, mostFew+1), counted(4, 2*mostFew)}, []float64{6, 3*mostFew + 10}},
	} {
		for _, more := range c.parts[1:] {
			c.parts[0].merge(more)
		}
		got, err := c.parts[0].on(grid, counts.Other{Null: 1})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.W, c.want) || got.Rows != c.want[0]+c.want[1]+1 {
			t.Errorf("%s: %.0f, not %.0f", name, got.W, c.want)
		}
	}
}
