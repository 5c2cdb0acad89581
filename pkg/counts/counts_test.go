package counts

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestConstructorsCountAndSetApart(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	c := must(FromFloats([]float64{2, nan, -0.0, math.Copysign(0, -1), inf, 2, -inf, 0, inf}, nil))
	if !slices.Equal(c.Floats, []float64{0, 2}) || !slices.Equal(c.W, []float64{3, 2}) || c.W2 != nil {
		t.Errorf("%+v", c)
	}
	if math.Signbit(c.Floats[0]) {
		t.Error("−0 is a key")
	}
	if c.Rows != 9 || c.NaN != 1 || c.PosInf != 2 || c.NegInf != 1 || c.Total() != 5 {
		t.Errorf("%+v", c)
	}
	i := must(FromInts([]int64{9007199254740993, math.MinInt64, 9007199254740992, 9007199254740993}, nil))
	if !slices.Equal(i.Ints, []int64{math.MinInt64, 9007199254740992, 9007199254740993}) || i.W[2] != 2 {
		t.Errorf("%+v", i)
	}
	s := must(FromStrings([]string{"b", "", "a", "b"}, nil))
	if !slices.Equal(s.Strings, []string{"", "a", "b"}) || s.W[2] != 2 {
		t.Errorf("%+v", s)
	}
	for _, c := range []*Counts{c, i, s, must(FromFloats(nil, nil)), must(FromFloats([]float64{nan}, []float64{0.5}))} {
		if err := c.Validate(); err != nil {
			t.Error(err)
		}
	}
}

func TestWeights(t *testing.T) {
	c := must(FromInts([]int64{7, 3, 7}, []float64{0.5, 2, 1.5}))
	if !slices.Equal(c.W, []float64{2, 2}) || !slices.Equal(c.W2, []float64{4, 2.5}) {
		t.Errorf("%+v", c)
	}
	if got, want := c.EffectiveRows(), 16/6.5; math.Abs(got-want) > 1e-15 {
		t.Errorf("effective rows %v, want %v", got, want)
	}
	if got := must(FromInts([]int64{1, 1, 2}, nil)).EffectiveRows(); got != 3 {
		t.Errorf("effective rows %v of three rows", got)
	}
	// The same weight for every row leaves the effective number of rows as it is.
	if got := must(FromInts([]int64{1, 1, 2}, []float64{10, 10, 10})).EffectiveRows(); math.Abs(got-3) > 1e-12 {
		t.Errorf("effective rows %v of three rows", got)
	}
	if got := Empty(Int, nil).EffectiveRows(); got != 0 {
		t.Errorf("effective rows %v of nothing", got)
	}
	for _, weights := range [][]float64{{1, 2}, {1, 0, 1}, {1, -1, 1}, {1, math.NaN(), 1}, {1, math.Inf(1), 1}} {
		if c, err := FromInts([]int64{1, 2, 3}, weights); err == nil || c != nil {
			t.Errorf("weights %v: %v, %v", weights, c, err)
		}
	}
}

func TestValidateSaysWhatIsBroken(t *testing.T) {
	g := must(NewGrid(must(FromFloats([]float64{1, 2, 3}, nil)), false))
	for want, c := range map[string]*Counts{
		"do not ascend":             {Kind: Int, Ints: []int64{2, 2}, W: []float64{1, 1}, Rows: 2},
		"not positive":              {Kind: Int, Ints: []int64{2}, W: []float64{0}},
		"2 keys but 1 weights":      {Kind: Int, Ints: []int64{2, 3}, W: []float64{1}, Rows: 1},
		"cannot be a key":           {Kind: Float, Floats: []float64{math.NaN()}, W: []float64{1}, Rows: 1},
		"Rows is 5":                 {Kind: String, Strings: []string{"a"}, W: []float64{1}, Rows: 5},
		"also have":                 {Kind: String, Strings: []string{"a"}, Ints: []int64{1}, W: []float64{1}, Rows: 1},
		"a grid belongs":            {Kind: Cell, Cells: []int32{0}, W: []float64{1}, Rows: 1},
		"has no cell":               {Kind: Cell, Grid: g, Cells: []int32{int32(g.NumCells())}, W: []float64{1}, Rows: 1},
		"unknown":                   {},
		"are not all finite":        {Kind: Int, Null: -1},
		"1 weights but 0 squared":   {Kind: Int, Ints: []int64{2}, W: []float64{1}, W2: []float64{}, Rows: 1},
		"squared weight 0 of \"a\"": {Kind: String, Strings: []string{"a"}, W: []float64{1}, W2: []float64{0}, Rows: 1},
	} {
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing from %v", want, err)
		}
	}
}

