package tally

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// What a value costs on a grid, by the shape of its column.
func BenchmarkCells(b *testing.B) {
	rng := rand.New(rand.NewPCG(11, 12))
	for _, shape := range []struct {
		name string
		next func() float64
	}{
		{"normal", rng.NormFloat64},
		{"lognormal", func() float64 { return math.Exp(rng.NormFloat64()) }},
		{"zeros", func() float64 { return max(0, rng.ExpFloat64()*2-1.5) }},
		{"softmax", func() float64 { return 1 / (1 + math.Exp(-6-2*rng.NormFloat64())) }},
		{"cents", func() float64 { return math.Round(rng.ExpFloat64()*1e6) / 100 }},
	} {
		values := make([]float64, 1<<16)
		for i := range values {
			values[i] = shape.next()
		}
		sample, err := counts.FromFloats(values[:20_000], nil)
		if err != nil {
			b.Fatal(err)
		}
		grid, err := counts.NewGrid(sample, false)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(shape.name, func(b *testing.B) {
			c := Cells("x", grid, 0)
			i := 0
			for b.Loop() {
				c.Add([]Run{{0, 0, 2048}}, Vector{Floats: values[i : i+2048]})
				i = (i + 2048) % len(values)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/2048, "ns/value")
		})
	}
}
