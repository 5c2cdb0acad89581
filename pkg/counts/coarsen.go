package counts

import (
	"fmt"
	"math"
)

// Coarsen puts numbers into cells of width 2^level and keeps each cell under its lower bound: x goes to ⌊x/2^level⌋·2^level, so at level 1 both −3 and
// −4 go to −4, and coarsening twice is coarsening once to the larger level. Integers need level ≥ 0; beyond 62 only 0 and the lowest integer are left.
// Counts on a grid and names cannot be coarsened.
func (c *Counts) Coarsen(level int) (*Counts, error) {
	coarse := &Counts{Kind: c.Kind}
	add := func(i int, same bool) {
		if !same {
			coarse.W = append(coarse.W, 0)
			if c.W2 != nil {
				coarse.W2 = append(coarse.W2, 0)
			}
		}
		last := len(coarse.W) - 1
		coarse.W[last] += c.W[i]
		if c.W2 != nil {
			coarse.W2[last] += c.W2[i]
		}
	}
	switch {
	case c.Kind == Int && level >= 0:
		shift := min(level, 63)
		for i, x := range c.Ints {
			key := x >> shift << shift
			same := len(coarse.Ints) > 0 && coarse.Ints[len(coarse.Ints)-1] == key
			if !same {
				coarse.Ints = append(coarse.Ints, key)
			}
			add(i, same)
		}
	case c.Kind == Float && level <= 1023:
		for i, x := range c.Floats {
			key := floorTo(x, level)
			same := len(coarse.Floats) > 0 && coarse.Floats[len(coarse.Floats)-1] == key
			if !same {
				coarse.Floats = append(coarse.Floats, key)
			}
			add(i, same)
		}
	default:
		return nil, fmt.Errorf("counts: %v cannot be coarsened to cells of 2^%d", c.Kind, level)
	}
	coarse.Rows, coarse.Null, coarse.NaN, coarse.PosInf, coarse.NegInf = c.Rows, c.Null, c.NaN, c.PosInf, c.NegInf
	return coarse, nil
}

// floorTo is the largest multiple of 2^level that is not above x; x itself where float64 has no finer steps there, and the lowest float64 where the
// multiple would be −∞.
func floorTo(x float64, level int) float64 {
	_, exp := math.Frexp(x)
	if x == 0 || exp-53 >= level || level < -1074 {
		return x
	}
	if x < 0 && exp <= level { // x/2^level may be too small for a float64
		return math.Max(-math.MaxFloat64, -math.Ldexp(1, level))
	}
	return max(-math.MaxFloat64, math.Ldexp(math.Floor(math.Ldexp(x, -level)), level)) + 0
}
