package method

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// testdata/scipy.json holds what scipy answers on data that a generator of one line makes again here; testdata/make.py writes it.

type scipyCase struct {
	Name               string
	Reference, Current recipe
	Expected           map[string]*float64
}

type recipe struct {
	Kind   string
	Seed   uint32
	N, K   int
	A, B   float64
	Off    int
	Power  float64
	Value  float64
	Digits int
	Repeat int
}

// lcg is x → 1664525·x + 1013904223 modulo 2³², read as a share of 2³².
type lcg uint32

func (g *lcg) next() float64 {
	*g = 1664525**g + 1013904223
	return float64(*g) / (1 << 32)
}

func (r recipe) draw() (numbers []float64, names []string) {
	g := lcg(r.Seed)
	for range r.N {
		switch r.Kind {
		case "num":
			u := g.next()
			numbers = append(numbers, r.A+float64(r.B*(u*u))+float64(0.3*g.next()))
		case "ints":
			u := float64(r.K) * g.next()
			numbers = append(numbers, float64(r.Off+int(u*g.next())))
		case "cats":
			names = append(names, fmt.Sprintf("c%02d", int(float64(r.K)*math.Pow(g.next(), r.Power))))
		case "constant":
			numbers = append(numbers, r.Value)
		}
	}
	if r.Digits > 0 {
		s := math.Pow10(r.Digits)
		for i, x := range numbers {
			numbers[i] = math.Floor(float64(x*s)+0.5) / s
		}
	}
	return numbers, names
}

