package law

import (
	"math"
	"math/rand/v2"
	"testing"
)

// All orders of few rows, by brute force.
func TestRankSumAndTiedSmirnovAgainstAllDeals(t *testing.T) {
	values := []int{0, 0, 0, 1, 1, 2, 3, 3, 3, 4} // of both samples together
	blocks := []int{3, 2, 1, 3, 1}
	const n = 4
	m := len(values) - n
	lcm := n / GCD(n, m) * m
	gaps, sums := map[int]float64{}, map[int]float64{}
	all := 0.0
	for deal := range 1 << len(values) {
		i := 0
		for k := range values {
			i += deal >> k & 1
		}
		if i != n {
			continue
		}
		all++
		largest, r, c := 0, 0, 0
		u := 0
		for k := range values {
			if deal>>k&1 == 1 {
				r++
				u += c // as if no value came twice
			} else {
				c++
			}
			if k+1 == len(values) || values[k+1] != values[k] {
				largest = max(largest, r*(lcm/n)-c*(lcm/m), c*(lcm/m)-r*(lcm/n))
			}
		}
		gaps[largest]++
		sums[u]++
	}
	tail := func(law map[int]float64, from int) float64 {
		sum := 0.0
		for x, number := range law {
			if x >= from {
				sum += number
			}
		}
		return sum / all
	}
	for h := 1; h <= lcm; h++ {
		if got, want := SmirnovTied(n, m, lcm, h, blocks), tail(gaps, h); math.Abs(got-want) > 1e-12 {
			t.Errorf("P(D ≥ %d/%d) is %v, of all deals %v", h, lcm, got, want)
		}
	}
	for u := 0; u <= n*m+1; u++ {
		if got, want := RankSum(n, m, float64(u)), tail(sums, u); math.Abs(got-want) > 1e-12 {
			t.Errorf("P(U ≥ %d) is %v, of all deals %v", u, got, want)
		}
	}
}

// Without ties the bridge has Kolmogorov's limiting law, at one point a normal one; with some of both it lies between what simulated bridges do.
func TestBridgeTied(t *testing.T) {
	kolmogorov := func(a float64) float64 {
		sum := 0.0
		for k := 1.0; k < 50; k++ {
			sum += 2 * math.Pow(-1, k-1) * math.Exp(-2*k*k*a*a)
		}
		return sum
	}
	for _, a := range []float64{0.6, 1, 1.36, 2} {
		whole := []Stretch{{Share: 0.2}, {Share: 0.5}, {Share: 0.3}}
		if got, want := BridgeTied(whole, a), kolmogorov(a); math.Abs(got-want) > 1e-6 {
			t.Errorf("without ties, P(≥ %v) is %v, want %v", a, got, want)
		}
		two := []Stretch{{0.3, true}, {0.7, true}}
		if got, want := BridgeTied(two, a), TwoSidedNormal(a/math.Sqrt(0.21)); math.Abs(got-want) > 1e-6 {
			t.Errorf("two values, P(≥ %v) is %v, want %v", a, got, want)
		}
	}
	values := []Stretch{{0.1, true}, {0.2, true}, {0.05, true}, {0.25, true}, {0.4, true}}
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 200_000
	reached := map[float64]float64{}
	for range n {
		at, largest, level := 0.0, 0.0, 0.0
		for _, s := range values { // a bridge, step by step
			left := 1 - level
			level += s.Share
			if level > 1-1e-9 {
				break
			}
			at += -at*s.Share/left + math.Sqrt(s.Share*(1-level)/left)*rng.NormFloat64()
			largest = math.Max(largest, math.Abs(at))
		}
		for _, a := range []float64{0.5, 0.9, 1.2} {
			if largest >= a {
				reached[a] += 1.0 / n
			}
		}
	}
	for a, want := range reached {
		if got := BridgeTied(values, a); math.Abs(got-want) > 0.004 {
			t.Errorf("five values, P(≥ %v) is %v, simulated %v", a, got, want)
		}
	}
	last := 1.0
	for a := 0.05; a < 12; a *= 1.1 {
		p := BridgeTied(values, a)
		if !(p <= last+1e-9) || !(p >= 0) {
			t.Errorf("P(≥ %v) is %v after %v", a, p, last)
		}
		last = p
	}
}