// windows draws a few windows of one column; weights are quarters, whose sums are exact.
func windows(seed uint64, kind Kind, weighted bool) []*Counts {
	r := rand.New(rand.NewPCG(seed, uint64(kind)))
	g := must(NewGrid(must(FromFloats(draw(seed, 500, columns[2].draw), nil)), false))
	var all []*Counts
	for range 2 + r.IntN(6) {
		n := r.IntN(60)
		ints, floats, names, weights := make([]int64, n), make([]float64, n), make([]string, n), make([]float64, n)
		for i := range n {
			ints[i] = 9007199254740980 + r.Int64N(30)
			floats[i] = columns[2].draw(r)
			if r.IntN(20) == 0 {
				floats[i] = math.NaN()
			}
			names[i] = string(rune('a' + r.IntN(12)))
			weights[i] = float64(1+r.IntN(8)) / 4
		}
		if !weighted || r.IntN(4) == 0 {
			weights = nil
		}
		var c *Counts
		switch kind {
		case Int:
			c = must(FromInts(ints, weights))
		case Float:
			c = must(FromFloats(floats, weights))
		case String:
			c = must(FromStrings(names, weights))
		case Cell:
			c = must(g.Count(must(FromFloats(floats, weights))))
		}
		all = append(all, c)
	}
	return all
}

func TestMergeAndSubtract(t *testing.T) {
	for _, kind := range []Kind{Int, Float, String, Cell} {
		for seed := range uint64(40) {
			parts := windows(seed, kind, seed%2 == 1)
			whole := must(Merge(parts...))
			if err := whole.Validate(); err != nil {
				t.Fatal(err)
			}
			rows := 0.0
			for _, c := range parts {
				rows += c.Rows
			}
			if whole.Rows != rows {
				t.Fatalf("%v rows of %v", whole.Rows, rows)
			}
			reversed := slices.Clone(parts)
			slices.Reverse(reversed)
			if !must(Merge(reversed...)).Equal(whole) {
				t.Fatal("the order of merging matters")
			}
			rest := must(Merge(parts[1:]...))
			if !must(Merge(parts[0], nil, rest)).Equal(whole) {
				t.Fatal("merging is not associative")
			}
			if !must(whole.Subtract(parts[0])).Equal(rest) {
				t.Fatalf("subtracting does not undo merging (%v)", kind)
			}
			if left := must(whole.Subtract(whole)); left.Len() != 0 || left.Rows != 0 {
				t.Fatalf("%v rows are left of nothing", left.Rows)
			}
			if rest.Rows > 0 && parts[0].Rows > 0 {
				if _, err := parts[0].Subtract(whole); err == nil {
					t.Fatal("a part contains the whole")
				}
			}
		}
	}
	if _, err := Merge(nil, nil); err == nil {
		t.Error("nothing was merged")
	}
}

// Weights that are no binary fractions leave rounding behind, not rows.
func TestSubtractForgivesRounding(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	values, weights := make([]int64, 300), make([]float64, 300)
	for i := range values {
		values[i], weights[i] = r.Int64N(20), r.Float64()
	}
	a, b := must(FromInts(values[:200], weights[:200])), must(FromInts(values[200:], weights[200:]))
	left := must(must(must(Merge(a, b)).Subtract(a)).Subtract(b))
	if left.Len() != 0 {
		t.Errorf("%d keys are left: %v", left.Len(), left.W)
	}
}

