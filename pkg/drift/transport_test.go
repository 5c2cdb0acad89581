package drift

import (
	"maps"
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
		area, deviation := b.transport(pool, share, 60_000, c)
		b.keys.place(c)
		wantArea, want := transportOf(b.keys.x, share, 60_000, c, pool.low, pool.up)
		if area != wantArea || deviation != want {
			t.Errorf("shift %v: %v ± %v, not %v ± %v", shift, area, deviation, wantArea, want)
		}
	}
	if known == 0 || unknown == 0 {
		t.Errorf("%d windows of known cells and %d of unknown ones: both ways are to be tried", known, unknown)
	}
}

// Along a line the area is the one that positions one by one give.
func TestTransportAlongALine(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	draws := map[string]func() float64{
		"normal":   rng.NormFloat64,
		"heavy":    func() float64 { return math.Tan(math.Pi * (rng.Float64() - 0.5)) },
		"rounded":  func() float64 { return math.Round(20*rng.NormFloat64()) / 20 },
		"infinite": func() float64 { return []float64{math.Inf(1), math.Inf(-1), rng.NormFloat64()}[rng.IntN(3)] },
		"constant": func() float64 { return 7 },
		"huge":     func() float64 { return 1e300 * rng.NormFloat64() },
	}
	of := func(rows int, draw func() float64, shift float64) *counts.Counts {
		values := make([]float64, rows)
		for i := range values {
			values[i] = draw() + shift
		}
		return must(counts.FromFloats(values, nil))
	}
	for _, name := range slices.Sorted(maps.Keys(draws)) {
		draw := draws[name]
		b := must(NewBaseline(model.Numeric, []*counts.Counts{of(700, draw, 0), of(900, draw, 0), of(400, draw, 0), of(800, draw, 0)}, nil))
		pool, share := b.shared(), b.meanShares(b.kept)
		l := newLine(b.keys.x, share, pool.low, pool.up)
		same := b.windows[1].counts
		for _, c := range []*counts.Counts{of(50, draw, 0), of(50, draw, 0.01), of(80, draw, 1), of(1, draw, 0), of(3, draw, -1e3), of(2_000, draw, 0), same} {
			s := b.sample(c)
			area, deviation := l.transport(2_800, s, pool.low, pool.up)
			wantArea, want := transportOf(b.keys.x, share, 2_800, s, pool.low, pool.up)
			if math.Abs(area-wantArea) > 1e-11*(pool.up-pool.low) || math.Abs(deviation-want) > 1e-9*want+1e-11*(pool.up-pool.low) {
				t.Errorf("%s, %d keys: %v ± %v, not %v ± %v", name, len(c.W), area, deviation, wantArea, want)
			}
		}
		// A window that is its reference is at no distance at all.
		alone := must(NewBaseline(model.Numeric, []*counts.Counts{same}, nil))
		pool, share = alone.shared(), alone.meanShares(alone.kept)
		if area, _ := newLine(alone.keys.x, share, pool.low, pool.up).transport(900, alone.sample(same), pool.low, pool.up); area > 1e-12*(pool.up-pool.low) {
			t.Errorf("%s: %v from itself", name, area)
		}
	}
}

// Of many season groups over many exact keys no lines are kept: they would take more memory than all else.
func TestLinesAreNoLongerThanMemoryAllows(t *testing.T) {
	rng := rand.New(rand.NewPCG(23, 24))
	for _, c := range []struct {
		seasons int
		lined   bool
	}{{1, true}, {20, true}, {170, false}} {
		var windows []*counts.Counts
		var groups []int
		for i := range 2 * 170 {
			values := make([]float64, 40)
			for j := range values {
				values[j] = rng.NormFloat64()
			}
			windows, groups = append(windows, must(counts.FromFloats(values, nil))), append(groups, i%c.seasons)
		}
		b := must(NewBaseline(model.Numeric, windows, groups))
		r := b.numericReference()
		if len(r.groups) != c.seasons || (r.groups[0].line != nil) != c.lined {
			t.Errorf("%d season groups: %d, with a line: %v", c.seasons, len(r.groups), r.groups[0].line != nil)
		}
		if v := b.Judge(windows[0], Options{MinRows: 20}); !(v.Statistic >= 0) {
			t.Errorf("%d season groups: %+v", c.seasons, v)
		}
	}
}
