package counts

import (
	"math"
	"math/rand/v2"
	"sort"
	"testing"
)

func TestBounds(t *testing.T) {
	for _, bad := range [][]float64{nil, {1, 1}, {2, 1}, {math.NaN()}, {0, math.Inf(1)}} {
		if _, err := Bounds(bad); err == nil {
			t.Errorf("bounds %v are taken", bad)
		}
	}
	bounds := []float64{-3, -0.1, 0, 0.7, 1.9, 1000}
	g, err := Bounds(bounds)
	if err != nil {
		t.Fatal(err)
	}
	if g.NumCells() != len(bounds)+1 {
		t.Fatalf("%d cells", g.NumCells())
	}
	random := rand.New(rand.NewPCG(1, 2))
	values := append([]float64{-1e300, 1e300}, bounds...)
	for range 1000 {
		values = append(values, random.NormFloat64()*math.Pow(10, float64(random.IntN(5))))
	}
	for _, x := range values {
		cell := sort.Search(len(bounds), func(i int) bool { return x < bounds[i] })
		if got := g.CellOf(x); got != cell {
			t.Errorf("%v lies in cell %d, not in %d", x, got, cell)
		}
		if lo, hi, one := g.Bounds(cell); !(lo <= x && x < hi) || one {
			t.Errorf("%v lies outside of its cell, %v – %v", x, lo, hi)
		}
	}
	if got := g.Middle(4); math.Abs(got-1.3) > 1e-12 {
		t.Errorf("the middle of 0.7 – 1.9 is %v", got)
	}
	if g.Middle(0) != -3 || g.Middle(len(bounds)) != 1000 {
		t.Errorf("open cells are stood for by %v and %v", g.Middle(0), g.Middle(len(bounds)))
	}
	exact, err := FromFloats(values, nil)
	if err != nil {
		t.Fatal(err)
	}
	on, err := g.Count(exact)
	if err != nil {
		t.Fatal(err)
	}
	if err := on.Validate(); err != nil || on.Total() != float64(len(values)) {
		t.Errorf("%v of %d values counted: %v", on.Total(), len(values), err)
	}
	other, _ := Bounds(append([]float64{-4}, bounds...))
	if other.Version == g.Version {
		t.Error("other bounds have the same version")
	}
}
