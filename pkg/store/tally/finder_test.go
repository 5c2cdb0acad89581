package tally

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// Whatever values a finder's table is laid out by, it never changes a count; and neither do values at the very edges of cells.
func TestTableNeverChangesACount(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	for name, next := range awkward(rng) {
		var values []float64
		for range 4000 {
			if x := next(); x-x == 0 {
				values = append(values, x)
			}
		}
		sample, err := counts.FromFloats(values[:1000], nil)
		if err != nil {
			t.Fatal(err)
		}
		grid, err := counts.NewGrid(sample, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range grid.Segments {
			for _, x := range []float64{s.Lo, s.Hi} {
				values = append(values, x, math.Nextafter(x, math.Inf(1)), math.Nextafter(x, math.Inf(-1)), x/2, -x)
			}
		}
		for _, atom := range grid.Atoms {
			values = append(values, atom.Float, math.Nextafter(atom.Float, math.Inf(1)), math.Nextafter(atom.Float, math.Inf(-1)), -atom.Float)
		}
		exactly, err := counts.FromFloats(values, nil)
		if err != nil {
			t.Fatal(err)
		}
		want, err := grid.Count(exactly)
		if err != nil {
			t.Fatal(err)
		}
		for seenName, seenNext := range awkward(rng) {
			var seen []float64
			for range seenForTable {
				if x := seenNext(); x-x == 0 {
					seen = append(seen, x)
				}
			}
			for _, seen := range [][]float64{seen, seen[:1], nil} {
				c := Cells(name, grid, 0).(*cells)
				c.finder.tabulate(seen, grid.Atoms)
				c.tabulated = true
				c.Add([]Run{{0, 0, len(values)}}, Vector{Floats: values})
				got, err := c.Counts(1)
				if err != nil {
					t.Fatal(err)
				}
				if !got[0].Equal(want) {
					t.Errorf("%s, laid out by %d values of %s: counts differ", name, len(seen), seenName)
				}
			}
		}
	}
}

// The table knows most values of the columns that are common.
func TestTableKnowsMostValues(t *testing.T) {
	rng := rand.New(rand.NewPCG(15, 16))
	for name, least := range map[string]float64{"normal": 0.95, "lognormal": 0.8, "zeros": 0.95, "softmax": 0.7, "far": 0.9} {
		next := awkward(rng)[name]
		values := make([]float64, 20_000)
		for i := range values {
			values[i] = next()
		}
		sample, err := counts.FromFloats(values, nil)
		if err != nil {
			t.Fatal(err)
		}
		grid, err := counts.NewGrid(sample, false)
		if err != nil {
			t.Fatal(err)
		}
		c := Cells(name, grid, 0).(*cells)
		c.tabulate(Vector{Floats: values})
		f, known := &c.finder, 0.0
		for _, x := range values {
			if x >= f.lo && x < f.hi && f.table[int64(math.Floor(x*f.scale))-f.first] != -1 {
				known++
			}
		}
		if share := known / float64(len(values)); share < least {
			t.Errorf("%s: the table knows %.0f %% of the values", name, 100*share)
		}
	}
}
