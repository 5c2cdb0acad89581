package counts

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The radix sort gives what a comparing sort gives, whatever the signs and sizes of the values, with many of them equal and with all of them equal.
func TestRadixSort(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	shapes := map[string]func() float64{
		"normal":      random.NormFloat64,
		"any bits":    func() float64 { return math.Float64frombits(random.Uint64()) },
		"few values":  func() float64 { return float64(random.IntN(5)) - 2 },
		"one value":   func() float64 { return -7.5 },
		"denormals":   func() float64 { return (random.Float64() - 0.5) * 1e-310 },
		"huge ranges": func() float64 { return math.Ldexp(random.NormFloat64(), random.IntN(2000)-1000) },
	}
	for name, shape := range shapes {
		for _, n := range []int{0, 1, radixLeast - 1, radixLeast, 20_000} {
			floats, ints := make([]float64, n), make([]int64, n)
			for i := range floats {
				x := shape()
				for math.IsNaN(x) || math.IsInf(x, 0) {
					x = shape()
				}
				floats[i], ints[i] = x+0, int64(math.Float64bits(x))
			}
			given, givenInts := slices.Clone(floats), slices.Clone(ints)
			gotFloats, gotInts := SortedFloats(floats), SortedInts(ints)
			if !slices.Equal(floats, given) || !slices.Equal(ints, givenInts) {
				t.Fatalf("%s, %d values: what was given has changed", name, n)
			}
			slices.Sort(given)
			slices.Sort(givenInts)
			if !slices.Equal(gotFloats, given) {
				t.Errorf("%s: %d floats are not in order", name, n)
			}
			if !slices.Equal(gotInts, givenInts) {
				t.Errorf("%s: %d integers are not in order", name, n)
			}
		}
	}
}

func BenchmarkFromFloats(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, 20_000)
	for i := range values {
		values[i] = random.NormFloat64()
	}
	for b.Loop() {
		if c, err := FromFloats(values, nil); err != nil || c.Rows != 20_000 {
			b.Fatal(err)
		}
	}
}
