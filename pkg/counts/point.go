package counts

import "math"

// point is a place on the line that a grid cuts: a float64 or an int64. Which of the two is the grid's business.
type point struct {
	f float64
	i int64
}

func (p point) less(q point, integer bool) bool {
	if integer {
		return p.i < q.i
	}
	return p.f < q.f
}

func (p point) value(integer bool) float64 {
	if integer {
		return float64(p.i)
	}
	return p.f
}

// at is q·2^exp, held at the ends of the line where it would leave it.
func at(q int64, exp int, integer bool) point {
	if !integer {
		return point{f: max(-math.MaxFloat64, min(math.MaxFloat64, math.Ldexp(float64(q), exp)))}
	}
	if i := q << exp; i>>exp == q {
		return point{i: i}
	}
	if q < 0 {
		return point{i: math.MinInt64}
	}
	return point{i: math.MaxInt64}
}

// index is ⌊p/2^exp⌋.
func (p point) index(exp int, integer bool) int64 {
	if integer {
		return p.i >> exp
	}
	return int64(math.Floor(p.f / math.Ldexp(1, exp)))
}

// finest is the smallest exponent of cells within [lo, hi]: integers have no finer than 1, and the cells of floats must have indices below 2^53.
func finest(lo, hi point, integer bool) int {
	if integer {
		return 0
	}
	_, exp := math.Frexp(max(math.Abs(lo.f), math.Abs(hi.f))) // below 2^exp
	return max(exp-53, -1074)
}
