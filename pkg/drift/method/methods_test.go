package method

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

func TestCatalogue(t *testing.T) {
	for _, m := range All {
		for what, text := range map[string]string{"name": m.Name, "summary": m.Summary, "formula": m.Formula, "source": m.Source} {
			if text == "" {
				t.Errorf("%s has no %s", m.ID, what)
			}
		}
		if len(m.Kinds) == 0 || !(m.Threshold > 0) || !(m.Range[0] < m.Range[1]) || m.Statistic == nil || m.Group == "" {
			t.Errorf("%s: kinds %v, threshold %v, range %v", m.ID, m.Kinds, m.Threshold, m.Range)
		}
	}
}

// shapes are columns that every method must give a sensible answer on. Numbers and names are made of the same draws.
var shapes = []struct {
	name string
	draw func(r *rand.Rand) float64
}{
	{"normal", func(r *rand.Rand) float64 { return r.NormFloat64() }},
	{"two values", func(r *rand.Rand) float64 { return float64(r.IntN(2)) }},
	{"seven values", func(r *rand.Rand) float64 { return math.Floor(7 * r.Float64() * r.Float64()) }},
	{"many rare values", func(r *rand.Rand) float64 { return math.Floor(math.Pow(2000, r.Float64())) }},
	{"80 % zeros", func(r *rand.Rand) float64 {
		if r.IntN(5) > 0 {
			return 0
		}
		return r.ExpFloat64()
	}},
	{"constant", func(r *rand.Rand) float64 { return 0.1 }},
	{"±1e300", func(r *rand.Rand) float64 { return 1e300 * (2*r.Float64() - 1) }},
	{"the whole range", func(r *rand.Rand) float64 { return math.MaxFloat64 * (2*r.Float64() - 1) }},
	{"denormals", func(r *rand.Rand) float64 { return 5e-324 * float64(r.IntN(100)) }},
	{"one far outlier", func(r *rand.Rand) float64 {
		if r.IntN(100) == 0 {
			return 1e12
		}
		return r.NormFloat64()
	}},
}

// pairSizes are rows of reference and window.
var pairSizes = [][2]int{{1, 1}, {1, 50}, {50, 1}, {2, 3}, {40, 40}, {1000, 300}, {11_000, 200}}

// eachPair runs a test on every method with pairs of every shape, size, kind and distance that it works on.
func eachPair(t *testing.T, test func(t *testing.T, m *Method, reference, current *counts.Counts)) {
	for _, shape := range shapes {
		for _, size := range pairSizes {
			for _, shift := range []float64{0, 0.5, 1e9} {
				r := rand.New(rand.NewPCG(uint64(size[0]), 7))
				reference, current := make([]float64, size[0]), make([]float64, size[1])
				for i := range reference {
					reference[i] = shape.draw(r)
				}
				for i := range current {
					current[i] = shape.draw(r) + shift
					if math.IsInf(current[i], 0) {
						current[i] = math.MaxFloat64
					}
				}
				both := map[string][2]*counts.Counts{
					model.Numeric:     {must(counts.FromFloats(reference, nil)), must(counts.FromFloats(current, nil))},
					model.Categorical: {names(reference), names(current)},
				}
				for _, m := range All {
					for _, kind := range m.Kinds {
						if pair, ok := both[kind]; ok {
							t.Run(fmt.Sprintf("%s, %s %s, %v rows, shift %v", m.ID, kind, shape.name, size, shift), func(t *testing.T) { test(t, m, pair[0], pair[1]) })
						}
					}
				}
			}
		}
	}
}

