package server

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Keys come in order with equal ones together, whether they are rows of a sample or groups.
func TestOrdered(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	for _, weight := range []float64{1, 2} {
		var floats []float64
		var ints []int64
		var texts []string
		var rows []float64
		for range 3000 {
			n := random.IntN(500) - 250
			floats, ints, texts, rows = append(floats, float64(n)/8), append(ints, int64(n)), append(texts, string(rune('a'+n&15))), append(rows, weight)
		}
		checkOrdered(t, floats, rows)
		checkOrdered(t, ints, rows)
		checkOrdered(t, texts, rows)
	}
}

func checkOrdered[K interface{ ~string | ~int64 | ~float64 }](t *testing.T, keys []K, rows []float64) {
	t.Helper()
	want := map[K]float64{}
	for i, k := range keys {
		want[k] += rows[i]
	}
	got, weights := ordered(keys, rows)
	if len(got) != len(want) || !slices.IsSorted(got) {
		t.Errorf("%d keys in order %v, want %d", len(got), slices.IsSorted(got), len(want))
	}
	for i, k := range got {
		if weights[i] != want[k] {
			t.Errorf("%v has %v rows, want %v", k, weights[i], want[k])
		}
	}
}
