package law

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// TestGammaNearZero: verdicts may not depend on who computes their tails.
func TestGammaNearZero(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	near := 0
	for range 200_000 {
		a, x := 1.4*random.Float64(), 1.2*random.Float64()
		if random.IntN(3) == 0 {
			a, x = math.Pow(10, -8*random.Float64()), math.Pow(10, -20*random.Float64())
		}
		if nearZero(a, x) {
			near++
		}
		if got, want := regIncGammaComp(a, x), mathext.GammaIncRegComp(a, x); got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("a = %v, x = %v: %v, not %v", a, x, got, want)
		}
	}
	if near < 50_000 {
		t.Fatalf("only %d of the arguments are near zero", near)
	}
	for _, edge := range [][2]float64{{0.5, 0}, {1, 1}, {1.1, 1}, {0.5, 0.5}, {2, 1.1}, {30, 1}, {300, 1}, {0.3, 1.1}, {0.3, math.Inf(1)}} {
		if got, want := regIncGammaComp(edge[0], edge[1]), mathext.GammaIncRegComp(edge[0], edge[1]); got != want {
			t.Errorf("a = %v, x = %v: %v, not %v", edge[0], edge[1], got, want)
		}
	}
}