func names(values []float64) *counts.Counts {
	text := make([]string, len(values))
	for i, x := range values {
		text[i] = fmt.Sprint(x)
	}
	return must(counts.FromStrings(text, nil))
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// What every method promises of every measurement.
func TestEveryMethod(t *testing.T) {
	eachPair(t, func(t *testing.T, m *Method, reference, current *counts.Counts) {
		p := must(NewPair(reference, current))
		x, r, c := slices.Clone(p.X), slices.Clone(p.R), slices.Clone(p.C)
		got := m.Measure(p)
		if !slices.Equal(p.X, x) || !slices.Equal(p.R, r) || !slices.Equal(p.C, c) {
			t.Fatal("the pair was changed")
		}
		if !(got.Statistic >= m.Range[0] && got.Statistic <= m.Range[1]) || math.IsInf(got.Statistic, 0) {
			t.Errorf("the statistic %v is outside %v", got.Statistic, m.Range)
		}
		if !(got.P >= 0 && got.P <= 1) || !slices.Contains(m.Bases, got.PBasis) {
			t.Errorf("p is %v by %q", got.P, got.PBasis)
		}
		if !(got.Noise >= 0) || math.IsInf(got.Noise, 0) && !(m == WassersteinRaw && got.Statistic > 1e150) {
			t.Errorf("noise is %v", got.Noise)
		}
		if got.Bound != 0 && !(m == MeanDiscrepancy && len(p.R) > kernelCells) {
			t.Errorf("exact counts have an error bound of %v", got.Bound)
		}
		if again := m.Measure(p); fmt.Sprint(again) != fmt.Sprint(got) {
			t.Errorf("measured again: %v, %v", got, again)
		}
		if m.Symmetric {
			if back := m.Measure(must(NewPair(current, reference))); math.Abs(back.Statistic-got.Statistic) > 1e-9*(1+got.Statistic) || math.Abs(back.P-got.P) > 1e-9 && got.PBasis != BasisDrawn {
				t.Errorf("from the other side: %v, %v", got, back)
			}
		}

		// Equal samples are at distance 0, and nothing speaks for a change.
		if same := m.Measure(must(NewPair(reference, reference))); !(math.Abs(m.Away(same.Statistic)) < 1e-7) || same.P < 0.05 {
			t.Errorf("equal samples: %+v", same)
		}

		// Rows that come in two windows are the rows of one.
		merged := must(NewPair(must(counts.Merge(reference, reference)), must(counts.Merge(current, current))))
		if twice := m.Statistic(merged); !sized[m] && math.Abs(twice.Statistic-got.Statistic) > 1e-9*(1+got.Statistic) {
			t.Errorf("all rows twice: %v, %v", got.Statistic, twice.Statistic)
		}

		// A weight that all rows share changes nothing: rows of weight 2 are no more rows.
		heavy := m.Statistic(must(NewPair(weighted(reference, 2), weighted(current, 2))))
		if math.Abs(heavy.Statistic-got.Statistic) > 1e-9*(1+got.Statistic) || math.Abs(heavy.Noise-got.Noise) > 1e-9*(1+got.Noise) {
			t.Errorf("all weights 2: %+v, %+v", got, heavy)
		}
	})
}

// sized are the methods whose statistic depends on how many rows there are: half a row stands for an empty bin, a bias is taken off, or
// quartiles are interpolated between rows.
var sized = map[*Method]bool{PopulationStability: true, KullbackLeibler: true, KullbackLeiblerReverse: true, Bhattacharyya: true, CramersV: true, EppsSingleton: true}

// weighted gives every row the weight w.
func weighted(c *counts.Counts, w float64) *counts.Counts {
	heavy := *c
	heavy.W, heavy.W2 = make([]float64, c.Len()), make([]float64, c.Len())
	for i, rows := range c.W {
		heavy.W[i], heavy.W2[i] = rows*w, rows*w*w
	}
	heavy.Rows *= w
	return &heavy
}

// A window without values has a defined answer, whichever side it is on.
func TestEmptyPairs(t *testing.T) {
	some, null := must(counts.FromFloats([]float64{1, 2}, nil)), must(counts.FromFloats([]float64{math.NaN(), math.Inf(1)}, nil))
	for _, m := range All {
		for _, p := range []*Pair{must(NewPair(some, null)), must(NewPair(null, some)), must(NewPair(null, null)), must(NewPair(names(nil), null))} {
			if got := m.Measure(p); !math.IsNaN(got.Statistic) || !math.IsNaN(got.P) || got.PBasis != BasisNone {
				t.Errorf("%s: %+v", m.ID, got)
			}
		}
	}
}

// Constants: what equal and different ones give, by method.
func TestConstants(t *testing.T) {
	three, four := slices.Repeat([]float64{3}, 60), slices.Repeat([]float64{4}, 50)
	want := map[string]float64{
		"ks": 1, "kuiper": 1, "cvm": 1, "mannwhitney": 0.5, "wasserstein_raw": 1,
		"js": 1, "hellinger": 1, "tv": 1, "permutation_tv": 1, "linf": 1, "z": 1, "fisher": 1, "intersection": 0, "cramers_v": 1,
		"student": 1 / math.Sqrt(60.0/110*50/110), "welch": 1 / math.Sqrt(60.0/110*50/110),
		"energy":        math.Sqrt(2 / math.Sqrt(60.0/110*50/110)),
		"mmd":           math.Sqrt(2 * (1 - math.Exp(-0.5))), // σ is the distance of the two values
		"es":            1 / (60.0 / 110 * 50 / 110),
		"g":             2 * (60*math.Log(110.0/60) + 50*math.Log(110.0/50)) * (1.0/60 + 1.0/50),
		"kl":            (math.Log((1/1.01)/(0.5/60*60/60.5)) + 0.01*math.Log(0.01/1.01/(60/60.5))) / 1.01,
		"kl_reverse":    (math.Log((60/60.5)/(0.01/1.01)) + 0.5/60*math.Log(0.5/60*60/60.5/(1/1.01))) * 60 / 60.5,
		"bhattacharyya": -math.Log(math.Sqrt(60/60.5*0.01/1.01) + math.Sqrt(0.5/60.5/1.01)),
		"ad":            math.Sqrt(1 / (60.0 / 110 * 50 / 110)), // each value adds h·(½)²/(¼·r·c), r and c the shares of the samples
		"wasserstein":   1 / math.Sqrt(60.0/110*50/110),
		"chi2":          1 / (60.0 / 110 * 50 / 110),
		"psi":           (1-0.5/60)*math.Log(60/0.5) + (1-0.5/50)*math.Log(50/0.5),
	}
	for _, m := range All {
		if got := m.Measure(must(PairFromSlices(three, three))); m.Away(got.Statistic) != 0 || got.P != 1 {
			t.Errorf("%s of equal constants: %+v", m.ID, got)
		}
		got := m.Measure(must(PairFromSlices(three, four)))
		if math.Abs(got.Statistic-want[m.ID]) > 1e-9 || got.P > 1e-7 {
			t.Errorf("%s of different constants: %+v, want %v", m.ID, got, want[m.ID])
		}
	}
}

// Larger changes never get smaller statistics, on shifts of a sample.
func TestStatisticsGrowWithShifts(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	reference := make([]float64, 800)
	for i := range reference {
		reference[i] = r.NormFloat64()
	}
	for _, m := range All {
		last := -1.0
		for _, shift := range []float64{0, 0.25, 0.5, 1, 2, 4} {
			shifted := make([]float64, len(reference))
			for i, x := range reference {
				shifted[i] = x + shift
			}
			got := m.Measure(must(PairFromSlices(reference, shifted)))
			if !(m.Away(got.Statistic) > last) && shift < 4 {
				t.Errorf("%s: %v after %v at a shift of %v", m.ID, got.Statistic, last, shift)
			}
			if m == Wasserstein && math.Abs(got.Statistic-shift) > 0.03*shift {
				t.Errorf("a shift of %v standard deviations is %v", shift, got.Statistic)
			}
			last = m.Away(got.Statistic)
		}
	}
}

// On a grid the exact statistic lies within the bound, where there is one.
func TestExactStatisticsLieWithinTheGridBounds(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 3))
		shape := shapes[int(seed)%len(shapes)]
		reference, current := make([]float64, 300+r.IntN(3000)), make([]float64, 50+r.IntN(2000))
		for i := range reference {
			reference[i] = shape.draw(r)
		}
		shift := float64(seed%3) * 0.2
		for i := range current {
			current[i] = shape.draw(r) + shift
			if r.IntN(50) == 0 { // a new atom, and one that lies inside a cell
				current[i] = 0.3
			}
		}
		for i := range reference {
			if i%40 == 0 {
				reference[i] = 0.3
			}
		}
		rc, cc := must(counts.FromFloats(reference, nil)), must(counts.FromFloats(current, nil))
		grid := must(counts.NewGrid(rc, false))
		exact, on := must(NewPair(rc, cc)), must(NewPair(must(grid.Count(rc)), must(grid.Count(cc))))
		if !slices.IsSorted(on.X) {
			t.Fatal("cells do not ascend")
		}
		for _, m := range All {
			e, g := m.Measure(exact), m.Measure(on)
			switch {
			case m == KolmogorovSmirnov || m == Kuiper:
				if e.Statistic < g.Statistic-1e-12 || e.Statistic > g.Statistic+g.Bound+1e-12 || g.Bound > 0.06 {
					t.Errorf("%s, seed %d: %s is %v, on the grid [%v, +%v]", shape.name, seed, m.ID, e.Statistic, g.Statistic, g.Bound)
				}
			case g.Bound > 0:
				if math.Abs(e.Statistic-g.Statistic) > g.Bound+1e-12 || g.Bound > 0.1*(1+e.Statistic) && m != Energy && m != WassersteinRaw {
					t.Errorf("%s, seed %d: %s is %v, on the grid %v ± %v", shape.name, seed, m.ID, e.Statistic, g.Statistic, g.Bound)
				}
			case m == WassersteinRaw || m == EppsSingleton && e.Statistic > 1: // far values, and covariances of almost nothing
			case math.Abs(e.Statistic-g.Statistic) > 0.1*(1+e.Statistic):
				t.Errorf("%s, seed %d: %s is %v, on the grid %v", shape.name, seed, m.ID, e.Statistic, g.Statistic)
			}
		}
	}
}

