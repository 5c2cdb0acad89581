package counts

import "math"

// octaveBits: an octave, the values from 2^k to 2^(k+1), is cut into 2^octaveBits cells.
const octaveBits = 6

// Octaves is a grid of numbers that are not negative and of no known size, such as durations: every octave up to 2^high is cut into 64 cells of one width,
// so that a value is known to 1/64 of itself wherever it lies. It needs no sample, and is the same for all windows. Below 2^low there is one cell; integers
// have cells of their own up to 2^7, whatever low is.
func Octaves(integer bool, low, high int) *Grid {
	first := point{f: 0}
	lowest, highest := point{f: math.Inf(-1)}, point{f: math.Inf(1)}
	power := func(exp int) point { return point{f: math.Ldexp(1, exp)} }
	width := low // of the cells below the first octave
	if integer {
		low, width = octaveBits, 0
		lowest, highest = point{i: math.MinInt64}, point{i: math.MaxInt64}
		power = func(exp int) point { return point{i: 1 << exp} }
	}
	g := &Grid{Integer: integer, Segments: []Segment{segment(lowest, first, 0), segment(first, power(low), width)}}
	for exp := low; exp < high; exp++ {
		g.Segments = append(g.Segments, segment(power(exp), power(exp+1), exp-octaveBits))
	}
	g.Segments = append(g.Segments, segment(power(high), highest, 0))
	g.Version = g.version()
	return g
}

func segment(lo, hi point, exp int) Segment {
	return Segment{Lo: lo.f, Hi: hi.f, LoInt: lo.i, HiInt: hi.i, Exp: exp}
}
