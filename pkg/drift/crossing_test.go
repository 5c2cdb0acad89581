package drift

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Products of coordinates say what products of rows say, whatever the weights.
func TestCrossing(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-12*math.Max(math.Abs(a), math.Abs(b))+1e-15 }
	for _, shape := range [][2]int{{4, 1}, {5, 10}, {28, 7}, {28, 56}, {100, 30}} {
		rows, width := shape[0], shape[1]
		e := make([][]float64, rows)
		a := arrangement{df: float64(rows - 1), sure: float64(rows) / 2}
		for i := range e {
			for range width {
				e[i] = append(e[i], random.NormFloat64()/100)
			}
			a.alone = append(a.alone, float64(i%3)) // some are alone in their group
			a.places = append(a.places, i+i/6)      // and some places are empty
		}
		c := newCrossing(e, a)
		if c == nil {
			t.Fatalf("%d rows, %d coordinates: nothing is prepared", rows, width)
		}
		for range 3 {
			weight := make([]float64, width)
			for k := range weight {
				weight[k] = math.Exp(3 * random.NormFloat64())
			}
			got, want := c.spread(weight), newSpread(e, weight, a)
			if !near(got.trace, want.trace) || !near(got.frob, want.frob) || !near(got.lag, want.lag) || got.pairs != want.pairs || got.df != want.df || got.sure != want.sure ||
				!slices.EqualFunc(got.own, want.own, near) {
				t.Errorf("%d rows, %d coordinates: %+v, want %+v", rows, width, got, want)
			}
		}
	}
	if newCrossing(make([][]float64, 0), arrangement{}) != nil || newCrossing([][]float64{make([]float64, 3)}, arrangement{}) != nil {
		t.Error("prepared where products of rows are fewer")
	}
}
