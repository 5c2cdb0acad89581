package sql

import (
	"math"
	"slices"
)

// stairs tell the slot of a float by arithmetic alone. Bounds of a grid are multiples of a few powers of two: a floor tells how many multiples lie below a number, and where they begin and end, it is
// held between two ends first.
//
// A flight may have steps that were no bounds, in the tails, where the cells of a grid double in width: a few hundred slots more cost less than a flight for every width. And what is a step of two flights
// counts twice. So slots are counted among the steps, of which the bounds that the stairs were made for are some.
type stairs struct {
	inverse float64 // of the finest step, a power of two
	flights []flight
	rest    []float64 // bounds that are no steps
}

// flight is a run of equal steps: the multiples of 1<<shift finest steps that lie above from, up to to. Both are such multiples.
type flight struct {
	from, to int64
	shift    int
}

func (f flight) steps() int { return int((f.to - f.from) >> f.shift) }

const (
	mostWidths  = 12
	mostFlights = 4
	flightSlots = 1000 // take the time that a flight takes
	mostGrowth  = 4    // of the number of slots
	mostFinest  = 1 << 31
)

// stairsOf finds the stairs that cost least for ascending bounds; nil where most slots would have to be searched for all the same, or would become too many.
func stairsOf(bounds []float64) *stairs {
	long := slices.DeleteFunc(stretchesOf(bounds), func(s stretch) bool { return s.steps < leastRun })
	var widths []int
	for _, s := range long {
		widths = append(widths, s.exponent)
	}
	slices.Sort(widths)
	if widths = slices.Compact(widths); len(widths) > mostWidths {
		return nil
	}
	var best *stairs
	try := func(chosen ...int) {
		if s := newStairs(chosen, long); s != nil && (best == nil || s.cost() < best.cost()) {
			best = s
		}
	}
	// All choices of one to three widths.
	for i, a := range widths {
		try(a)
		for j := i + 1; j < len(widths); j++ {
			try(a, widths[j])
			for k := j + 1; k < len(widths); k++ {
				try(a, widths[j], widths[k])
			}
		}
	}
	if best == nil {
		return nil
	}
	for _, b := range bounds {
		if !best.has(b) {
			best.rest = append(best.rest, b)
		}
	}
	if len(best.rest) > fewBounds || best.slots() > mostGrowth*len(bounds) {
		return nil
	}
	return best
}

// newStairs makes flights of some widths, exponents of two in ascending order: a stretch lies on that of the widest steps that hit all its bounds. Nil where there are too many flights, or steps are
// missed.
func newStairs(widths []int, stretches []stretch) *stairs {
	s := &stairs{inverse: math.Ldexp(1, -widths[0])}
	for _, one := range stretches {
		place, found := slices.BinarySearch(widths, one.exponent)
		if !found {
			place--
		}
		if place < 0 {
			return nil
		}
		shift := widths[place] - widths[0]
		from, to := one.from*s.inverse-math.Ldexp(1, shift), one.to*s.inverse
		if shift >= 31 || math.Abs(from) >= mostFinest || math.Abs(to) >= mostFinest {
			return nil
		}
		s.add(flight{int64(from), int64(to), shift})
	}
	if len(s.flights) > mostFlights {
		return nil
	}
	return s
}

// add lengthens a flight of the same steps, where the gap has fewer of them than another flight would cost.
func (s *stairs) add(f flight) {
	for i := range s.flights {
		if old := &s.flights[i]; old.shift == f.shift && (f.from-old.to)>>f.shift < flightSlots {
			old.to = f.to
			return
		}
	}
	s.flights = append(s.flights, f)
}

func (s *stairs) cost() int { return s.slots() + flightSlots*len(s.flights) }

func (s *stairs) slots() int {
	n := len(s.rest)
	for _, f := range s.flights {
		n += f.steps()
	}
	return n
}

// has tells whether a bound is a step.
func (s *stairs) has(bound float64) bool {
	at := bound * s.inverse
	if at != math.Floor(at) || math.Abs(at) >= mostFinest {
		return false
	}
	return slices.ContainsFunc(s.flights, func(f flight) bool {
		return int64(at) > f.from && int64(at) <= f.to && int64(at)&(1<<f.shift-1) == 0
	})
}

// bounds are all steps and what else is compared, in ascending order.
func (s *stairs) bounds() []float64 {
	list := append(make([]float64, 0, s.slots()), s.rest...)
	for _, f := range s.flights {
		for at := f.from + 1<<f.shift; at <= f.to; at += 1 << f.shift {
			list = append(list, float64(at)/s.inverse)
		}
	}
	slices.Sort(list)
	return list
}

// ends are where the lowest flight begins and the highest ends, in finest steps.
func (s *stairs) ends() (from, to int64) {
	from, to = s.flights[0].from, s.flights[0].to
	for _, f := range s.flights {
		from, to = min(from, f.from), max(to, f.to)
	}
	return from, to
}
