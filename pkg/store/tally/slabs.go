package tally

import "sync"

// slabs lend arrays of counters that are cut from large pieces of memory, and take them all back at once. Memory that the system gives for the first time costs
// more to touch (3 µs for 4 kB) than it costs to count in it: a hundred windows of twenty columns are 30 MB. So the pieces are kept for the next scan.
type slabs struct {
	own   int // arrays that were made for themselves
	taken []*slab
	free  []uint32 // what is left of the last one
}

const (
	slabLength = 1 << 15 // counters: 128 kB
	mostSpare  = 256     // slabs that are kept: 32 MB
	ownArrays  = 12
)

type slab [slabLength]uint32

// spare are slabs that nobody counts in.
var spare struct {
	sync.Mutex
	slabs []*slab
}

// take gives n counters that are 0. The first few arrays are made for themselves, because a scan of few windows needs no more and has a slab for each column and thread.
func (s *slabs) take(n int) []uint32 {
	if s.own < ownArrays || n > slabLength/4 {
		s.own++
		return make([]uint32, n)
	}
	if n > len(s.free) {
		last := spareSlab()
		s.taken, s.free = append(s.taken, last), last[:]
	}
	array := s.free[:n:n]
	s.free = s.free[n:]
	clear(array)
	return array
}

func spareSlab() *slab {
	spare.Lock()
	defer spare.Unlock()
	last := len(spare.slabs) - 1
	if last < 0 {
		return new(slab)
	}
	s := spare.slabs[last]
	spare.slabs[last] = nil
	spare.slabs = spare.slabs[:last]
	return s
}

// join takes over what others have lent.
func (s *slabs) join(from *slabs) {
	s.taken = append(s.taken, from.taken...)
	*from = slabs{}
}

// end takes all arrays back.
func (s *slabs) end() {
	spare.Lock()
	defer spare.Unlock()
	spare.slabs = append(spare.slabs, s.taken[:min(len(s.taken), mostSpare-len(spare.slabs))]...)
	*s = slabs{}
}
