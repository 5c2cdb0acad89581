package law

import (
	"math"
	"math/rand/v2"
	"sort"
	"testing"
)

// Length against simulated areas under a Brownian bridge over the quantiles of a distribution, which are what it is for: near the truth where it matters, and on
// the large side far out. With one direction it is the normal law.
func TestLength(t *testing.T) {
	const cells, draws = 100, 20_000
	shapes := map[string]func(u float64) float64{
		"normal":    func(u float64) float64 { return math.Sqrt2 * math.Erfinv(2*u-1) },
		"flat":      func(u float64) float64 { return u },
		"three":     func(u float64) float64 { return math.Floor(2*u) + math.Floor(1.25*u) },
		"lognormal": func(u float64) float64 { return math.Exp(math.Sqrt2 * math.Erfinv(2*u-1)) },
	}
	rng := rand.New(rand.NewPCG(11, 12))
	for name, shape := range shapes {
		x, centre, longest := make([]float64, cells), 0.0, 0.0
		for i := range x {
			x[i] = shape((float64(i) + 0.5) / cells)
			centre += x[i] / cells
		}
		for _, v := range x {
			longest += (v - centre) * (v - centre) / cells
		}
		areas, mean, square := make([]float64, draws), 0.0, 0.0
		for j := range areas {
			path, sum := make([]float64, cells), 0.0
			for i := range path {
				sum += rng.NormFloat64() / math.Sqrt(cells)
				path[i] = sum
			}
			for i := 0; i+1 < cells; i++ {
				areas[j] += math.Abs(path[i]-float64(i+1)/cells*sum) * (x[i+1] - x[i])
			}
			mean += areas[j] / draws
			square += areas[j] * areas[j] / draws
		}
		sort.Float64s(areas)
		for _, alpha := range []float64{0.5, 0.2, 0.05, 0.01} {
			p := Length(areas[draws-int(alpha*draws)], mean, square-mean*mean, longest, 0)
			if noise := 3 * math.Sqrt(alpha/draws); p < 0.85*alpha-noise || p > 1.3*alpha+noise {
				t.Errorf("%s: p is %v where %v of the areas are larger", name, p, alpha)
			}
		}
	}
	for _, at := range []float64{0.3, 1, 2, 4} {
		if p, want := Length(at, math.Sqrt(2/math.Pi), 1-2/math.Pi, 1, 0), TwoSidedNormal(at); math.Abs(p-want) > 0.03*want {
			t.Errorf("one direction at %v: %v, want %v", at, p, want)
		}
	}
}

// Wise's law beside the exact one: never much below it, and near it where few are drawn.
func TestUpperHypergeometric(t *testing.T) {
	for _, c := range [][4]float64{{5, 6, 100, 600}, {5, 8, 100, 600}, {30, 120, 100, 600}, {70, 300, 100, 600}, {60, 60, 1000, 1100}, {180, 300, 300, 600}, {20, 150, 30, 330}} {
		k, drawn, rows, all := c[0], c[1], c[2], c[3]
		got, want := UpperHypergeometric(k, drawn, rows, all), FisherUpper(k, drawn-k, rows-k, all-rows-drawn+k)
		if got < 0.99*want || drawn < all/10 && got > 1.02*want {
			t.Errorf("%v: %v, exact %v", c, got, want)
		}
	}
}