// counts of a recipe; repeated rows come as larger counts, not as more rows.
func (r recipe) counts(t *testing.T) *counts.Counts {
	t.Helper()
	numbers, names := r.draw()
	var c *counts.Counts
	var err error
	if names != nil {
		c, err = counts.FromStrings(names, nil)
	} else {
		c, err = counts.FromFloats(numbers, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	for copies := 1; copies < r.Repeat; copies++ {
		once := *c
		once.W = make([]float64, c.Len())
		for i := range once.W {
			once.W[i] = c.W[i] / float64(copies)
		}
		once.Rows /= float64(copies)
		if c, err = counts.Merge(c, &once); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func scipyCases(t *testing.T, list string) []scipyCase {
	t.Helper()
	text, err := os.ReadFile("testdata/scipy.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	var cases []scipyCase
	if err := json.Unmarshal(all[list], &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatalf("no %s cases", list)
	}
	return cases
}

func (c scipyCase) pair(t *testing.T) *Pair {
	t.Helper()
	p, err := NewPair(c.Reference.counts(t), c.Current.counts(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))) {
		t.Errorf("%s is %.17g, scipy says %.17g", what, got, want)
	}
}

func TestNumericMethodsAgainstScipy(t *testing.T) {
	for _, c := range scipyCases(t, "numeric") {
		t.Run(c.Name, func(t *testing.T) {
			p := c.pair(t)
			n, m := p.NR, p.NC
			ks := KolmogorovSmirnov.Measure(p)
			near(t, "D", ks.Statistic, *c.Expected["ks"], 1e-12)
			if ks.PBasis == BasisLaw {
				near(t, "p of D", ks.P, *c.Expected["ksP"], 1e-9)
			} else if ks.P > *c.Expected["ksP"]+1e-6 { // the law without ties is too large
				t.Errorf("p of D is %v with ties, %v without", ks.P, *c.Expected["ksP"])
			}
			near(t, "W₁", wasserstein(p).Statistic, *c.Expected["wasserstein"], 1e-9)
			if want := c.Expected["andersonKSamp"]; want != nil && n+m > 3 {
				statistic := andersonDarling(p).Statistic
				squared := statistic * statistic / p.both() * (n + m - 1) / (n + m)
				near(t, "A²", (squared-1)/ScholzStephens(n+m, p.both()), *want, 1e-9)
			}
			if want := c.Expected["cvm"]; want != nil {
				near(t, "T of Cramér–von Mises", MidrankSum(p)/(n*m*(n+m))-(4*n*m-1)/(6*(n+m)), *want, 1e-9)
				if cvm := CramerVonMises.Measure(p); cvm.PBasis == BasisLaw && !math.IsNaN(*want) && len(p.R) > 1 {
					near(t, "p of Cramér–von Mises", cvm.P, *c.Expected["cvmP"], 1e-9)
				} else {
					t.Logf("p %.4g %s, scipy %.4g", cvm.P, cvm.PBasis, *c.Expected["cvmP"])
				}
			}
			maybe := func(what string, got float64, key string) {
				t.Helper()
				if want := c.Expected[key]; want != nil {
					near(t, what, got, *want, 1e-9)
				}
			}
			rank := MannWhitney.Measure(p)
			maybe("Mann–Whitney", rank.Statistic, "mannwhitney")
			maybe("p of Mann–Whitney", rank.P, "mannwhitneyP")
			maybe("difference of means", Student.Statistic(p).Statistic, "means")
			maybe("p of Student's law", newMeans(p).tail(means.pooled), "studentP")
			maybe("p of Welch's law", newMeans(p).tail(means.apart), "welchP")
			if !newMeans(p).uneven() {
				maybe("p of Student", Student.Measure(p).P, "studentP")
				maybe("p of Welch", Welch.Measure(p).P, "welchP")
			}
			maybe("energy", energy(p).Statistic, "energy")
			waves := newWaves(p)
			if own, rank := waves.distance(waves.own); rank > 0 {
				maybe("Epps–Singleton", scipyWaves(own, n, m), "es")
				if max(n, m) <= alikeSizes*min(n, m) {
					maybe("p of Epps–Singleton", EppsSingleton.Measure(p).P, "esP")
				}
			}
		})
	}
}

func TestCategoricalMethodsAgainstScipy(t *testing.T) {
	for _, c := range scipyCases(t, "categorical") {
		t.Run(c.Name, func(t *testing.T) {
			p := c.pair(t)
			chi2 := ChiSquare.Measure(p)
			near(t, "χ²", chi2.Statistic/p.both(), *c.Expected["chi2"], 1e-9)
			if *c.Expected["least"] >= 5 {
				near(t, "p of χ²", chi2.P, *c.Expected["chi2P"], 1e-9)
			} else {
				t.Logf("p %.4g, scipy %.4g", chi2.P, *c.Expected["chi2P"])
			}
			near(t, "Jensen–Shannon", jensenShannon(p).Statistic, *c.Expected["js"], 1e-9)
			near(t, "Hellinger", hellinger(p).Statistic, *c.Expected["hellinger"], 1e-9)
			near(t, "total variation", totalVariation(p).Statistic, *c.Expected["tv"], 1e-9)
			near(t, "PSI", populationStability(p).Statistic, *c.Expected["psi"], 1e-9)
			near(t, "difference of proportions", twoProportions(p).Statistic, *c.Expected["z"], 1e-9)
			g := GTest.Measure(p)
			near(t, "G", g.Statistic/p.both(), *c.Expected["g"], 1e-9)
			if *c.Expected["least"] >= 5 {
				near(t, "p of G", g.P, *c.Expected["gP"], 1e-9)
			}
			near(t, "Kullback–Leibler", KullbackLeibler.Statistic(p).Statistic, *c.Expected["kl"], 1e-9)
			near(t, "Kullback–Leibler, reverse", KullbackLeiblerReverse.Statistic(p).Statistic, *c.Expected["klReverse"], 1e-9)
			near(t, "Bhattacharyya", bhattacharyya(p).Statistic, *c.Expected["bhattacharyya"], 1e-9)
			near(t, "intersection", Intersection.Statistic(p).Statistic, *c.Expected["intersection"], 1e-9)
			near(t, "Cramér's V", cramersV(p).Statistic, *c.Expected["cramersV"], 1e-9)
			near(t, "L-infinity", LInfinity.Statistic(p).Statistic, *c.Expected["z"], 1e-9)
			near(t, "p of Fisher", FisherExact.Measure(p).P, *c.Expected["fisherP"], 1e-9)
			if len(p.R) == 2 {
				near(t, "p of z", TwoProportions.Measure(p).P, *c.Expected["chi2P"], 1e-9)
			}
		})
	}
}
