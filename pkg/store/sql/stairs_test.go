package sql

import (
	"math"
	"slices"
	"sort"
	"testing"
)

// The stairs of a grid's bounds have all of them among their own, and say of any number how many of their own are not above it.
func TestStairs(t *testing.T) {
	for name, draw := range shapes() {
		values, bounds, _ := gridBounds(t, draw)
		s := stairsOf(bounds)
		if s == nil {
			if name != "lognormal" { // has too many widths
				t.Errorf("%s: no stairs", name)
			}
			continue
		}
		own := s.bounds()
		if len(own) != s.slots() || len(own) > mostGrowth*len(bounds) || len(s.flights) > mostFlights || len(s.rest) > fewBounds {
			t.Errorf("%s: %d slots of %d bounds, in %d flights and %d more", name, len(own), len(bounds), len(s.flights), len(s.rest))
		}
		for _, b := range bounds {
			if _, found := slices.BinarySearch(own, b); !found {
				t.Fatalf("%s: the bound %v is not among those of the stairs", name, b)
			}
			values = append(values, b, math.Nextafter(b, math.Inf(1)), math.Nextafter(b, math.Inf(-1)))
		}
		for _, x := range append(values, own...) {
			if x != 0 && math.Abs(x) < 1e-300 && s.inverse < 1 {
				continue // a product that is no normal number is not exact, in a grid's own cells either
			}
			want := sort.Search(len(own), func(i int) bool { return own[i] > x })
			if got := s.slot(x); got != want {
				t.Fatalf("%s: %v lies in slot %d, want %d", name, x, got, want)
			}
		}
	}
	if s := stairsOf([]float64{-math.MaxFloat64, 0, 0.1, 0.3, 7, 11, 12, 19, 23, 40}); s != nil {
		t.Errorf("bounds without a pattern have stairs: %+v", s)
	}
}

// slot is what statements compute.
func (s *stairs) slot(x float64) int {
	from, to := s.ends()
	at := int64(math.Floor(math.Min(math.Max(x, float64(from)/s.inverse), float64(to)/s.inverse) * s.inverse))
	n := 0
	for _, f := range s.flights {
		n += int(min(max(at, f.from), f.to)>>f.shift - f.from>>f.shift)
	}
	for _, b := range s.rest {
		if x >= b {
			n++
		}
	}
	return n
}
