package law

import (
	"math"
	"testing"
)

func TestTails(t *testing.T) {
	cases := []struct {
		name      string
		got, want float64
	}{
		// closed forms: F with 2 and d degrees has the tail (1+2x/d)^(−d/2), t with 2 has ½(1 − t/√(2+t²)), with 1 it is Cauchy's
		{"F", UpperF(3, 2, 10), math.Pow(1.6, -5)},
		{"t", UpperT(2.5, 2), (1 - 2.5/math.Sqrt(2+6.25)) / 2},
		{"t below", UpperT(-3, 1), 0.5 + math.Atan(3)/math.Pi},
		{"normal", UpperNormal(1.959963984540054), 0.025},
		{"gamma", UpperGamma(9, 4, 8), math.Exp(-4.5) * 5.5},
		{"binomial", UpperBinomial(3, 200, 0.005), 1 - math.Pow(0.995, 200)*(1+200*0.005/0.995+19900*0.005*0.005/(0.995*0.995))},
	}
	for _, c := range cases {
		if math.Abs(c.got-c.want) > 1e-6*c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	// Far tails keep their digits: F(2, d) has the tail (1+2x/d)^(−d/2).
	if got, want := UpperF(1e6, 2, 27), math.Pow(1+2e6/27, -13.5); math.Abs(got/want-1) > 1e-9 || got < 1e-300 {
		t.Errorf("far F tail %v, want %v", got, want)
	}
	for _, x := range []float64{0, -1, math.Inf(1)} {
		for _, p := range []float64{UpperF(x, 3, 9), UpperT(x, 9), UpperGamma(x, 2, 3)} {
			if math.IsNaN(p) || p < 0 || p > 1 {
				t.Errorf("tail at %v is %v", x, p)
			}
		}
	}
}

// A sum of four exponentials has skewness 1, and its upper tail is known; p of a normal law is far below it, and is never lowered.
func TestSkewed(t *testing.T) {
	const x = 12.0 // four standard deviations above the mean
	want := math.Exp(-x) * (1 + x + x*x/2 + x*x*x/6)
	if got := Skewed(TwoSidedNormal((x-4)/2), 1); math.Abs(got/want-1) > 1e-6 {
		t.Errorf("p at four standard deviations is %v, want %v", got, want)
	}
	for _, p := range []float64{0, 1e-300, 1e-9, 0.01, 0.7, 1} {
		for _, skewness := range []float64{-2, 0, 0.001, 0.02, 1, 40, math.NaN()} {
			if got := Skewed(p, skewness); !(got >= p) || got > 1 {
				t.Errorf("p %v at skewness %v becomes %v", p, skewness, got)
			}
		}
		if got := Skewed(p, -1); got != p {
			t.Errorf("on the light side p %v becomes %v", p, got)
		}
	}
}

func TestCauchy(t *testing.T) {
	if got := Cauchy(0.03, 0.03, 0.03); math.Abs(got-0.03) > 1e-12 {
		t.Errorf("equal p-values give %v", got)
	}
	if got := Cauchy(1e-40, 0.4, 1); math.Abs(got/3e-40-1) > 1e-6 {
		t.Errorf("one small p of three gives %v, want three times it", got)
	}
	if got := Cauchy(0.004, math.NaN()); math.Abs(got-0.004) > 1e-12 {
		t.Errorf("a missing part counts: %v", got)
	}
	if got := Cauchy(0, 0.5, 0.5); !(got >= 0 && got < 1e-290) {
		t.Errorf("p of 0 gives %v", got)
	}
	if !math.IsNaN(Cauchy(math.NaN())) {
		t.Error("no part gives a p-value")
	}
	for p := 0.001; p < 1; p += 0.013 {
		if c := Cauchy(p, 1); c < p/2-1e-12 || c > 1 {
			t.Errorf("Cauchy(%v, 1) = %v", p, c)
		}
	}
}
