package method

import (
	"math"
	"math/rand/v2"
	"testing"
)

// χ² over all permutations of small samples has the mean and variance that its law is given.
func TestPermutedChiSquareMoments(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	values := []int{0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 5, 6} // rare ones included
	const current = 6
	var mean, sq float64
	const n = 200000
	for range n {
		rng.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
		r, c := make([]float64, 7), make([]float64, 7)
		for i, v := range values {
			if i < current {
				c[v]++
			} else {
				r[v]++
			}
		}
		x := ChiSquareOf(r, c)
		mean += x / n
		sq += x * x / n
	}
	r, c := []float64{2, 2, 1, 1, 1, 1, 0}, []float64{2, 1, 1, 0, 0, 1, 1}
	wantMean, wantVariance := PermutedMoments(r, c)
	if math.Abs(mean-wantMean) > 0.02 || math.Abs((sq-mean*mean)/wantVariance-1) > 0.02 {
		t.Errorf("simulated mean %v variance %v, formula %v and %v", mean, sq-mean*mean, wantMean, wantVariance)
	}
}
