package counts

import (
	"math"
	"sort"
)

// Moments of the finite values of a window.
type Moments struct {
	N        float64 // Σw
	Mean     float64
	M2, M3   float64 // Σ w(x−mean)², Σ w(x−mean)³; ±Inf where float64 cannot hold them
	SD       float64 // population standard deviation √(M2/N), finite even where M2 is not
	Min, Max float64 // of the values; on a grid the lowest and highest value of the outermost cells, infinite if those are open
}

// Moments computes from the counts, on a grid with the middle of each cell. Without values everything but N is NaN. ok is false for names.
func (c *Counts) Moments() (m Moments, ok bool) {
	if c.Kind.Names() {
		return Moments{}, false
	}
	nan := math.NaN()
	m = Moments{N: c.Total(), Mean: nan, M2: nan, M3: nan, SD: nan, Min: nan, Max: nan}
	n := c.Len()
	if n == 0 {
		return m, true
	}
	// In units of a power of two near the largest value nothing overflows on the way.
	_, exp := math.Frexp(max(math.Abs(c.Value(0)), math.Abs(c.Value(n-1))))
	mean := 0.0
	for i, w := range c.W {
		mean += w / m.N * math.Ldexp(c.Value(i), -exp)
	}
	residual, second, third := 0.0, 0.0, 0.0
	for i, w := range c.W {
		d := math.Ldexp(c.Value(i), -exp) - mean
		residual += w / m.N * d
		second += w / m.N * d * d
		third += w / m.N * d * d * d
	}
	second = max(0, second-residual*residual)
	if n == 1 {
		second, third = 0, 0
	}
	m.Mean = math.Ldexp(mean+residual, exp)
	m.SD = math.Ldexp(math.Sqrt(second), exp)
	m.M2 = math.Ldexp(second*m.N, 2*exp)
	m.M3 = math.Ldexp((third-3*residual*second)*m.N, 3*exp)
	m.Min, m.Max = c.Value(0), c.Value(n-1)
	if c.Kind == Cell {
		m.Min, _, _ = c.Grid.Bounds(int(c.Cells[0]))
		_, m.Max, _ = c.Grid.Bounds(int(c.Cells[n-1]))
	}
	return m, true
}

// Value is the number that stands for key i: the key itself, or the middle of its cell. Integers beyond 2^53 are rounded; NaN for names.
func (c *Counts) Value(i int) float64 {
	switch c.Kind {
	case Int:
		return float64(c.Ints[i])
	case Float:
		return c.Floats[i]
	case Cell:
		return c.Grid.Middle(int(c.Cells[i]))
	}
	return math.NaN()
}

// Cumulative is Σw up to and including each key: the distribution function times the total.
func (c *Counts) Cumulative() []float64 {
	cumulative, sum := make([]float64, c.Len()), 0.0
	for i, w := range c.W {
		sum += w
		cumulative[i] = sum
	}
	return cumulative
}

// CDF is the share of values ≤ x: exact for exact counts; on a grid a cell's weight is spread evenly over it, and an open cell's lies at its finite end.
// NaN without values and for names.
func (c *Counts) CDF(x float64) float64 {
	total := c.Total()
	if total == 0 || c.Kind.Names() || math.IsNaN(x) {
		return math.NaN()
	}
	below := 0.0
	for i, w := range c.W {
		lo, hi := c.span(i)
		switch {
		case hi <= x:
			below += w
		case lo <= x:
			below += w * ((x/2 - lo/2) / (hi/2 - lo/2))
		}
	}
	return below / total
}

// span is where the weight of key i lies.
func (c *Counts) span(i int) (lo, hi float64) {
	if c.Kind != Cell {
		return c.Value(i), c.Value(i)
	}
	cell := int(c.Cells[i])
	lo, hi, _ = c.Grid.Bounds(cell)
	open := math.IsInf(lo, 0) || math.IsInf(hi, 0) || c.Grid.Integer && (lo == math.MinInt64 || hi == math.MaxInt64)
	if open {
		lo = c.Grid.Middle(cell)
		hi = lo
	}
	return lo, hi
}

// Quantiles gives the values below which the shares q ∈ [0, 1] lie: for exact counts the linear interpolation between rows that numpy does by default
// (type 7 of Hyndman & Fan 1996), a weight of w standing for w rows; on a grid the place within the cell if its weight is spread evenly. NaN without
// values and for names.
func (c *Counts) Quantiles(q ...float64) []float64 {
	quantiles := make([]float64, len(q))
	cumulative := c.Cumulative()
	n := len(cumulative)
	for k, share := range q {
		if n == 0 || c.Kind.Names() || !(share >= 0 && share <= 1) {
			quantiles[k] = math.NaN()
			continue
		}
		total := cumulative[n-1]
		if c.Kind == Cell {
			at := share * total
			i := min(sort.SearchFloat64s(cumulative, at), n-1)
			lo, hi := c.span(i)
			part := max(0, min(1, 1-(cumulative[i]-at)/c.W[i]))
			quantiles[k] = lo + part*(hi/2-lo/2)*2
			continue
		}
		row := share * max(0, total-1)
		lower := math.Floor(row)
		x := c.row(cumulative, lower)
		if part := row - lower; part > 0 {
			if next := c.row(cumulative, lower+1); next != x { // equal values stay what they are
				x = x*(1-part) + next*part
			}
		}
		quantiles[k] = x
	}
	return quantiles
}

// row is the value of a row, counted from 0 in ascending order.
func (c *Counts) row(cumulative []float64, row float64) float64 {
	i := sort.Search(len(cumulative), func(i int) bool { return cumulative[i] > row })
	return c.Value(min(i, len(cumulative)-1))
}
