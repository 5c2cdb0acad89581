package tally

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
)

// columns that a grid must get right: what ordinary ML columns look like, and what no column should.
func awkward(rng *rand.Rand) map[string]func() float64 {
	return map[string]func() float64{
		"normal":    rng.NormFloat64,
		"lognormal": func() float64 { return math.Exp(2 * rng.NormFloat64()) },
		"zeros":     func() float64 { return float64(int(rng.Float64()*5)/4) * rng.Float64() * 100 },
		"softmax":   func() float64 { return 1 / (1 + math.Exp(-8-3*rng.NormFloat64())) },
		"cauchy":    func() float64 { return math.Tan(math.Pi * (rng.Float64() - 0.5)) },
		"huge":      func() float64 { return rng.NormFloat64() * 1e300 },
		"tiny":      func() float64 { return rng.NormFloat64() * 1e-310 },
		"steps":     func() float64 { return math.Floor(rng.NormFloat64()*3) / 4 },
		"far":       func() float64 { return 1e15 + rng.NormFloat64() },
		"not values": func() float64 {
			return []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 0, 1, rng.NormFloat64()}[rng.IntN(7)]
		},
	}
}

// vector makes a batch with some values missing, cut into runs of some slots.
func vector(rng *rand.Rand, n int, next func() float64) (Vector, []Run) {
	v := Vector{Valid: make([]uint64, (n+63)/64)}
	for i := range n {
		v.Floats = append(v.Floats, next())
		if rng.IntN(20) > 0 {
			v.Valid[i>>6] |= 1 << (i & 63)
		}
	}
	var runs []Run
	for from := 0; from < n; {
		to := min(n, from+1+rng.IntN(300))
		if rng.IntN(10) > 0 { // else: rows in no slot
			runs = append(runs, Run{Slot: int32(rng.IntN(3)), From: from, To: to})
		}
		from = to
	}
	return v, runs
}

// expected counts rows one by one.
func expected(t *testing.T, v Vector, runs []Run) []*counts.Counts {
	values, missing := make([][]float64, 3), make([]float64, 3)
	for _, r := range runs {
		for i := r.From; i < r.To; i++ {
			if v.Missing(i) {
				missing[r.Slot]++
			} else {
				values[r.Slot] = append(values[r.Slot], v.Floats[i])
			}
		}
	}
	var list []*counts.Counts
	for s := range values {
		c, err := counts.FromFloats(values[s], nil)
		if err != nil {
			t.Fatal(err)
		}
		c.Null += missing[s]
		c.Rows += missing[s]
		list = append(list, c)
	}
	return list
}

func TestFloatsAndCells(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for name, next := range awkward(rng) {
		sampled, runs := vector(rng, 5000, next)
		reference, err := counts.Merge(expected(t, sampled, runs)...)
		if err != nil {
			t.Fatal(err)
		}
		for _, integer := range []bool{false, true} {
			grid, err := counts.NewGrid(reference, integer)
			if err != nil {
				if integer {
					continue // such values make no grid of whole numbers
				}
				t.Fatalf("%s: %v", name, err)
			}
			v, runs := vector(rng, 20_000, next)
			want := expected(t, v, runs)
			exact, cells := Floats(name, false, Limits{}), Cells(name, grid, 0)
			for _, r := range runs { // in batches
				exact.Add([]Run{r}, v)
				cells.Add([]Run{r}, v)
			}
			gotExact, err := exact.Counts(3)
			if err != nil {
				t.Fatal(err)
			}
			gotCells, err := cells.Counts(3)
			if err != nil {
				t.Fatal(err)
			}
			for s := range want {
				if !gotExact[s].Equal(want[s]) {
					t.Errorf("%s: exact counts of slot %d differ", name, s)
				}
				onGrid, err := grid.Count(want[s])
				if err != nil {
					t.Fatal(err)
				}
				if !gotCells[s].Equal(onGrid) {
					t.Errorf("%s, integer %t: cells of slot %d differ", name, integer, s)
				}
			}
		}
	}
}