func TestIntegersAndFloatsOfOneColumn(t *testing.T) {
	big := must(FromInts([]int64{9007199254740993, 2}, nil))
	whole := must(FromFloats([]float64{2, 9007199254740992, math.NaN()}, nil))
	merged := must(Merge(big, whole))
	if merged.Kind != Int || !slices.Equal(merged.Ints, []int64{2, 9007199254740992, 9007199254740993}) || merged.NaN != 1 {
		t.Errorf("%+v", merged)
	}
	if !must(Merge(whole, big)).Equal(merged) {
		t.Error("the order of kinds matters")
	}
	fractions := must(FromFloats([]float64{0.5, 1e300}, nil))
	merged = must(Merge(must(FromInts([]int64{2}, nil)), fractions))
	if merged.Kind != Float || !slices.Equal(merged.Floats, []float64{0.5, 2, 1e300}) {
		t.Errorf("%+v", merged)
	}
	if _, err := Merge(big, fractions); err == nil || !strings.Contains(err.Error(), "9007199254740993") {
		t.Errorf("fractions with an integer that no float64 holds: %v", err)
	}
	if _, err := Merge(big, must(FromStrings([]string{"a"}, nil))); err == nil {
		t.Error("numbers and names were merged")
	}
	// Windows without values take the kind of the others.
	null := Empty(String, nil).total(Other{Null: 3})
	if merged = must(Merge(null, big)); merged.Kind != Int || merged.Null != 3 || merged.Rows != 5 {
		t.Errorf("%+v", merged)
	}
	if merged, err := Merge(big, must(FromFloats([]float64{math.MaxInt64}, nil))); err == nil {
		t.Errorf("2⁶³ became an integer: %+v", merged)
	}
}

func TestCoarsenFloors(t *testing.T) {
	c := must(FromInts([]int64{-5, -4, -3, -1, 0, 1, 2, math.MaxInt64, math.MinInt64}, nil))
	if got := must(c.Coarsen(1)); !slices.Equal(got.Ints, []int64{math.MinInt64, -6, -4, -2, 0, 2, math.MaxInt64 - 1}) ||
		!slices.Equal(got.W, []float64{1, 1, 2, 1, 2, 1, 1}) {
		t.Errorf("%v %v", got.Ints, got.W)
	}
	if got := must(c.Coarsen(100)); !slices.Equal(got.Ints, []int64{math.MinInt64, 0}) {
		t.Errorf("%v", got.Ints)
	}
	f := must(FromFloats([]float64{-3, -0.1, -5e-324, 0, 0.1, 3, 1e300, -1e300, math.MaxFloat64, -math.MaxFloat64}, nil))
	if got := must(f.Coarsen(1)); !slices.Equal(got.Floats, []float64{-math.MaxFloat64, -1e300, -4, -2, 0, 2, 1e300, math.MaxFloat64}) {
		t.Errorf("%v", got.Floats)
	}
	for _, level := range []int{-1100, -1074, -10, 0, 5, 900, 1023} {
		once := must(f.Coarsen(level))
		if err := once.Validate(); err != nil {
			t.Errorf("level %d: %v", level, err)
		}
		for _, finer := range []int{level - 7, level - 1, level} {
			if !must(must(f.Coarsen(finer)).Coarsen(level)).Equal(once) {
				t.Errorf("coarsening to %d and then to %d is not coarsening to %d", finer, level, level)
			}
		}
	}
	if _, err := must(FromStrings([]string{"a"}, nil)).Coarsen(1); err == nil {
		t.Error("names were coarsened")
	}
}

func TestMoments(t *testing.T) {
	m, _ := must(FromFloats([]float64{1, 2, 2, 7}, nil)).Moments()
	if m.N != 4 || m.Mean != 3 || math.Abs(m.M2-22) > 1e-12 || math.Abs(m.M3-54) > 1e-12 || m.Min != 1 || m.Max != 7 || math.Abs(m.SD-math.Sqrt(5.5)) > 1e-15 {
		t.Errorf("%+v", m)
	}
	if m, _ = must(FromFloats([]float64{0.1, 0.1, 0.1}, nil)).Moments(); m.SD != 0 || m.M2 != 0 {
		t.Errorf("a constant: %+v", m)
	}
	// 1e9 + {0, 1, 2}: no digits are lost to the offset.
	if m, _ = must(FromFloats([]float64{1e9, 1e9 + 1, 1e9 + 2}, nil)).Moments(); math.Abs(m.M2-2) > 1e-9 {
		t.Errorf("an offset: %+v", m)
	}
	if m, _ = must(FromFloats([]float64{-1e308, 1e308, 1.5e308}, nil)).Moments(); math.IsInf(m.SD, 0) || math.IsNaN(m.SD) || !math.IsInf(m.M2, 1) {
		t.Errorf("extremes: %+v", m)
	}
	if m, _ = must(FromFloats([]float64{5e-324, 1e-323}, nil)).Moments(); math.IsNaN(m.Mean) || m.Mean < 5e-324 {
		t.Errorf("denormals: %+v", m)
	}
	if m, _ = Empty(Float, nil).Moments(); m.N != 0 || !math.IsNaN(m.Mean) {
		t.Errorf("nothing: %+v", m)
	}
	if _, ok := must(FromStrings([]string{"a"}, nil)).Moments(); ok {
		t.Error("names have moments")
	}
}

