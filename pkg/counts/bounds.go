package counts

import (
	"fmt"
	"math"
)

// Bounds is a grid of floats whose cells somebody else has cut: those of a store that keeps counts and no values. bounds are finite and ascend; below the first and
// above the last lies an open cell. It promises nothing of how much a cell holds, and a statistic's bound on its error says what that means.
func Bounds(bounds []float64) (*Grid, error) {
	if len(bounds) == 0 {
		return nil, fmt.Errorf("counts: a grid needs a bound at least")
	}
	g := &Grid{Segments: make([]Segment, 0, len(bounds)+1)}
	lo := math.Inf(-1)
	for i, hi := range bounds {
		if math.IsNaN(hi) || math.IsInf(hi, 0) || i > 0 && !(bounds[i-1] < hi) {
			return nil, fmt.Errorf("counts: the bounds %v of a grid are not finite and ascending", bounds)
		}
		hi += 0 // −0 + 0 is 0
		g.Segments, lo = append(g.Segments, Segment{Lo: lo, Hi: hi, Whole: true}), hi
	}
	g.Segments = append(g.Segments, Segment{Lo: lo, Hi: math.Inf(1), Whole: true})
	g.Version = g.version()
	return g, nil
}
