package counts

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Whatever the size of durations, a quantile on octaves is that of the values to 1/64, integers below 128 exactly, and no value falls beside the cells.
func TestOctavesKnowValuesToASixtyFourth(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, scale := range []float64{5, 1e3, 1e6, 1e9} {
		for _, integer := range []bool{true, false} {
			grid := Octaves(integer, -20, 47)
			if n := grid.NumCells(); n > 4500 {
				t.Fatalf("%d cells", n)
			}
			ints, floats := make([]int64, 5000), make([]float64, 5000)
			for i := range ints {
				floats[i] = scale * math.Exp(rng.NormFloat64())
				ints[i] = int64(floats[i])
				if integer {
					floats[i] = float64(ints[i])
				}
			}
			exact, err := FromFloats(floats, nil)
			if integer {
				exact, err = FromInts(ints, nil)
			}
			if err != nil {
				t.Fatal(err)
			}
			counted, err := grid.Count(exact)
			if err != nil || counted.Total() != 5000 || counted.Validate() != nil {
				t.Fatal(err, counted)
			}
			slices.Sort(floats)
			for _, q := range []float64{0.01, 0.5, 0.9, 0.99} {
				got, want := counted.Quantiles(q)[0], floats[int(math.Ceil(q*5000))-1]
				if math.Abs(got-want) > want/64+1e-6 || integer && want < 128 && got != want {
					t.Errorf("scale %v, integer %t: quantile %v is %v, want %v", scale, integer, q, got, want)
				}
			}
		}
	}
	for _, x := range []float64{-1, 0, 1e-12, 1e300} {
		if cell := Octaves(false, -20, 20).CellOf(x); cell < 0 {
			t.Errorf("%v has no cell", x)
		}
	}
}

// Values in the outer cells are known by the finite bound, of integers as of floats, and negative ones can be left out as missing, whatever the keys.
func TestOuterOctaves(t *testing.T) {
	values := []int64{-5, -1, 0, 3, math.MaxInt64}
	ints, err := FromInts(values, nil)
	if err != nil {
		t.Fatal(err)
	}
	floats, err := FromFloats([]float64{-5, -1, 0, 3, 1e300}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, exact := range []*Counts{ints, floats} {
		counted, err := Octaves(exact.Kind == Int, -20, 20).Count(exact)
		if err != nil {
			t.Fatal(err)
		}
		if q := counted.Quantiles(1)[0]; q != 1<<20 {
			t.Errorf("%v: the greatest is %v", exact.Kind, q)
		}
		if q := counted.Quantiles(0)[0]; q < -1 || q > 0 {
			t.Errorf("%v: the least is %v", exact.Kind, q)
		}
		if bound, some := counted.Beyond(); bound != 1<<20 || !some {
			t.Errorf("%v: beyond %v, %t", exact.Kind, bound, some)
		}
		for _, c := range []*Counts{exact, counted} {
			if left := NotNegative(c); left.Total() != 3 || left.Null != 2 || left.Rows != 5 || left.Validate() != nil || NotNegative(left) != left {
				t.Errorf("%v: %+v", c.Kind, left)
			}
		}
	}
}