func TestIntsOnGrids(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for name, next := range map[string]func() int64{
		"small":  func() int64 { return int64(rng.NormFloat64() * 100) },
		"zeros":  func() int64 { return int64(rng.IntN(2)) * rng.Int64N(1_000_000) },
		"all":    func() int64 { return int64(rng.Uint64()) },
		"ends":   func() int64 { return []int64{math.MinInt64, math.MaxInt64, 0, -1, rng.Int64()}[rng.IntN(5)] },
		"large":  func() int64 { return 1<<60 + rng.Int64N(100_000) },
		"amount": func() int64 { return int64(math.Exp(10 + 2*rng.NormFloat64())) },
	} {
		values := make([]int64, 50_000)
		for i := range values {
			values[i] = next()
		}
		want, err := counts.FromInts(values, nil)
		if err != nil {
			t.Fatal(err)
		}
		runs := []Run{{0, 0, len(values)}}
		got, err := one(Ints(name, false, Limits{}), Vector{Ints: values}, len(values))
		if err != nil || !got.Equal(want) {
			t.Errorf("%s: exact counts differ: %v", name, err)
		}
		for _, integer := range []bool{true, false} {
			grid, err := counts.NewGrid(want, integer)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			cells := Cells(name, grid, 0)
			cells.Add(runs, Vector{Ints: values})
			list, err := cells.Counts(1)
			if err != nil {
				t.Fatal(err)
			}
			if onGrid, err := grid.Count(want); err != nil || !list[0].Equal(onGrid) {
				t.Errorf("%s, integer %t: cells differ: %v", name, integer, err)
			}
		}
	}
}