// BenchmarkMethods measures pairs of 1,000 and 1,000 cells of a grid, counted from 100,000 and 20,000 rows.
func BenchmarkMethods(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	normal := func(rows int) *counts.Counts {
		values := make([]float64, rows)
		for i := range values {
			values[i] = r.NormFloat64()
		}
		return must(counts.FromFloats(values, nil))
	}
	reference, current := normal(100_000), normal(20_000)
	grid := must(counts.NewGrid(reference, false))
	reference, current = must(grid.Count(reference)), must(grid.Count(current))
	p := must(NewPair(reference, current))
	b.Run("pair", func(b *testing.B) {
		for b.Loop() {
			must(NewPair(reference, current))
		}
		b.ReportMetric(float64(len(p.R)), "cells")
	})
	for _, m := range All {
		b.Run(m.ID, func(b *testing.B) {
			for b.Loop() {
				m.Measure(p)
			}
		})
	}
}

// BenchmarkExactSmirnov is the costliest law: exact, unequal sizes, a p-value of a few per cent.
func BenchmarkExactSmirnov(b *testing.B) {
	for _, size := range [][2]int{{1000, 900}, {10_000, 1000}, {10_000, 9999}} {
		n, m := float64(size[0]), float64(size[1])
		p := &Pair{NR: n, NC: m, ER: n, EC: m}
		d := 1.4 * math.Sqrt(1/n+1/m)
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				smirnovTail(p, d)
			}
		})
	}
}
