package method

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

func TestBinsOfEveryMode(t *testing.T) {
	reference := make([]float64, 100) // 0 … 99
	for i := range reference {
		reference[i] = float64(i)
	}
	current := []float64{-50, 3, 12, 95, 99, 1000}
	p := must(PairFromSlices(reference, current))
	for _, c := range []struct {
		binning model.Binning
		r, c    []float64
	}{
		{model.Binning{Mode: "width", Bins: 3}, []float64{33, 33, 34}, []float64{3, 0, 3}},
		{model.Binning{Mode: "edges", Edges: []float64{0, 10, 99}}, []float64{0, 10, 89, 1}, []float64{1, 1, 2, 2}}, // a value on an edge is in the upper bin
		{model.Binning{Edges: []float64{12}}, []float64{12, 88}, []float64{2, 4}},
		{model.Binning{Bins: 2}, []float64{50, 50}, []float64{3, 3}},
	} {
		p.Binning = c.binning
		if b := newBins(p); !slices.Equal(b.r, c.r) || !slices.Equal(b.c, c.c) || b.straddling != 0 {
			t.Errorf("%+v: %+v, want %v and %v", c.binning, b, c.r, c.c)
		}
	}
	for mode, want := range map[string]int{"sturges": 8, "doane": 8, "values": 102, "width": 10, "quantiles": 10} { // 1 + log₂ 100 = 7.6; no skew
		p.Binning = model.Binning{Mode: mode}
		if b := newBins(p); len(b.r) != want {
			t.Errorf("%s: %d bins, want %d", mode, len(b.r), want)
		}
	}
	// Skewness asks Doane for more bins: numpy cuts these into 15, Sturges into 11.
	skewed := make([]float64, 1000)
	for i := range skewed {
		skewed[i] = math.Exp(3 * (float64(i) + 0.5) / 1000)
	}
	if n := doane(must(PairFromSlices(skewed, skewed))); n != 15 {
		t.Errorf("Doane's bins: %v", n)
	}
}

// Bins do not depend on the window: with an outlier in it, they are those of the reference still.
func TestBinsAreOfTheReferenceAlone(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	reference, current := make([]float64, 2000), make([]float64, 500)
	for i := range reference {
		reference[i] = r.NormFloat64()
	}
	for i := range current {
		current[i] = r.NormFloat64() + 1
	}
	for _, mode := range model.BinningModes {
		binning := model.Binning{Mode: mode, Edges: []float64{-1, 0, 1}}
		psi := func(values []float64) float64 {
			p := must(PairFromSlices(reference, values))
			p.Binning = binning
			return PopulationStability.Statistic(p).Statistic
		}
		plain, outlier := psi(current), psi(append(slices.Clone(current), 1e6))
		if mode != "values" && !(math.Abs(outlier-plain) < 0.03*plain) {
			t.Errorf("%s: PSI %v, with one outlier %v", mode, plain, outlier)
		}
	}
}

// On a grid an edge goes to the nearest boundary of a cell: shares are off by no more than what is said, and a finer grid says no more than a coarser one does.
func TestEdgesOnAGrid(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 6))
		reference, current := make([]float64, 5000), make([]float64, 1000)
		for i := range reference {
			reference[i] = r.NormFloat64()
		}
		for i := range current {
			current[i] = r.NormFloat64() + 0.4
		}
		rc, cc := must(counts.FromFloats(reference, nil)), must(counts.FromFloats(current, nil))
		grid := must(counts.NewGrid(rc, false))
		exact, on := must(NewPair(rc, cc)), must(NewPair(must(grid.Count(rc)), must(grid.Count(cc))))
		for _, mode := range model.BinningModes {
			binning := model.Binning{Mode: mode, Bins: 7, Edges: []float64{-1.234, 0.1, 0.777}}
			exact.Binning, on.Binning = binning, binning
			if mode == "values" { // cells are no values
				continue
			}
			for _, m := range []*Method{TotalVariation, TwoProportions, Intersection} {
				e, g := m.Statistic(exact), m.Statistic(on)
				off := m.Straddling(on)
				if mode == "quantiles" {
					if off != 0 || g.Bound != 0 {
						t.Errorf("%s, %s: bins of whole cells are off by %v, bound %v", m.ID, mode, off, g.Bound)
					}
					continue
				}
				if !(math.Abs(e.Statistic-g.Statistic) <= g.Bound+1e-12) || !(g.Bound < 0.3) || off == 0 {
					t.Errorf("%s, %s, seed %d: %v, on the grid %v ± %v", m.ID, mode, seed, e.Statistic, g.Statistic, g.Bound)
				}
			}
			if psi := PopulationStability.Statistic(on); mode != "quantiles" && !math.IsNaN(psi.Bound) {
				t.Errorf("%s: PSI has no bound where an edge runs through a cell, not %v", mode, psi.Bound)
			}
		}
		// The whole cells' own boundaries cut exactly.
		k := len(on.Lo) / 2
		binning := model.Binning{Edges: []float64{on.Lo[k]}}
		exact.Binning, on.Binning = binning, binning
		if e, g := TotalVariation.Statistic(exact), TotalVariation.Statistic(on); g.Bound != 0 || math.Abs(e.Statistic-g.Statistic) > 1e-12 {
			t.Errorf("at a boundary of cells: %v, %+v", e, g)
		}
	}
}