func TestTexts(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, distinct := range []int{1, 3, 100, 3 * fewKeys} {
		var texts []string
		for range 50_000 {
			texts = append(texts, fmt.Sprintf("name %d of a certain length", rng.IntN(distinct)))
		}
		texts[7] = ""
		want, err := counts.FromStrings(texts, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := one(Texts("name", Limits{}), Vector{Texts: texts}, len(texts))
		if err != nil || !got.Equal(want) {
			t.Errorf("%d distinct: counts differ: %v", distinct, err)
		}
	}
}

func TestNames(t *testing.T) {
	got, err := one(Ints("code", true, Limits{}), Vector{Ints: []int64{10, 9, 10, -1}}, 4)
	if err != nil || !slices.Equal(got.Strings, []string{"-1", "10", "9"}) || !slices.Equal(got.W, []float64{1, 2, 1}) {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = one(Floats("code", true, Limits{}), Vector{Floats: []float64{1, 0.5, 1, math.NaN(), math.Copysign(0, -1)}}, 5)
	if err != nil || !slices.Equal(got.Strings, []string{"0", "0.5", "1"}) || got.NaN != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestLimits(t *testing.T) {
	var values []int64
	var texts []string
	for i := range 1000 {
		values, texts = append(values, int64(i)), append(texts, fmt.Sprint(i))
	}
	halves := []Run{{0, 0, 600}, {1, 400, 1000}} // 200 values in both
	for _, c := range []struct {
		limits  Limits
		tooMany bool
	}{
		{Limits{Distinct: 1000}, false}, {Limits{Distinct: 999}, true}, {Limits{Entries: 1200}, false}, {Limits{Entries: 1199}, true}, {Limits{}, false},
	} {
		for kind, column := range map[string]Column{"ints": Ints("n", false, c.limits), "texts": Texts("n", c.limits)} {
			column.Add(halves, Vector{Ints: values, Texts: texts})
			column.Add(nil, Vector{Ints: values, Texts: texts})
			_, err := column.Counts(2)
			var tooMany *store.TooManyError
			if errors.As(err, &tooMany) != c.tooMany {
				t.Errorf("%s, %+v: %v", kind, c.limits, err)
			}
		}
	}
}

func TestMoments(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	// A mean that is large beside the spread: sums of squares would lose all digits.
	values := make([]float64, 10_000)
	for i := range values {
		values[i] = 1e9 + math.Exp(rng.NormFloat64())
	}
	var m Moments
	for from := 0; from < len(values); from += 2048 {
		to := min(from+2048, len(values))
		m.Add([]Run{{0, 0, to - from}}, Vector{Floats: values[from:to]}, Vector{})
	}
	mean, m2, m3 := 0.0, 0.0, 0.0
	for _, x := range values {
		mean += (x - 1e9) / float64(len(values))
	}
	for _, x := range values {
		d := x - 1e9 - mean
		m2 += d * d
		m3 += d * d * d
	}
	got := m.At(0)
	for name, pair := range map[string][2]float64{"mean": {got.Mean, 1e9 + mean}, "m2": {got.M2, m2}, "m3": {got.M3, m3}} {
		if math.Abs(pair[0]-pair[1]) > 1e-6*math.Abs(pair[1]) {
			t.Errorf("%s: got %v, want %v", name, pair[0], pair[1])
		}
	}
	if got.N != 10_000 || got.Rows != 10_000 || got.Min != slices.Min(values) || got.Max != slices.Max(values) {
		t.Errorf("%+v", got)
	}
	var odd Moments
	odd.Add([]Run{{1, 0, 5}}, Vector{Floats: []float64{math.NaN(), math.Inf(1), 1e308, 1e308, 3}, Valid: []uint64{0b01111}}, Vector{})
	if odd.At(0) != nil || odd.At(2) != nil {
		t.Error("slots without rows have moments")
	}
	if o := odd.At(1); o.Rows != 5 || o.N != 2 || o.Null != 1 || o.NaN != 1 || o.Inf != 1 || o.Mean != 1e308 || o.M2 != 0 {
		t.Errorf("%+v", o)
	}
}

// Of 2⁵³ + 0…69 and of ±2⁶³ nothing is lost, constants have no spread, and huge values stay finite.
func TestMomentsOfHugeAndEqualValues(t *testing.T) {
	var ints []int64
	for i := range 7000 {
		ints = append(ints, 1<<53+int64(i%70))
	}
	var m Moments
	for from := 0; from < len(ints); from += 100 {
		m.Add([]Run{{0, from, from + 100}}, Vector{Ints: ints}, Vector{})
	}
	if o := m.At(0); o.Mean != 1<<53+34 || math.Abs(o.MeanRest-0.5) > 1e-9 || math.Abs(o.M2/o.N-4899.0/12) > 1e-9 || math.Abs(o.M3) > 1e-6*o.M2 {
		t.Errorf("%+v", o)
	}
	var wide Moments
	wide.Add([]Run{{0, 0, 2}}, Vector{Ints: []int64{math.MinInt64, math.MaxInt64}}, Vector{})
	if o := wide.At(0); math.Abs(o.Mean) > 1 || o.M2 != 0x1p127 {
		t.Errorf("%+v", o)
	}
	for _, x := range []float64{3.5, 0.1, 1e-300, -1.7e308, math.MaxFloat64} {
		floats := slices.Repeat([]float64{x}, 8000)
		var c Moments
		for from := 0; from < len(floats); from += 999 {
			c.Add([]Run{{0, from, min(from+999, 8000)}}, Vector{Floats: floats}, Vector{})
		}
		if o := c.At(0); o.Mean != x || o.M2 != 0 || o.M3 != 0 {
			t.Errorf("%v: %+v", x, o)
		}
	}
}

func TestSample(t *testing.T) {
	const rows = 100_000
	values := make([]int64, rows)
	for i := range values {
		values[i] = int64(i)
	}
	draw := func(size int, expected float64, batch int) (*counts.Counts, *Sample) {
		s := NewSample(size, 1, expected)
		for from := 0; from < rows; from += batch {
			to := min(from+batch, rows)
			s.Add([]Run{{0, 0, to - from}}, []Vector{{Ints: values[from:to]}})
		}
		c, err := s.Counts(0, false)
		if err != nil {
			t.Fatal(err)
		}
		return c, s
	}
	want, s := draw(5000, 0, 2048)
	if s.Size() != 5000 || s.Rows() != rows || want.Rows != 5000 || want.Len() != 5000 {
		t.Fatalf("%d of %d rows, %v counted", s.Size(), s.Rows(), want.Rows)
	}
	for _, expected := range []float64{0, 10, rows, 2 * rows / 1.9} {
		for _, batch := range []int{1000, 2048, rows} {
			if got, _ := draw(5000, expected, batch); !got.Equal(want) {
				t.Errorf("expecting %v rows, in batches of %d: another sample", expected, batch)
			}
		}
	}
	// Simple random sampling: each tenth of the rows holds a tenth of the sample, within 5 standard deviations.
	tenths := make([]float64, 10)
	for _, x := range want.Ints {
		tenths[x*10/rows]++
	}
	for i, n := range tenths {
		if math.Abs(n-500) > 5*math.Sqrt(500*0.9*0.95) {
			t.Errorf("tenth %d holds %v of 5000", i, n)
		}
	}
	if all, s := draw(2*rows, 0, 2048); s.Size() != rows || all.Len() != rows {
		t.Errorf("a sample of more than there is has %d rows", s.Size())
	}
}

func TestEdges(t *testing.T) {
	for _, at := range [][]float64{nil, {1}, {1, 1}, {2, 1}, {0, math.NaN()}} {
		if _, err := Edges("x", at); err == nil {
			t.Errorf("edges %v were accepted", at)
		}
	}
	c, err := Edges("x", []float64{0, 1, 2})
	if err != nil {
		t.Fatal(err)
	}
	got, err := one(c, Vector{Floats: []float64{-1, 0, 0.5, 1, 2, 3, math.Inf(1), math.NaN()}}, 8)
	if err != nil || !slices.Equal(got.Floats, []float64{-math.MaxFloat64, 0, 1, math.MaxFloat64}) || !slices.Equal(got.W, []float64{1, 2, 2, 1}) || got.PosInf != 1 || got.NaN != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}
