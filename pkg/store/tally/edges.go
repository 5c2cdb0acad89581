package tally

import (
	"fmt"
	"math"
	"sort"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// edges counts in the caller's own bins.
type edges struct {
	edges  []float64
	slots  [][]int64 // by slot: below, the bins, above
	others others
}

// Edges counts numbers in bins: bin i is [at[i], at[i+1]), the last one closed. The keys of the answer are the bins' lower edges; values below the
// first edge and above the last have keys of their own, see Counts. at must ascend strictly and have two edges or more.
func Edges(name string, at []float64) (Column, error) {
	if len(at) < 2 {
		return nil, fmt.Errorf("column %q: bins need at least two edges, not %d", name, len(at))
	}
	for i, x := range at {
		if math.IsNaN(x) || (i > 0 && x <= at[i-1]) {
			return nil, fmt.Errorf("column %q: edges of bins must ascend, but edge %d is %v", name, i, x)
		}
	}
	return &edges{edges: at}, nil
}

func (e *edges) Add(runs []Run, v Vector) {
	for _, r := range runs {
		e.run(r, v)
	}
}

// of is the array of a slot.
func (e *edges) of(slot int32) []int64 {
	for int(slot) >= len(e.slots) {
		e.slots = append(e.slots, nil)
	}
	if e.slots[slot] == nil {
		e.slots[slot] = make([]int64, len(e.edges)+1)
	}
	return e.slots[slot]
}

func (e *edges) Merge(other Column, slot func(int32) int32) {
	from := other.(*edges)
	e.others.merge(from.others, slot)
	for s, counted := range from.slots {
		if counted == nil {
			continue
		}
		into := e.of(slot(int32(s)))
		for bin, n := range counted {
			into[bin] += n
		}
	}
}

func (e *edges) run(r Run, v Vector) {
	last, slot := len(e.edges)-1, r.Slot
	counted := e.of(slot)
	for i := r.From; i < r.To; i++ {
		if v.Missing(i) {
			e.others.at(slot).Null++
			continue
		}
		var x float64
		if v.Ints != nil {
			x = float64(v.Ints[i])
		} else if x = v.Floats[i]; x-x != 0 && e.others.special(slot, x) {
			continue
		}
		// The number of edges that are not above x: 0 is below all bins, last+1 above them but for the closing edge itself.
		bin := sort.Search(len(e.edges), func(i int) bool { return e.edges[i] > x })
		if bin == last+1 && x == e.edges[last] {
			bin = last
		}
		counted[bin]++
	}
}

// Counts answers with Floats keys: the lower edge of each bin, −math.MaxFloat64 for what lies below all and math.MaxFloat64 for what lies above,
// because keys are finite. Infinities have their own counters.
func (e *edges) Counts(slots int) ([]*counts.Counts, error) {
	list := make([]*counts.Counts, slots)
	for s := range list {
		other := e.others.get(s)
		var keys, w []float64
		if s < len(e.slots) {
			for bin, n := range e.slots[s] {
				if n == 0 {
					continue
				}
				key := -math.MaxFloat64
				switch {
				case bin == len(e.edges):
					key = math.MaxFloat64
				case bin > 0:
					key = math.Max(e.edges[bin-1], -math.MaxFloat64)
				}
				keys, w = append(keys, key), append(w, float64(n))
			}
		}
		if len(keys) == 0 && rows(other) == 0 {
			continue
		}
		c, err := counts.OfFloats(keys, w, nil, other)
		if err != nil {
			return nil, err
		}
		list[s] = c
	}
	return list, nil
}
