package tally

import (
	"math/rand/v2"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// More rows of a slot, and of a cell, than counters of 16 bits hold: in one run, in many, and in parts that are put together.
func TestManyRowsOfACell(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 18))
	values := make([]float64, 200_000)
	for i := range values {
		if values[i] = 7; i%3 == 0 {
			values[i] = rng.NormFloat64()
		}
	}
	all, err := counts.FromFloats(values, nil)
	if err != nil {
		t.Fatal(err)
	}
	grid, err := counts.NewGrid(all, false)
	if err != nil {
		t.Fatal(err)
	}
	want, err := grid.Count(all)
	if err != nil {
		t.Fatal(err)
	}
	v := Vector{Floats: values}
	for name, bounds := range map[string][]int{
		"one run":           {200_000},
		"a full counter":    {mostFew, 2 * mostFew, 200_000},
		"runs of a vector":  {2048, 4096, 100_000, 102_048, 200_000},
		"few, then many":    {60_000, 200_000},
		"many, then few":    {140_000, 200_000},
		"few together full": {40_000, 80_000, 120_000, 160_000, 200_000},
	} {
		whole, parts := Cells("x", grid, 0), []Column{}
		from := 0
		for _, to := range bounds {
			part := Cells("x", grid, 0)
			whole.Add([]Run{{0, from, to}}, v)
			part.Add([]Run{{0, from, to}}, v)
			parts, from = append(parts, part), to
		}
		for _, part := range parts[1:] {
			parts[0].Merge(part, func(slot int32) int32 { return slot })
		}
		for how, c := range map[string]Column{"in one": whole, "in parts": parts[0]} {
			got, err := c.Counts(1)
			if err != nil {
				t.Fatal(err)
			}
			if !got[0].Equal(want) || got[0].Rows != 200_000 {
				t.Errorf("%s, %s: %v of %d rows, or in other cells", name, how, got[0].Rows, len(values))
			}
		}
	}
}
