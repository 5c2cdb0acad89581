package method

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Against the definition: all pairs of rows, and the median of their distances.
func TestMeanDiscrepancyAgainstAllPairs(t *testing.T) {
	for seed, shape := range shapes {
		r := rand.New(rand.NewPCG(uint64(seed), 8))
		reference, current := make([]float64, 90), make([]float64, 70)
		for i := range reference {
			reference[i] = shape.draw(r)
		}
		for i := range current {
			current[i] = shape.draw(r) + 0.3*float64(seed%2)
		}
		if slices.Max(append(slices.Clone(reference), current...)) > 1e200 { // distances leave the range of float64
			continue
		}
		both := append(slices.Clone(reference), current...)
		var distances []float64
		for i, x := range both {
			for _, y := range both[:i] {
				if x != y {
					distances = append(distances, math.Abs(x-y))
				}
			}
		}
		got := MeanDiscrepancy.Measure(must(PairFromSlices(reference, current)))
		if len(distances) == 0 {
			if got.Statistic != 0 || got.P != 1 {
				t.Errorf("%s: %+v", shape.name, got)
			}
			continue
		}
		slices.Sort(distances)
		sigma := distances[(len(distances)+1)/2-1]
		mean := func(a, b []float64) float64 {
			sum := 0.0
			for _, x := range a {
				for _, y := range b {
					d := (x - y) / sigma
					sum += math.Exp(-d * d / 2)
				}
			}
			return sum / float64(len(a)) / float64(len(b))
		}
		want := mean(reference, reference) + mean(current, current) - 2*mean(reference, current)
		if math.Abs(got.Statistic*got.Statistic-want) > 1e-9 {
			t.Errorf("%s: MMD² is %v, of all pairs %v", shape.name, got.Statistic*got.Statistic, want)
		}
		n, m := 90.0, 70.0
		if noise := (1 - mean(both, both)) * (1/n + 1/m) * (n + m) / (n + m - 1); math.Abs(got.Noise-noise) > 1e-9 {
			t.Errorf("%s: noise is %v, over all deals %v", shape.name, got.Noise, noise)
		}
	}
}
