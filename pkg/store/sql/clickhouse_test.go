package sql

import (
	"math"
	"math/rand/v2"
	"sort"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// shapes draw values of distributions.
func shapes() map[string]func() float64 {
	random := rand.New(rand.NewPCG(1, 2))
	return map[string]func() float64{
		"normal":    random.NormFloat64,
		"lognormal": func() float64 { return math.Exp(2 * random.NormFloat64()) },
		"half 0":    func() float64 { return math.Max(0, random.NormFloat64()) },
		"huge":      func() float64 { return 1e300 * random.NormFloat64() },
		"cents":     func() float64 { return math.Round(1000*random.ExpFloat64()) / 100 },
	}
}

// gridBounds are values, and the finite bounds of a grid that is cut from them.
func gridBounds(t *testing.T, draw func() float64) (values, bounds []float64, grid *counts.Grid) {
	t.Helper()
	values = make([]float64, 20_000)
	for i := range values {
		values[i] = draw()
	}
	sample, err := counts.FromFloats(values, nil)
	if err != nil {
		t.Fatal(err)
	}
	if grid, err = counts.NewGrid(sample, false); err != nil {
		t.Fatal(err)
	}
	var points []float64
	for cell := range grid.NumCells() {
		lo, _, atom := grid.Bounds(cell)
		if points = append(points, lo); atom {
			points = append(points, math.Nextafter(lo, math.Inf(1)))
		}
	}
	bounds = FloatBounds(points).Floats
	return values, bounds[:len(bounds)-2], grid
}

// The stretches of a grid's bounds say of any number how many bounds are not above it, and are few.
func TestStretches(t *testing.T) {
	for name, draw := range shapes() {
		values, bounds, grid := gridBounds(t, draw)
		all := stretchesOf(bounds)
		if len(all) > 8*len(grid.Segments)+8*len(grid.Atoms) {
			t.Errorf("%s: %d stretches of %d bounds, in %d segments with %d atoms", name, len(all), len(bounds), len(grid.Segments), len(grid.Atoms))
		}
		for _, b := range bounds {
			values = append(values, b, math.Nextafter(b, math.Inf(1)), math.Nextafter(b, math.Inf(-1)))
		}
		for _, x := range values {
			if math.IsInf(x, 0) || x != 0 && math.Abs(x) < 1e-300 {
				continue // products that are no normal numbers are not exact, in a grid's own cells either
			}
			got := 0
			if n := sort.Search(len(all), func(i int) bool { return all[i].from > x }); n > 0 {
				s := all[n-1]
				got = s.slot + int(math.Floor(x*s.inverse)-math.Floor(s.from*s.inverse))
			}
			if want := sort.Search(len(bounds), func(i int) bool { return bounds[i] > x }); got != want {
				t.Fatalf("%s: %v lies in slot %d, want %d", name, x, got, want)
			}
		}
	}
}
