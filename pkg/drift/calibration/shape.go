package main

import (
	"math"
	"sync"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// shape is the distribution of a numeric feature: an increasing function of a hidden standard normal value, in which changes and ordinary variation are
// expressed, so that "0.2 sd" is the same change in every shape.
type shape struct {
	name   string
	value  func(z float64) float64 // of the hidden value
	hidden func(x float64) float64 // the largest hidden value that gives at most x
	steps  []float64               // discrete: value k where the hidden value is in (steps[k−1], steps[k]], from 0 on; nil: continuous
}

var (
	normal    = shape{name: "normal", value: func(z float64) float64 { return z }, hidden: func(x float64) float64 { return x }}
	logNormal = shape{name: "log-normal", value: math.Exp, hidden: func(x float64) float64 {
		if x <= 0 {
			return math.Inf(-1)
		}
		return math.Log(x)
	}}
	// Student's t with two degrees of freedom: its variance is infinite. Its distribution function is ½ + x/(2√(2+x²)).
	heavyTailed = shape{name: "heavy-tailed (t₂)", value: func(z float64) float64 {
		p, q := normalCDF(z), normalCDF(-z)
		return (p - q) / math.Sqrt(2*p*q)
	}, hidden: func(x float64) float64 {
		if x > 0 {
			return -studentHidden(-x)
		}
		return studentHidden(x)
	}}
	softmax = shape{name: "softmax near 1", value: func(z float64) float64 { return 1 / (1 + math.Exp(-4-2*z)) }, hidden: func(x float64) float64 {
		switch {
		case x <= 0:
			return math.Inf(-1)
		case x >= 1:
			return math.Inf(1)
		}
		return (math.Log(x/(1-x)) - 4) / 2
	}}
	mostlyZero = shape{name: "80 % zeros", value: func(z float64) float64 { return math.Max(0, z-zeros) }, hidden: func(x float64) float64 {
		if x < 0 {
			return math.Inf(-1)
		}
		return zeros + x
	}}
	threeValues = discrete("discrete, k=3", 0.5, 0.3, 0.2)
	tenValues   = discrete("discrete, k=10", 0.02, 0.03, 0.05, 0.1, 0.15, 0.2, 0.2, 0.15, 0.07, 0.03)
	oneInSix    = discrete("0 or 1 (16 %)", 0.84, 0.16)
	rareFlag    = discrete("0 or 1 (0.1 %)", 0.999, 0.001)
)

const zeros = 0.8416 // the hidden value below which 80 % lie

// studentHidden is the hidden value of a negative x of Student's t₂, without cancellation far out: its tail is 1/(s(s−x)), s = √(2+x²).
func studentHidden(x float64) float64 {
	s := math.Sqrt(2 + x*x)
	return -math.Sqrt2 * math.Erfcinv(2/(s*(s-x)))
}

func discrete(name string, shares ...float64) shape {
	s := shape{name: name}
	below := 0.0
	for _, p := range shares[:len(shares)-1] {
		below += p
		s.steps = append(s.steps, normalQuantile(below))
	}
	s.steps = append(s.steps, math.Inf(1))
	s.value = func(z float64) float64 {
		k := 0
		for z > s.steps[k] {
			k++
		}
		return float64(k)
	}
	return s
}

// layout is how the windows of a cell are counted: value by value, or, as in a real query, on a grid where there would be too many of them.
type layout struct {
	shape shape
	grid  *counts.Grid // nil: exact values
	upper []float64    // upper end of every cell (or discrete value) as a hidden value; nil: windows are drawn row by row
}

// Rows of reference and window up to which continuous values are counted exactly. A query does so up to exactRows distinct values; fewer are enough where
// all methods are tried, which takes most of the time.
const (
	exactRows      = 20_000
	fewerExactRows = 2_000
)

func newLayout(s shape, onGrid bool) layout {
	l := layout{shape: s, upper: s.steps}
	if s.steps != nil || !onGrid {
		return l
	}
	l.grid, l.upper = gridOf(s)
	return l
}

var grids sync.Map // name of a shape → layout

// gridOf cuts the grid of a shape from its quantiles: an ideal sample.
func gridOf(s shape) (*counts.Grid, []float64) {
	if known, ok := grids.Load(s.name); ok {
		l := known.(layout)
		return l.grid, l.upper
	}
	const rows = 1 << 16
	sample := make([]float64, rows)
	for i := range sample {
		sample[i] = s.value(normalQuantile((float64(i) + 0.5) / rows))
	}
	g, err := counts.NewGrid(must(counts.FromFloats(sample, nil)), false)
	if err != nil {
		panic(err)
	}
	var upper []float64
	if len(g.Atoms) == 0 { // a value with a cell of its own lies inside another: windows are then drawn row by row
		upper = make([]float64, g.NumCells())
		for k := range upper {
			_, hi, _ := g.Bounds(k)
			upper[k] = s.hidden(hi)
		}
		upper[len(upper)-1] = math.Inf(1)
	}
	grids.Store(s.name, layout{grid: g, upper: upper})
	return g, upper
}

// counts of so many rows in each cell of the layout.
func (l layout) counts(n []float64) *counts.Counts {
	if l.grid != nil {
		var cells []int32
		var w []float64
		for k, v := range n {
			if v > 0 {
				cells, w = append(cells, int32(k)), append(w, v)
			}
		}
		return must(counts.OfCells(l.grid, cells, w, nil, counts.Other{}))
	}
	var keys, w []float64
	for k, v := range n {
		if v > 0 {
			keys, w = append(keys, float64(k)), append(w, v)
		}
	}
	return must(counts.OfFloats(keys, w, nil, counts.Other{}))
}

// ofRows counts values given row by row.
func (l layout) ofRows(x []float64) *counts.Counts {
	if l.grid == nil {
		return must(counts.FromFloats(x, nil))
	}
	n := make([]float64, l.grid.NumCells())
	for _, v := range x {
		n[l.grid.CellOf(v)]++
	}
	return l.counts(n)
}

// must is for what can only fail by a mistake in this program.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