// Hypergeometric laws of small tables, and the sum of the chances of all tables.
func TestFisher(t *testing.T) {
	for _, c := range []struct{ a, b, c, d, want float64 }{
		{8, 2, 1, 5, 0.03496503496503495}, // scipy's documentation: 0.035
		{3, 1, 1, 3, 34.0 / 70},           // Fisher's tea tasting, two-sided
		{0, 10, 10, 0, 2 / 184756.0},
		{5, 0, 5, 0, 1},
		{10, 10, 10, 10, 1},
	} {
		if got := Fisher(c.a, c.b, c.c, c.d); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v: %v", c, got)
		}
		if got, turned := Fisher(c.a, c.b, c.c, c.d), Fisher(c.b, c.a, c.d, c.c); math.Abs(got-turned) > 1e-12 {
			t.Errorf("%v turned: %v, %v", c, got, turned)
		}
	}
	for a := 0.0; a <= 4; a++ { // the tea tasting again: 1, 16, 36, 16, 1 of 70 tables
		want := []float64{70, 69, 53, 17, 1}[int(a)] / 70
		if got := FisherUpper(a, 4-a, 4-a, a); math.Abs(got-want) > 1e-12 {
			t.Errorf("at least %v cups: %v, want %v", a, got, want)
		}
	}
	if got := Fisher(500_000, 500_000, 20_300, 19_700); !(got > 1e-4 && got < 0.01) {
		t.Errorf("a large table: %v", got)
	}
}

// Tables of Kuiper's limiting law (Stephens 1970).
func TestKuiper(t *testing.T) {
	for v, want := range map[float64]float64{1.620: 0.1, 1.747: 0.05, 2.001: 0.01} {
		if got := Kuiper(1e12, v/1e6); math.Abs(got-want) > 3e-4 {
			t.Errorf("P(√n·V ≥ %v) is %v, want %v", v, got, want)
		}
	}
	last := 1.0
	for v := 0.001; v <= 1; v += 0.001 {
		p := Kuiper(50, v)
		if !(p <= last+1e-12) || !(p >= 0) {
			t.Errorf("P(V ≥ %v) is %v after %v", v, p, last)
		}
		last = p
	}
}

// scipy's kstwo, exact for few rows and far out.
func TestKolmogorovAgainstScipy(t *testing.T) {
	for _, c := range []struct{ n, d, want float64 }{
		{99, 0.15, 0.0207571487983919}, {100, 0.155, 0.014537653228686104}, {140, 0.16, 0.0013440163244194184},
	} {
		if got := Kolmogorov(c.n, c.d); math.Abs(got-c.want) > 1e-11 {
			t.Errorf("P(D ≥ %v) of %v rows is %v, scipy says %v", c.d, c.n, got, c.want)
		}
	}
	for _, c := range []struct{ n, d, want float64 }{{12_000, 0.05, 1.6400629843180908e-26}, {10_000, 0.1, 1.6633113315950355e-87}, {8000, 0.12, 7.670100945891043e-101}} {
		if got := Kolmogorov(c.n, c.d); math.Abs(got/c.want-1) > 1e-3 {
			t.Errorf("P(D ≥ %v) of %v rows is %v, scipy says %v", c.d, c.n, got, c.want)
		}
	}
	last := 1.0
	for d := 0.001; d < 1; d += 0.001 {
		p := Kolmogorov(6000, d)
		if !(p >= 0) || !(p <= last) {
			t.Fatalf("P(D ≥ %v) is %v after %v", d, p, last)
		}
		last = p
	}
}
