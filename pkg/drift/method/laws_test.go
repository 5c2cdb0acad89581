package method

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// Tables of Anderson & Darling (1954) and Anderson & Darling (1952), with the digits of Marsaglia & Marsaglia (2004) and Csörgő & Faraway (1996).
func TestLimitingLaws(t *testing.T) {
	for x, want := range map[float64]float64{1.2479: 0.25, 1.9330: 0.1, 2.4924: 0.05, 3.8781: 0.01, 5.9694: 0.001} {
		if got := andersonDarlingLaw.Tail(x); math.Abs(got-want) > 2e-5*math.Max(1, want*50) {
			t.Errorf("Anderson–Darling: P(A² ≥ %v) is %v, want %v", x, got, want)
		}
	}
	for x, want := range map[float64]float64{0.11888: 0.5, 0.20939: 0.25, 0.34730: 0.1, 0.46136: 0.05, 0.74346: 0.01, 1.16786: 0.001} {
		if got := cramerLaw.Tail(x); math.Abs(got-want) > 2e-5 {
			t.Errorf("Cramér–von Mises: P(T ≥ %v) is %v, want %v", x, got, want)
		}
	}
	for _, form := range []*law.NormalForm{andersonDarlingLaw, cramerLaw} {
		last := 1.0
		for x := 0.001; x < 600; x *= 1.1 {
			p := form.Tail(x)
			if !(p <= last+1e-12) || !(p >= 0) || (x < 100 && p == 0) {
				t.Errorf("P(≥ %v) is %v after %v", x, p, last)
			}
			last = p
		}
	}
	// Far out a single normal is left: P(A² ≥ x) tends to √3·P(Z² ≥ 2x).
	if x := 60.0; math.Abs(andersonDarlingLaw.Tail(x)/(math.Sqrt(3)*law.ChiSquared(2*x, 1))-1) > 0.02 {
		t.Errorf("Anderson–Darling at %v: %v", x, andersonDarlingLaw.Tail(x))
	}
}

// Brute force over all orders of few rows.
func TestExactLawsAgainstAllOrders(t *testing.T) {
	const n, m = 4, 6
	var gaps, sums []float64
	for order := 0; order < 1<<(n+m); order++ {
		var reference, current []float64
		for i := range n + m {
			if order>>i&1 == 1 {
				reference = append(reference, float64(i))
			} else {
				current = append(current, float64(i))
			}
		}
		if len(reference) != n {
			continue
		}
		p := must(PairFromSlices(reference, current))
		gaps, sums = append(gaps, kolmogorovSmirnov(p).Statistic), append(sums, MidrankSum(p))
	}
	tail := func(all []float64, x float64) float64 {
		k := 0.0
		for _, v := range all {
			if v >= x-1e-9 {
				k++
			}
		}
		return k / float64(len(all))
	}
	for _, current := range [][]float64{{4, 5, 6, 7, 8, 9}, {0, 2, 4, 6, 8, 9}, {0, 1, 2, 3, 4, 5}, {2, 3, 4, 5, 6, 7}} {
		var reference []float64
		for i := range n + m {
			used := false
			for _, x := range current {
				used = used || x == float64(i)
			}
			if !used {
				reference = append(reference, float64(i))
			}
		}
		p := must(PairFromSlices(reference, current))
		if got, want := KolmogorovSmirnov.Measure(p).P, tail(gaps, kolmogorovSmirnov(p).Statistic); math.Abs(got-want) > 1e-12 {
			t.Errorf("window %v: p of D is %v, of all orders %v", current, got, want)
		}
		if got, want := CramerVonMises.Measure(p).P, tail(sums, MidrankSum(p)); math.Abs(got-want) > 1e-12 {
			t.Errorf("window %v: p of Cramér–von Mises is %v, of all orders %v", current, got, want)
		}
	}
}

// Where nothing changed, p below 5 % comes in about 5 % of pairs, whatever the ties, and the statistic is on average what noise says.
func TestCalibration(t *testing.T) {
	const pairs = 1000
	columns := map[string]func(r *rand.Rand) float64{
		"normal":     func(r *rand.Rand) float64 { return r.NormFloat64() },
		"two values": func(r *rand.Rand) float64 { return float64(r.IntN(2)) },
		"80 % zeros": func(r *rand.Rand) float64 { return max(0, r.Float64()-0.8) },
		"rare":       func(r *rand.Rand) float64 { return math.Floor(math.Pow(300, r.Float64())) },
	}
	for name, draw := range columns {
		r := rand.New(rand.NewPCG(11, 12))
		called, ratio := map[string]float64{}, map[string]float64{}
		for range pairs {
			reference, current := make([]float64, 250), make([]float64, 160) // none few: these have a test of their own
			for i := range reference {
				reference[i] = draw(r)
			}
			for i := range current {
				current[i] = draw(r)
			}
			p := must(PairFromSlices(reference, current))
			for _, m := range All {
				got := m.Measure(p)
				called[m.ID] += boolTo(got.P < 0.05) / pairs
				size := m.Away(got.Statistic)
				if m.Scale == Distance {
					size *= size
				}
				ratio[m.ID] += size / got.Noise / pairs
			}
		}
		for _, m := range All {
			// 5 % of 1,000 has a standard error of 0.7 points. KS and Kuiper say the noise of columns without ties, and the most changed of many values is
			// judged with care.
			least := 0.025
			if m == KolmogorovSmirnov || m == Kuiper || m == TwoProportions || m == LInfinity || m == FisherExact {
				least = 0
			}
			if share := called[m.ID]; share < least || share > 0.075 {
				t.Errorf("%s, %s: %.3f of unchanged pairs have p < 0.05", name, m.ID, share)
			}
			if q := ratio[m.ID]; q > 1.15 || (least > 0 && q < 0.85) {
				t.Errorf("%s, %s: the statistic is %.2f times what noise explains", name, m.ID, q)
			}
		}
	}
}

// Of few rows p is resampled where bins are cut by the reference, where one of several values is singled out, and for Epps–Singleton: 5 % again, where the laws of
// many rows call less than 1 %.
func TestCalibrationOfFewRows(t *testing.T) {
	const pairs = 500
	r := rand.New(rand.NewPCG(13, 14))
	tried := []*Method{PopulationStability, TwoProportions, FisherExact, EppsSingleton}
	called := map[string]float64{}
	for range pairs {
		reference, current := make([]float64, 60), make([]float64, 30)
		for i := range reference {
			reference[i] = r.NormFloat64()
		}
		for i := range current {
			current[i] = r.NormFloat64()
		}
		p := must(PairFromSlices(reference, current))
		for _, m := range tried {
			got := m.Measure(p)
			if got.PBasis != BasisDrawn {
				t.Fatalf("%s: p is by %s", m.ID, got.PBasis)
			}
			called[m.ID] += boolTo(got.P <= 0.05) / pairs
		}
	}
	for id, share := range called { // the standard error is 1 point
		if share < 0.02 || share > 0.08 {
			t.Errorf("%s: %.3f of unchanged pairs have p ≤ 0.05", id, share)
		}
	}
}

func boolTo(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
