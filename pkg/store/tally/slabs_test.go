package tally

import (
	"sync"
	"testing"
)

// Counters that were lent, written and taken back are 0 when they are lent again, and nobody else's meanwhile.
func TestSlabs(t *testing.T) {
	const length, arrays = 1900, 200
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for range 5 {
				var s, from slabs
				var all [][]uint32
				for i := range arrays {
					lender := &s
					if i%2 == 1 {
						lender = &from
					}
					array := lender.take(length)
					for _, n := range array {
						if n != 0 {
							t.Errorf("a new counter is at %d", n)
							return
						}
					}
					for k := range array {
						array[k] = uint32(worker + 1)
					}
					all = append(all, array)
				}
				s.join(&from)
				for _, array := range all {
					for _, n := range array {
						if n != uint32(worker+1) {
							t.Errorf("somebody else has counted: %d", n)
							return
						}
					}
				}
				s.end()
			}
		})
	}
	group.Wait()
	if n := len(spare.slabs); n == 0 || n > mostSpare {
		t.Errorf("%d slabs are kept, of at most %d", n, mostSpare)
	}
}

// Arrays that are longer than a slab is worth are their own, and the spare slabs have a bound.
func TestSlabsHaveABound(t *testing.T) {
	var s slabs
	for range ownArrays + 4*(mostSpare+50) {
		s.take(slabLength / 4)
	}
	if long := s.take(slabLength); len(long) != slabLength || len(s.taken) != mostSpare+50 {
		t.Errorf("%d counters, %d slabs", len(long), len(s.taken))
	}
	s.end()
	if n := len(spare.slabs); n != mostSpare {
		t.Errorf("%d slabs are kept, not %d", n, mostSpare)
	}
}