func TestQuantiles(t *testing.T) {
	// numpy.quantile([1, 2, 2, 3, 10], [0, .1, .25, .5, .9, 1])
	c := must(FromInts([]int64{10, 2, 1, 3, 2}, nil))
	got := c.Quantiles(0, 0.1, 0.25, 0.5, 0.9, 1)
	for i, want := range []float64{1, 1.4, 2, 2, 7.2, 10} {
		if math.Abs(got[i]-want) > 1e-12 {
			t.Errorf("quantile %d is %v, want %v", i, got[i], want)
		}
	}
	if got := must(FromFloats([]float64{0.1, 0.1}, nil)).Quantiles(0.3)[0]; got != 0.1 {
		t.Errorf("quantile of a constant is %v", got)
	}
	if got := must(FromFloats([]float64{-1e308, 1e308}, nil)).Quantiles(0.5)[0]; got != 0 {
		t.Errorf("median of ±1e308 is %v", got)
	}
	for _, q := range append(Empty(Int, nil).Quantiles(0.5), append(c.Quantiles(-0.1, 1.1, math.NaN()), must(FromStrings([]string{"a"}, nil)).Quantiles(0.5)...)...) {
		if !math.IsNaN(q) {
			t.Errorf("%v instead of NaN", q)
		}
	}
}

// On a grid quantiles and the distribution function are right to within a cell.
func TestQuantilesOnAGrid(t *testing.T) {
	eachSample(t, 5_000, func(t *testing.T, sample, fresh *Counts, integer bool) {
		on := must(must(NewGrid(sample, integer)).Count(fresh))
		q := []float64{0.01, 0.25, 0.5, 0.75, 0.99}
		exact, got := fresh.Quantiles(q...), on.Quantiles(q...)
		for i := range q {
			cellOfExact := on.Grid.CellOf(exact[i])
			if gap := on.Grid.CellOf(got[i]) - cellOfExact; gap < -2 || gap > 2 {
				if math.Abs(fresh.CDF(got[i])-q[i]) > 0.005 {
					t.Errorf("quantile %v is %v, on the grid %v", q[i], exact[i], got[i])
				}
			}
			if d := math.Abs(on.CDF(exact[i]) - fresh.CDF(exact[i])); d > 0.01 {
				t.Errorf("at %v the distribution function is off by %v", exact[i], d)
			}
		}
	})
}

func BenchmarkMerge(b *testing.B) {
	day := func(kind Kind, seed uint64) *Counts {
		c := must(FromFloats(draw(seed, 2000, columns[0].draw), nil))
		if kind == Cell {
			return must(grid.Count(c))
		}
		return c
	}
	for name, kind := range map[string]Kind{"exact": Float, "cells": Cell} {
		var days []*Counts
		for seed := range uint64(28 * 24) {
			days = append(days, day(kind, seed))
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				must(Merge(days...))
			}
		})
	}
}

var grid = must(NewGrid(must(FromFloats(draw(1, 20_000, columns[0].draw), nil)), false))

// A column that is null in every row has no kind: what one file types as text another may type as a number.
func TestUnifyWithoutAnyValue(t *testing.T) {
	for _, kinds := range [][2]Kind{{Int, String}, {String, Float}, {String, Int}} {
		a, b := (&Counts{Kind: kinds[0]}).total(Other{Null: 3}), (&Counts{Kind: kinds[1]}).total(Other{Null: 5, NaN: 1})
		a, b, err := Unify(a, b)
		if err != nil || a.Kind != b.Kind || a.Rows != 3 || b.Rows != 6 || b.Null != 5 || b.NaN != 1 {
			t.Errorf("%v: %+v, %+v, %v", kinds, a, b, err)
		}
	}
}
