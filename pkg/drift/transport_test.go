package drift

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

// On a grid whose cells the union has, the area is the one that positions one by one give, to the last digit.
func TestTransportOnAGrid(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 20))
	of := func(rows int, shift float64) *counts.Counts {
		values := make([]float64, rows)
		for i := range values {
			values[i] = shift + rng.NormFloat64()
		}
		values[0] = math.Inf(1)
		c, err := counts.FromFloats(values, nil)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	grid, err := counts.NewGrid(of(20_000, 0), false)
	if err != nil {
		t.Fatal(err)
	}
	on := func(rows int, shift float64) *counts.Counts {
		c, err := grid.Count(of(rows, shift))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	b, err := NewBaseline(model.Numeric, []*counts.Counts{on(20_000, 0), on(20_000, 0), on(20_000, 0.1)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	pool, share := b.shared(), b.meanShares(b.kept)
	known, unknown := 0, 0
	for _, shift := range []float64{0, 0.02, -0.5, 3, 40} {
		c := b.sample(on(3_000, shift))
		if slices.Contains(c.at, -1) {
			unknown++
		} else {
			known++
		}
		area, deviation := b.transport(share, 60_000, c, pool.low, pool.up)
		wantArea, want := transportOf(b.keys.x, share, 60_000, c, pool.low, pool.up)
		if area != wantArea || deviation != want {
			t.Errorf("shift %v: %v ± %v, not %v ± %v", shift, area, deviation, wantArea, want)
		}
	}
	if known == 0 || unknown == 0 {
		t.Errorf("%d windows of known cells and %d of unknown ones: both ways are to be tried", known, unknown)
	}
}
